import { setTimeout as sleep } from 'node:timers/promises';

/** Asks each tenth of a second; throws with `what` when it did not come true. */
export async function until(isTrue: () => boolean | Promise<boolean>, what: string, withinMs = 20_000): Promise<void> {
  for (let waited = 0; waited < withinMs; waited += 100) {
    if (await isTrue()) return;
    await sleep(100);
  }
  throw new Error(`Did not happen: ${what}`);
}
