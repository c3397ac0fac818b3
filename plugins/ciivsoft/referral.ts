import { isOpen, NEW_APPLICANT } from './ciivsoft.context.js';
import type { ArchiveKind } from './archive-kinds.js';

/** `queued`: not compared yet; `watching`: nothing fits yet, jobs published later are tried; the others are closed. */
export const SECOND_CHANCE_STATES = ['queued', 'watching', 'referred', 'dropped', 'expired'] as const;
export type SecondChanceState = (typeof SECOND_CHANCE_STATES)[number];

const DAY_MS = 86_400_000;
export const watchUntil = (queuedAt: number, days: number): number => queuedAt + days * DAY_MS;

export interface WaitingChance {
  readonly postingId: string; readonly comparedPostings: readonly string[]; readonly watchUntil: number; readonly state: SecondChanceState;
}

/** The open jobs that are still to be compared: not the one applied for, each once (CI-31, CI-33, CI-36). Pure. */
export function jobsToCompare<P extends { readonly id: string; readonly state: string }>(chance: WaitingChance, postings: readonly P[]): P[] {
  const done = new Set(chance.comparedPostings);
  return postings.filter((posting) => isOpen(posting.state) && posting.id !== chance.postingId && !done.has(posting.id));
}

export interface OriginalApplication { readonly stageId: string; readonly archive: ArchiveKind | null; readonly isAnonymised: boolean }

export type Standing =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly why: string }
  | { readonly kind: 'drop'; readonly why: string };

/** Whether the second chance still stands (CI-37, SH-16). Pure. */
export function standingOf(original: OriginalApplication | null): Standing {
  if (!original || original.isAnonymised) return { kind: 'drop', why: 'the person is no longer in Lever' };
  switch (original.archive) {
    case 'hired': return { kind: 'drop', why: 'hired' };
    case 'withdrew': return { kind: 'drop', why: 'the person withdrew' };
    case 'turned-down': return { kind: 'drop', why: 'archived with a reason not to consider the person' };
    case 'neutral': return { kind: 'wait', why: 'archived for now' };
    case null: break;
  }
  return original.stageId === NEW_APPLICANT ? { kind: 'go' } : { kind: 'drop', why: 'handled by user: advanced for the job applied for' };
}

/** What the entry becomes after a comparison. Pure. */
export function afterComparison(chance: WaitingChance, leads: number, now: number): { readonly state: SecondChanceState; readonly reason: string | null } {
  if (leads > 0) return { state: 'referred', reason: null };
  return now >= chance.watchUntil ? { state: 'expired', reason: 'no other open job fits' } : { state: 'watching', reason: 'no other open job fits yet' };
}
