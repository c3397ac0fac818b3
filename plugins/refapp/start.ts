import { isOver, type CheckStatus } from './check-state.js';

export interface StartSituation {
  /** Newest check of the person in this step. */
  readonly latest: { readonly status: CheckStatus } | null;
  /** Why the person cannot be asked at present; null when they can. */
  readonly closed: string | null;
  /** Came into the step, or somebody pressed Start; `confirmed`: and knows that references were taken before. */
  readonly by: 'step' | 'person' | 'confirmed';
}

export type StartDecision =
  | { readonly kind: 'start' }
  | { readonly kind: 'nothing'; readonly why: string }
  /** References were taken before: a person decides (RE-16). */
  | { readonly kind: 'ask' };

/** Whether a reference taking begins (RE-11, RE-15, RE-16, SH-16). */
export function decideStart({ latest, closed, by }: StartSituation): StartDecision {
  if (closed !== null) return { kind: 'nothing', why: closed };
  if (latest === null || latest.status === 'erased') return { kind: 'start' };
  if (!isOver(latest.status)) return { kind: 'nothing', why: 'a reference taking is under way' };
  return by === 'confirmed' ? { kind: 'start' } : { kind: 'ask' };
}
