import { SeededRandom } from '../../../sandbox/kit/index.js';

/** `npm run chaos` runs the long form and may name a seed; CI runs the short one. */
export const isLong = process.env.PATCHBAY_CHAOS === 'long';
export const sized = (short: number, long: number): number => (isLong ? long : short);

export const seed = Number(process.env.PATCHBAY_CHAOS_SEED ?? 1);
/** Draws what a scenario does; the same seed draws the same. */
export const randomOf = (scenario: string): SeededRandom => new SeededRandom(`${scenario}:${seed}`);

/** Time for a test: what it needs here, and much more on a busy machine. */
export const minutes = (count: number): number => count * 60_000;

/** What a long run found, for the person who started it. */
export function report(scenario: string, facts: Readonly<Record<string, number | string>>): void {
  if (isLong) process.stdout.write(`${scenario} (seed ${seed}): ${Object.entries(facts).map(([name, value]) => `${name} ${value}`).join(', ')}\n`);
}
