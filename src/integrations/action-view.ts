import type { MirroredOpportunity } from '../sdk/context.js';

export interface ActionView {
  readonly id: string;
  readonly tenantId: string;
  readonly installationId: string;
  readonly integrationKey: string;
  readonly kind: string;
  readonly opportunityId: string | null;
  readonly meaning: string;
  readonly occasion: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly state: 'ready' | 'sending' | 'unknown';
  readonly attempts: number;
  readonly epoch: number;
  readonly settingsRevision: number;
  readonly requiresPrevious: boolean;
  readonly cleanUp: boolean;
  readonly depth: number;
  readonly factId: string | null;
  readonly then: { readonly job: string; readonly context?: Record<string, unknown> } | null;
  /** Business time of the first of its failed tries. */
  readonly firstFailedAt: number | null;
  /** Machine time of the last send, epoch ms; null before the first. */
  readonly sentAt: number | null;
}

/** Why a write may not happen now, judged from the mirror alone; null when it may (SH-16). Pure. */
export function blockedBy(kind: string, opportunity: MirroredOpportunity | null): string | null {
  if (!opportunity || kind === 'vendor') return null;
  if (opportunity.deleted) return 'the opportunity was deleted in Lever';
  if (opportunity.anonymised) return 'the person was anonymised in Lever';
  if (kind === 'note.add' || kind === 'archive' || kind === 'unarchive') return null;
  if (opportunity.hired) return 'the person was hired';
  if (opportunity.archivedAt !== null) return 'the opportunity is archived';
  return null;
}
