import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConformanceWorld } from './conformance-world.js';

const SLOW_MS = 120_000;

async function reached(world: ConformanceWorld, state: string): Promise<boolean> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await world.state() === state) return true;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return false;
}

/**
 * The effects once they stay the same for a second: a vendor answers by events of its own. A plugin that
 * never reacts fails here rather than passing by doing nothing.
 */
async function reaction(world: ConformanceWorld, person: string): Promise<readonly string[]> {
  let before: readonly string[] = [];
  for (let tries = 0; tries < 60; tries += 1) {
    await world.settle();
    const found = await world.effects(person);
    if (found.length > 0 && found.join() === before.join()) return found;
    before = found;
    await new Promise((resolve) => { setTimeout(resolve, 1_000); });
  }
  throw new Error('The plugin did not react, or never came to rest.');
}

/**
 * The suite that every plugin passes: set-up before enabling, one effect for each thing however often and
 * however it is told, off means off, revocation noticed and resumed, restart in the middle, no write beside
 * the ledger, nothing seen by others. `start` is called once and the world is stopped at the end.
 */
export function describeConformance(plugin: string, start: () => Promise<ConformanceWorld>): void {
  describe(`${plugin} conforms`, () => {
    let world: ConformanceWorld;
    beforeAll(async () => { world = await start(); }, SLOW_MS);
    afterAll(async () => { await world?.stop(); }, SLOW_MS);

    it('is not enabled before its set-up is complete', async () => {
      expect(await world.enable()).toBe(409);
      await world.setUp();
      expect(await world.enable()).toBe(200);
      expect(await world.enable()).toBe(200);
      expect(await world.state()).toBe('enabled');
      await world.begin();
    }, SLOW_MS);

    it('SH-13 does one thing once, however often it is told', async () => {
      const person = await world.provoke();
      const first = await reaction(world, person);
      await world.tellAgain(person);
      await world.settle();
      expect(await world.effects(person)).toEqual(first);
    }, SLOW_MS);

    it('takes a repeated vendor event without a second effect and refuses a forged one', async () => {
      const person = await world.provoke();
      const before = await reaction(world, person);
      const statuses = await world.vendorWebhooks();
      if (statuses !== null) expect(statuses).toEqual({ repeated: 200, forged: 401 });
      await world.settle();
      expect(await world.effects(person)).toEqual(before);
    }, SLOW_MS);

    it('writes to Lever through the ledger and in no other way', async () => {
      await world.settle();
      const { calls, ledger } = await world.leverWrites();
      expect(calls).toBeGreaterThan(0);
      expect(calls).toBeLessThanOrEqual(ledger);
    }, SLOW_MS);

    it('ends as if undisturbed when the hub is restarted in the middle', async () => {
      const undisturbed = await reaction(world, await world.provoke());
      const person = await world.provoke();
      await world.restart();
      expect((await reaction(world, person)).length).toBe(undisturbed.length);
    }, SLOW_MS);

    it('SH-7 does nothing while it is off and picks up what it missed once it is on again', async () => {
      expect(await world.disable()).toBe(200);
      expect(await world.disable()).toBe(200);
      const person = await world.provoke();
      await world.settle();
      expect(await world.effects(person)).toEqual([]);
      expect(await world.enable()).toBe(200);
      expect((await reaction(world, person)).length).toBeGreaterThan(0);
    }, SLOW_MS);

    it('SH-8 SH-9 notices a revocation and resumes after reconnecting without doing anything twice', async () => {
      const before = await world.provoke();
      const done = await reaction(world, before);
      await world.revokeInLever();
      expect(await reached(world, 'revoked')).toBe(true);
      await world.reconnectLever();
      expect(await world.enable()).toBe(200);
      await world.settle();
      expect(await world.effects(before)).toEqual(done);
      expect((await reaction(world, await world.provoke())).length).toBe(done.length);
    }, SLOW_MS);

    it('shows another organisation nothing', async () => {
      expect(await world.seenByOthers(await world.provoke())).toEqual([]);
    }, SLOW_MS);
  });
}
