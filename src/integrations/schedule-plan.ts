import { Cron } from 'croner';

export interface DuePlan {
  /** Due times since the last one, oldest first, with what becomes of each (D18). */
  readonly runs: readonly { readonly due: number; readonly outcome: 'run' | 'collapsed' | 'skipped' | 'joined' }[];
  readonly next: number;
}

/** The next due time after a moment; epoch ms. Local times that a clock change skips run at the next valid instant, doubled ones once. */
export function nextDue(cron: string, zone: string, after: number): number {
  const next = new Cron(cron, { timezone: zone }).nextRun(new Date(after));
  if (!next) throw new Error(`Schedule ${cron} never comes due again.`);
  return next.getTime();
}

const MOST_AT_ONCE = 10_000;

/** What becomes of every due time between the last tick and now. Pure: `waiting` is the number of unfinished runs. */
export function planDue(
  schedule: { cron: string; zone: string; nextDue: number; overlap: 'buffer-one' | 'skip'; catchUp: 'collapse' | { each: number } },
  now: number, waiting: number,
): DuePlan {
  const dues: number[] = [];
  let due = schedule.nextDue;
  while (due <= now && dues.length < MOST_AT_ONCE) {
    dues.push(due);
    due = nextDue(schedule.cron, schedule.zone, due);
  }
  const kept = schedule.catchUp === 'collapse' ? 1 : schedule.catchUp.each;
  let open = waiting;
  const room = schedule.overlap === 'skip' ? 1 : 2;
  const runs = dues.map((at, index) => {
    if (index < dues.length - kept) return { due: at, outcome: 'collapsed' as const };
    if (open >= room) return { due: at, outcome: schedule.overlap === 'skip' ? 'skipped' as const : 'joined' as const };
    open += 1;
    return { due: at, outcome: 'run' as const };
  });
  return { runs, next: due };
}
