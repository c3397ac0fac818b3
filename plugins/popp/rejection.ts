/** What became of one person in a bulk decision. */
export type ItemState =
  | 'pending' | 'done' | 'marked' | 'skipped' | 'failed' | 'held' | 'cancelled' | 'undoing' | 'undone' | 'undo-skipped' | 'undo-failed';

export const MAX_AT_ONCE = 100;
export const UNDO_MS = 10 * 60_000;

export interface ItemFacts { readonly state: ItemState; readonly attempt: number }

/** Only failures are tried again (PO-34); a skip is an answer. Pure. */
export const mayRetry = ({ state }: ItemFacts): boolean => state === 'failed' || state === 'held' || state === 'cancelled';

/** A rejection can be taken back for ten minutes (PO-39). Pure. */
export function undoRefusal(decision: { readonly kind: string; readonly at: number }, items: readonly ItemFacts[], now: number): string | null {
  if (decision.kind !== 'reject') return 'Only a rejection can be taken back.';
  if (now - decision.at > UNDO_MS) return 'More than ten minutes have passed. Take the person out of the archive in Lever instead.';
  if (!items.some((item) => item.state === 'done')) return 'Nobody was archived by this decision, or it was taken back already.';
  return null;
}

export interface FreshOpportunity { readonly stage: string; readonly archived: { readonly reason: string | null; readonly archivedAt: number | null } | null }

/** Whether Lever still shows what the rejection left; else why not. Pure. */
export function undoSeen(
  fresh: FreshOpportunity | null, left: { readonly reasonId: string; readonly stageId: string },
): { readonly seen: { reasonId: string; archivedAt: number; stageId: string } } | { readonly skip: string } {
  if (!fresh) return { skip: 'the opportunity no longer exists in Lever' };
  const at = fresh.archived?.archivedAt ?? null;
  if (at === null) return { skip: 'somebody took the person out of the archive already' };
  if (fresh.archived?.reason !== left.reasonId || fresh.stage !== left.stageId) return { skip: 'somebody changed the opportunity meanwhile' };
  return { seen: { reasonId: left.reasonId, archivedAt: at, stageId: fresh.stage } };
}

export interface ReasonChoice { readonly id: string; readonly text: string; readonly status: string | null; readonly type: string | null }

/** Lever's reasons for a rejection: the hired ones are never offered, inactive ones neither (PO-33). Pure. */
export function offeredReasons(reasons: readonly ReasonChoice[]): { id: string; text: string }[] {
  return reasons.filter((one) => one.type !== 'hired' && (one.status === null || one.status === 'active')).map(({ id, text }) => ({ id, text }));
}

/** Why somebody cannot be rejected or shortlisted from what is known already; null when they can. Pure. */
export function knownObstacle(
  kind: 'reject' | 'shortlist', person: { readonly archivedAt: number | null; readonly hired: boolean; readonly isGone: boolean; readonly stageId: string }, offer: readonly string[],
): string | null {
  if (person.isGone) return 'the opportunity no longer exists in Lever';
  if (person.hired) return 'the person was hired';
  if (person.archivedAt !== null) return 'the opportunity is archived already';
  if (kind === 'reject' && offer.includes(person.stageId)) return 'the candidate has reached the offer stage';
  return null;
}
