import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { Simulation } from './support/simulation.js';
import { STEPS } from './support/simulation-steps.js';
import { isLong, minutes, report, seed, sized } from './support/scale.js';

let simulation: Simulation;

/** One history: after each step what must always hold is checked, at its end that everything was done. */
async function play(history: readonly (typeof STEPS)[number][], draws: readonly number[]): Promise<void> {
  simulation.begin();
  for (const [index, step] of history.entries()) {
    await step.play(simulation, draws[index] ?? 0);
    await sleep(draws[index] ?? 0);
    expect(await simulation.brokenRules()).toEqual([]);
    expect(simulation.tooMuch()).toEqual([]);
  }
  await simulation.heal();
  expect(simulation.tooMuch()).toEqual([]);
  expect(simulation.missing()).toEqual([]);
  expect(await simulation.brokenRules()).toEqual([]);
}

describe('R5 R18 hub, Lever and clock in one process, random histories', () => {
  beforeAll(async () => { simulation = await Simulation.start(); }, minutes(2));
  afterAll(async () => { await simulation?.stop(); }, minutes(1));

  it('does everything once whatever happens in whatever order', async () => {
    const history = fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 12 });
    const draws = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 });
    const numRuns = sized(12, 1_000);
    await fc.assert(fc.asyncProperty(history, draws, play), {
      seed, numRuns, endOnFailure: !isLong, interruptAfterTimeLimit: minutes(sized(4, 100)), markInterruptAsFailure: true,
    });
    report('R18 simulation', { histories: numRuns, applications: simulation.applications });
  }, minutes(sized(5, 110)));
});
