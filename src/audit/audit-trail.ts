import type { EntityManager } from '@mikro-orm/postgresql';
import type { Principal } from '../sdk/principal.js';

/** Who did what to which thing. */
export interface AuditEntryInput {
  readonly tenantId: string;
  readonly actor: Principal;
  /** Stable verb, e.g. `installation.enabled`. */
  readonly action: string;
  /** What it was done to, e.g. `opportunity:<id>`. */
  readonly subject: string;
  /** Ids and plain values only; never a secret, never a person's data. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Values about a person: sealed under that person's own key, unreadable after erasure (D14). */
  readonly personal?: { readonly contactId: string; readonly values: Readonly<Record<string, unknown>> };
  /** Id of the fact, job or action that made it happen. */
  readonly causeId?: string;
}

/**
 * The append-only trail of a tenant (decisions D14). `record` inserts in the caller's transaction, so the
 * entry stands or falls with what it tells; the chain is laid over it afterwards by the sequencer.
 */
export abstract class AuditTrail {
  abstract record(em: EntityManager, entry: AuditEntryInput): Promise<void>;
}
