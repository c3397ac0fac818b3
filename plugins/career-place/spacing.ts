/** Two mails to one person are at least this far apart, so that they never come within one minute (CP-35). */
export const SPACING_MS = 120_000;

/** The first moment from `now` on at which another mail may be asked for. `lastMailAt`: the last one, in any funnel. */
export function nextMailSlot(now: number, lastMailAt: number | null): number {
  return lastMailAt === null ? now : Math.max(now, lastMailAt + SPACING_MS);
}
