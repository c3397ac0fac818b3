import { isLost, isOver, isWaitedFor, nextStatus, type CheckStatus, type Problem, type RefereeStatus } from './check-state.js';
import { entryProblems, type EntryProblem } from './entry-rules.js';
import type { VendorCandidate, VendorReferee } from './refapp.client.js';
import type { TextName } from './texts.js';

export interface KnownCheck {
  readonly status: CheckStatus;
  readonly problem?: Problem | null;
  readonly requested: number;
  readonly requestedAt?: number | null;
  /** Refapp's counter of changes that was seen last. */
  readonly version: number;
}

export interface KnownReferee {
  readonly refereeId: string;
  readonly status: RefereeStatus;
  /** Counts how often the referee was asked from the beginning, after corrected contact details. */
  readonly round: number;
  readonly invitedAt?: number | null;
  /** Whether Refapp is asked to open the form by itself: automation is on, or a recruiter wanted it. */
  readonly isToBeAsked: boolean;
}

export type Effect =
  /** Refapp opens the referee's form; the request is written once it has. */
  | { readonly kind: 'open'; readonly refereeId: string; readonly round: number }
  | { readonly kind: 'write'; readonly text: TextName; readonly refereeId: string | null; readonly occasion: string }
  | { readonly kind: 'remind-candidate' }
  | { readonly kind: 'remind-referee'; readonly refereeId: string }
  | { readonly kind: 'stop-referee'; readonly refereeId: string }
  | { readonly kind: 'ended' };

export interface RefereeChange {
  readonly refereeId: string;
  readonly status: RefereeStatus;
  readonly round: number;
  readonly invitedAt: number | null;
  readonly entryProblems: readonly EntryProblem[];
}

export interface Reconciled {
  readonly check: {
    readonly status: CheckStatus; readonly problem: Problem | null; readonly answered: number; readonly requested: number; readonly requestedAt: number | null;
  };
  readonly referees: readonly RefereeChange[];
  /** Referees who are not in Refapp any more. */
  readonly removed: readonly string[];
  readonly effects: readonly Effect[];
  /** What happened, for the history. */
  readonly happened: readonly { readonly kind: string; readonly refereeId: string | null }[];
}

/**
 * Compares what is known of a check with what Refapp says now, and tells what follows. An event of Refapp only says "look":
 * lost, doubled and overtaken ones end the same way (SH-13, SH-14). Null: Refapp's answer is older than what is known.
 */
export function reconcile(
  known: KnownCheck, referees: readonly KnownReferee[], seen: VendorCandidate, options: { readonly now: number; readonly asks: boolean },
): Reconciled | null {
  if (seen.version < known.version || known.status === 'erased') return null;
  const answered = seen.referees.filter((one) => one.status === 'answered').length;
  const status = nextStatus(known.status, seen.status, answered, seen.requested);
  const isOpen = !isOver(status);
  const perReferee = seen.referees.map((referee, index) => refereeChange(referees.find((one) => one.refereeId === referee.id) ?? null, referee, {
    seen, before: seen.referees.slice(0, index), now: options.now, asks: options.asks, isOpen,
  }));
  const request = candidateEffects(known, seen, status, options.now);
  const removed = referees.filter((one) => !seen.referees.some(({ id }) => id === one.refereeId)).map(({ refereeId }) => refereeId);
  return {
    check: { status, problem: problemOf(known.problem ?? null, status, seen), answered, requested: seen.requested, requestedAt: request.requestedAt },
    referees: perReferee.map(({ change }) => change), removed,
    effects: [
      ...request.effects, ...perReferee.flatMap(({ effects }) => effects), ...removed.map((refereeId) => ({ kind: 'stop-referee' as const, refereeId })),
      ...(isOver(status) && !isOver(known.status) ? [{ kind: 'ended' as const }] : []),
    ],
    happened: [
      ...(status === known.status ? [] : [{ kind: status, refereeId: null }]), ...perReferee.flatMap(({ happened }) => happened),
      ...removed.map((refereeId) => ({ kind: 'referee-removed', refereeId })),
    ],
  };
}

const ASKED: readonly CheckStatus[] = ['requested', 'referees_named', 'in_progress'];

