import type { Origin } from './opportunity.js';

export type LeverWebhookEvent =
  | 'applicationCreated' | 'candidateHired' | 'candidateStageChange' | 'candidateArchiveChange' | 'candidateDeleted'
  | 'interviewCreated' | 'interviewUpdated' | 'interviewDeleted' | 'contactCreated' | 'contactUpdated';

export interface Webhook {
  readonly id: string;
  readonly event: string;
  readonly url: string;
  readonly configuration: {
    readonly conditions: { readonly origins: readonly string[] } | null;
    /** Given once, in the answer to the creation; null ever after. */
    readonly signatureToken: string | null;
  };
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}

export interface WebhookCreate {
  /** HTTPS with a publicly trusted certificate. */
  readonly url: string;
  readonly event: LeverWebhookEvent;
  readonly configuration?: { readonly conditions?: { readonly origins: readonly Origin[] }; readonly verifyConnection?: boolean };
}

export interface WebhookChange extends Partial<WebhookCreate> { readonly id: string }
