import { readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** CPU seconds so far and resident bytes of one process; null where there is no /proc. */
export function usageOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, rssMb: Number(rss?.[1] ?? 0) / 1_024 };
  } catch {
    return null;
  }
}
