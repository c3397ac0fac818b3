export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly accountSlug: string;
  /** `all`, or the names of the allowed endpoints. */
  permissions: 'all' | string[];
  confidential: boolean;
  revokedAt: number | null;
}

export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly description: string;
  redirectUris: string[];
  scopes: string[];
}

export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly accountSlug: string;
  readonly userId: string;
  readonly scopes: string[];
  readonly audience: string;
  readonly createdAt: number;
  revokedAt: number | null;
}

export interface AuthorizationCode {
  readonly code: string;
  readonly grantId: string;
  readonly redirectUri: string;
  readonly expiresAt: number;
  usedAt: number | null;
}

export interface AccessToken {
  readonly token: string;
  readonly grantId: string;
  readonly expiresAt: number;
}

export interface RefreshToken {
  readonly token: string;
  readonly grantId: string;
  /** When the family began: the absolute life counts from here. */
  readonly grantedAt: number;
  readonly issuedAt: number;
  state: 'current' | 'rotated' | 'revoked';
}

export const webhookEvents = [
  'applicationCreated', 'candidateHired', 'candidateStageChange', 'candidateArchiveChange', 'candidateDeleted',
  'interviewCreated', 'interviewUpdated', 'interviewDeleted', 'contactCreated', 'contactUpdated',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Only these events can be limited to origins. */
export const conditionableEvents: readonly string[] = [
  'applicationCreated', 'candidateHired', 'candidateStageChange', 'candidateArchiveChange',
];

export interface Webhook {
  readonly id: string;
  event: WebhookEvent;
  url: string;
  origins: string[] | null;
  signatureToken: string | null;
  readonly madeBy: 'api' | 'ui';
  readonly createdAt: number;
  updatedAt: number;
}
