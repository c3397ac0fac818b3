import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FunnelWorld } from './support/funnel-world.js';
import { minutes, report, sized } from './support/scale.js';

interface Credential { readonly accepted: number; readonly rejected: number; readonly lowestLevel: number }

let funnel: FunnelWorld;

async function counted(): Promise<Credential[]> {
  const { credentials } = await (await fetch(`${funnel.world.sandbox.lever.controlUrl}/rate`)).json() as { credentials: Credential[] };
  return credentials;
}

describe('R10 the limit of Lever: 20 requests at once and 10 a second for each credential', () => {
  beforeAll(async () => { funnel = await FunnelWorld.start({ isFast: false }); }, minutes(3));
  afterAll(async () => { await funnel?.stop(); }, minutes(1));

  it('is never broken by two workers with more to do than it allows', async () => {
    await fetch(`${funnel.world.sandbox.lever.controlUrl}/rate`, { method: 'DELETE' });
    await funnel.fleet.start({ role: 'web' });
    await funnel.fleet.start({ role: 'worker' });
    await funnel.fleet.start({ role: 'worker' });
    const people = await Promise.all(Array.from({ length: sized(30, 2_000) }, () => funnel.apply()));
    await funnel.settle(people, minutes(sized(3, 40)));
    const credentials = await counted();
    const accepted = credentials.reduce((sum, one) => sum + one.accepted, 0);
    report('R10 rate', { applications: people.length, requests: accepted, rejected: credentials.reduce((sum, one) => sum + one.rejected, 0) });
    expect(accepted).toBeGreaterThan(people.length * 3);
    expect(credentials.map((one) => [one.rejected, one.lowestLevel >= 0])).toEqual(credentials.map(() => [0, true]));
    expect(funnel.different(people)).toEqual([]);
  }, minutes(sized(4, 50)));
});
