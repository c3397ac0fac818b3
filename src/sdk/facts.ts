/** Facts are changes derived by comparing Lever with the mirror, each exactly once (decisions D1). */
export interface FactPayloads {
  'application.created': {
    readonly applicationId: string; readonly opportunityId: string; readonly postingId: string | null; readonly contactId: string;
    /** `posting`: applied by the job site, agency portal or API; `user`: a posting added by a person; `referral`. */
    readonly type: string; readonly createdAt: number;
  };
  'stage.changed': {
    readonly opportunityId: string; readonly index: number; readonly fromStageId: string | null; readonly toStageId: string;
    readonly at: number; readonly byUserId: string | null;
  };
  'archive.changed': {
    readonly opportunityId: string; readonly archivedAt: number | null; readonly reasonId: string | null; readonly hired: boolean;
  };
  'tags.changed': { readonly opportunityId: string; readonly added: readonly string[]; readonly removed: readonly string[] };
  'contact.changed': { readonly opportunityId: string; readonly contactId: string; readonly fields: readonly string[] };
  'contact.merged': { readonly opportunityId: string; readonly fromContactId: string; readonly toContactId: string };
  'anonymised': { readonly opportunityId: string };
  'deleted': { readonly opportunityId: string };
  'posting.opened': { readonly postingId: string };
  'posting.closed': { readonly postingId: string; readonly state: string };
}

export type FactKind = keyof FactPayloads;

export interface Fact<K extends FactKind = FactKind> {
  readonly id: string;
  readonly kind: K;
  readonly opportunityId: string | null;
  readonly postingId: string | null;
  /** When it happened at Lever, epoch ms; the time of discovery where Lever keeps none. */
  readonly occurredAt: number;
  readonly payload: FactPayloads[K];
  /** Set when one of the hub's own writes made it (D11); null means a person or another system. */
  readonly causedBy: { readonly actionId: string; readonly integrationKey: string } | null;
  readonly depth: number;
}
