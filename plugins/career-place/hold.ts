/** What keeps a window from running. */
export const HOLD_CAUSES = ['archived', 'posting-closed'] as const;
export type HoldCause = (typeof HOLD_CAUSES)[number];

export interface Holding {
  readonly holds: readonly HoldCause[];
  /** Since when the window has stood still, epoch ms; null while it runs. */
  readonly pausedAt?: number | null;
  /** How long it stood still before, ms. */
  readonly pausedMs: number;
}

/** Stops the window; a second cause does not stop it twice. */
export function putOnHold(state: Holding, cause: HoldCause, at: number): Holding {
  if (state.holds.includes(cause)) return state;
  return { ...state, holds: [...state.holds, cause], pausedAt: state.pausedAt ?? at };
}

/** Takes one cause away; with the last one gone the remaining hours go on (CP-36). */
export function releaseHold(state: Holding, cause: HoldCause, at: number): Holding {
  if (!state.holds.includes(cause)) return state;
  const holds = state.holds.filter((other) => other !== cause);
  if (holds.length > 0 || state.pausedAt == null) return { ...state, holds };
  return { holds, pausedAt: null, pausedMs: state.pausedMs + Math.max(0, at - state.pausedAt) };
}

/** A new invitation starts a new window; whatever holds the person still holds it. */
export function restartWindow(state: Holding, invitedAt: number): Holding {
  return { holds: state.holds, pausedMs: 0, pausedAt: state.holds.length > 0 ? invitedAt : null };
}
