export interface Measured { readonly decidedAt: number; readonly score: number; readonly isMatch: boolean }

export interface Week {
  /** First moment of the week, a Monday, UTC; epoch ms. */
  readonly startsAt: number;
  readonly decisions: number;
  readonly matches: number;
  /** 0 to 1; null without decisions. */
  readonly matchedShare: number | null;
  readonly meanScore: number | null;
}

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** 5 January 1970 was a Monday. */
const FIRST_MONDAY = 4 * DAY_MS;

export const weekStart = (at: number): number => FIRST_MONDAY + Math.floor((at - FIRST_MONDAY) / WEEK_MS) * WEEK_MS;

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Decisions by week, oldest first (LG-13). Pure. */
export function byWeek(decisions: readonly Measured[]): Week[] {
  const weeks = new Map<number, Measured[]>();
  for (const decision of decisions) weeks.set(weekStart(decision.decidedAt), [...(weeks.get(weekStart(decision.decidedAt)) ?? []), decision]);
  return [...weeks].toSorted(([a], [b]) => a - b).map(([startsAt, all]) => {
    const matches = all.filter((one) => one.isMatch).length;
    return {
      startsAt, decisions: all.length, matches, matchedShare: round(matches / all.length),
      meanScore: round(all.reduce((sum, one) => sum + one.score, 0) / all.length),
    };
  });
}

const ENOUGH = 20;
const SHARE_JUMP = 0.25;
const SCORE_JUMP = 10;

/** What has jumped in the newest week against the weeks before, in words; null when nothing has, or when there is too little to tell. Pure. */
export function jumpIn(decisions: readonly Measured[], now: number): string | null {
  const start = weekStart(now);
  const [before, latest] = [decisions.filter((one) => one.decidedAt < start), decisions.filter((one) => one.decidedAt >= start)];
  if (before.length < ENOUGH || latest.length < ENOUGH) return null;
  const share = (all: readonly Measured[]): number => all.filter((one) => one.isMatch).length / all.length;
  const mean = (all: readonly Measured[]): number => all.reduce((sum, one) => sum + one.score, 0) / all.length;
  const [shareBefore, shareNow] = [share(before), share(latest)];
  if (Math.abs(shareNow - shareBefore) > SHARE_JUMP) return `the share of matches went from ${Math.round(shareBefore * 100)} % to ${Math.round(shareNow * 100)} %`;
  const [meanBefore, meanNow] = [mean(before), mean(latest)];
  return Math.abs(meanNow - meanBefore) > SCORE_JUMP ? `the mean score went from ${Math.round(meanBefore)} to ${Math.round(meanNow)}` : null;
}
