import { describe, expect, it } from '@jest/globals';
import { LeverForbidden, type LeverFailure } from '../sdk/lever/index.js';
import { leverExecutor, type LeverPorts } from './action-executors.js';
import { ConfidentialSights } from './confidential-sights.js';

const FAILURE = { operation: 'opportunities.list', status: 403 } as LeverFailure;

function world(refusedFirst: boolean) {
  let isRefused = refusedFirst;
  let isAway = false;
  const asked: string[] = [];
  let now = 0;
  const sights = new ConfidentialSights(() => now);
  const contacts = {
    opportunities: async (_contactId: string, sight: 'all' | 'visible') => {
      asked.push(sight);
      if (isAway) { isAway = false; throw new Error('away'); }
      if (isRefused && sight === 'all') throw new LeverForbidden(FAILURE, 'View confidential', 'confidential:access:admin');
      return [];
    },
  };
  const guard = (connectionId: string) => leverExecutor('lead.create', { contactId: 'c', postingId: 'p', occurredAt: 1 }, {
    reads: {}, writes: {}, stageOrder: [], sight: sights.of(connectionId), contacts,
  } as unknown as LeverPorts)?.guard?.();
  return { asked, guard, pass: (ms: number) => { now += ms; }, refuse: () => { isRefused = true; }, failNext: () => { isAway = true; } };
}

describe('whether a credential may ask for confidential rows', () => {
  it('is asked of Lever once, then remembered for an hour, each credential for itself', async () => {
    const { asked, guard, pass } = world(true);
    await expect(guard('one')).resolves.toEqual({ go: true });
    await guard('one');
    expect(asked).toEqual(['all', 'visible', 'visible']);
    await guard('other');
    expect(asked.slice(3)).toEqual(['all', 'visible']);
    pass(60 * 60_000);
    await guard('one');
    expect(asked.slice(5)).toEqual(['all', 'visible']);
  });

  it('is asked by one of several writes at once; the others wait for what it learns', async () => {
    const { asked, guard } = world(true);
    expect(await Promise.all([guard('one'), guard('one'), guard('one')])).toEqual([{ go: true }, { go: true }, { go: true }]);
    expect(asked).toEqual(['all', 'visible', 'visible', 'visible']);
  });

  it('fails no write but the one that asked, when Lever does not answer', async () => {
    const { guard, failNext } = world(false);
    failNext();
    const [first, second] = await Promise.allSettled([guard('one'), guard('one')]);
    expect(first).toMatchObject({ status: 'rejected', reason: { message: 'away' } });
    expect(second).toEqual({ status: 'fulfilled', value: { go: true } });
  });

  it('does not fail a write that asked before another one was refused', async () => {
    const { asked, guard, refuse } = world(false);
    await guard('one');
    refuse();
    expect(await Promise.all([guard('one'), guard('one')])).toEqual([{ go: true }, { go: true }]);
    expect(asked.slice(1)).toEqual(['all', 'all', 'visible', 'visible']);
  });

  it('goes on being used where Lever grants it', async () => {
    const { asked, guard } = world(false);
    await guard('one');
    await guard('one');
    expect(asked).toEqual(['all', 'all']);
  });
});
