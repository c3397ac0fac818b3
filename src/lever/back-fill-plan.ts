/** Opportunities created from `from` (inclusive) until `to` (exclusive; null: no end), epoch ms; `offset`: Lever's next page of them, null at the beginning. */
export interface Window { readonly from: number; readonly to: number | null; readonly offset: string | null }

/** How far the first reading of an account has come: the windows still open; what was created before `before` is not yet begun (null: nothing is). */
export interface Plan { readonly before: number | null; readonly open: readonly Window[] }

const DAY_MS = 86_400_000;
export const FIRST_WIDTH_MS = 7 * DAY_MS;
/** Long enough that the half-empty last page of each counts little, short enough that the last cursors end at about the same time. */
const ROWS_WANTED = 1_500;
const NARROWER = 8;
const WIDER = 8;
/** Nobody there: years may have passed. */
const WIDER_WHEN_EMPTY = 32;

/** From the newest back to the oldest: nobody says how old an account is, but all say when a window is empty. Pure. */
export function nextWindow(before: number | null, now: number, width: number): Window | null {
  if (before === 0) return null;
  return { from: Math.max(0, (before ?? now) - width), to: before, offset: null };
}

/** The width of the next window, after one of `width` held `rows`. Pure. */
export function widthAfter(width: number, rows: number): number {
  if (rows === 0) return width * WIDER_WHEN_EMPTY;
  return Math.ceil(Math.min(width * WIDER, Math.max(width / NARROWER, width * ROWS_WANTED / rows)));
}

/** What was stored with the pages; null where nothing was, or by an earlier version that read with one cursor. Pure. */
export function planFrom(stored: string | null): Plan | null {
  if (stored === null || !stored.startsWith('{')) return null;
  const { before, open } = JSON.parse(stored) as { before: number | null; open: Record<string, Omit<Window, 'from'>> };
  return { before, open: Object.entries(open).map(([from, rest]) => ({ from: Number(from), ...rest })) };
}

/** As it is stored: the windows by their begin, so that each page changes its own alone. Pure. */
export function stored(plan: Plan): string {
  return JSON.stringify({ before: plan.before, open: Object.fromEntries(plan.open.map(({ from, ...rest }) => [from, rest])) });
}