/** The candidate was asked for the first time, or for more than before. */
function candidateEffects(known: KnownCheck, seen: VendorCandidate, status: CheckStatus, now: number): { requestedAt: number | null; effects: Effect[] } {
  const requestedAt = known.requestedAt ?? null;
  if (!ASKED.includes(status)) return { requestedAt, effects: [] };
  if (requestedAt === null) {
    return { requestedAt: now, effects: [{ kind: 'write', text: 'candidate-request', refereeId: null, occasion: 'request' }, { kind: 'remind-candidate' }] };
  }
  const isMore = seen.requested > known.requested;
  return { requestedAt, effects: isMore ? [{ kind: 'write', text: 'candidate-more', refereeId: null, occasion: `more:${seen.requested}` }] : [] };
}

/** Problems that Refapp's state tells; the others were found elsewhere and stay until they are put right. */
function problemOf(before: Problem | null, status: CheckStatus, seen: VendorCandidate): Problem | null {
  if (isOver(status)) return null;
  const alive = seen.referees.filter((one) => !isLost(one.status)).length;
  if (alive < seen.requested && seen.referees.some((one) => one.status === 'expired')) return 'expired';
  if (alive < seen.requested && seen.referees.some((one) => isLost(one.status))) return 'referee-missing';
  if (before === 'referee-missing' || (before === 'expired' && alive >= seen.requested)) return null;
  return before === 'not-submitted' && status !== 'requested' ? null : before;
}

interface Beside {
  readonly seen: VendorCandidate; readonly before: readonly VendorReferee[]; readonly now: number; readonly asks: boolean; readonly isOpen: boolean;
}
type PerReferee = { readonly change: RefereeChange; readonly effects: readonly Effect[]; readonly happened: Reconciled['happened'] };

function refereeChange(known: KnownReferee | null, referee: VendorReferee, beside: Beside): PerReferee {
  const { id: refereeId, status } = referee;
  const isCorrected = status === 'created' && known !== null && isLost(known.status);
  const round = (known?.round ?? 1) + (isCorrected ? 1 : 0);
  const asked = isCorrected ? null : known?.invitedAt ?? null;
  const problems = status === 'created' ? entryProblems(referee, beside.seen, beside.before.filter((one) => !isLost(one.status))) : [];
  const invitedAt = isWaitedFor(status) && asked === null ? beside.now : asked;
  const change: RefereeChange = { refereeId, status, round, invitedAt, entryProblems: problems };
  const isNew = known?.status !== status;
  return {
    change, happened: isNew ? [{ kind: `referee-${status.replace('_', '-')}`, refereeId }] : [],
    effects: beside.isOpen ? effectsOf(known, change, { isNew, isAsked: asked === null, asks: known?.isToBeAsked ?? beside.asks }) : stopOf(isNew, refereeId),
  };
}

const stopOf = (isNew: boolean, refereeId: string): Effect[] => (isNew ? [{ kind: 'stop-referee', refereeId }] : []);

function effectsOf(
  known: KnownReferee | null, { refereeId, status, round, entryProblems: problems }: RefereeChange,
  { isNew, isAsked, asks }: { readonly isNew: boolean; readonly isAsked: boolean; readonly asks: boolean },
): Effect[] {
  if (status === 'created') {
    if (problems.length > 0) return isNew ? [write('candidate-correct', refereeId, round)] : [];
    return asks ? [{ kind: 'open', refereeId, round }] : [];
  }
  if (isWaitedFor(status)) {
    return isAsked ? [{ kind: 'write', text: 'referee-request', refereeId, occasion: `${refereeId}:${round}:request` }, { kind: 'remind-referee', refereeId }] : [];
  }
  if (!isNew) return [];
  const stop: Effect = { kind: 'stop-referee', refereeId };
  if (status === 'bounced') return [stop, write('candidate-correct', refereeId, round)];
  return status === 'declined' || status === 'opted_out' ? [stop, write('candidate-replace', refereeId, round)] : [stop];
}

const write = (text: 'candidate-correct' | 'candidate-replace', refereeId: string, round: number): Effect =>
  ({ kind: 'write', text, refereeId: null, occasion: `${text}:${refereeId}:${round}` });
