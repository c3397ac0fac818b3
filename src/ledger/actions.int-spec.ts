import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import { createTenant } from '../../test/support/hub.js';
import { planAction, type ActionOrigin } from './actions.js';
import { claimLanes, settleLane } from './lanes.js';

const db = useTestDatabase();
let origin: ActionOrigin;

beforeEach(async () => {
  origin = {
    tenantId: await createTenant(db()), integrationKey: 'tagging', installationId: randomUUID(), epoch: 1, settingsRevision: 1, mode: 'live', jobId: null,
    factId: null, depth: 0, now: 1_750_000_000_000,
  };
});

const plan = (tag: string, over: Partial<ActionOrigin> = {}) => db().database.inTenant(origin.tenantId, (em) => planAction(em, { ...origin, ...over }, {
  kind: 'tag.add', opportunityId: 'o', tags: [tag], meaning: 'tag:x', occasion: 'once', reasons: ['because'],
}));
const stored = async () => (await db().asOwner<{ state: string; epoch: number; tags: string[] }>(
  `select state, epoch, request->'tags' as tags from action where tenant_id = $1`, [origin.tenantId]))[0];
const become = (state: string, wasSent: boolean) => db().asOwner(
  'update action set state = $2, sent_at = case when $3 then now() end where tenant_id = $1', [origin.tenantId, state, wasSent]);

/** What becomes of a write that is planned again with its key, by what became of the first. */
describe('a write planned again', () => {
  beforeEach(async () => { await plan('first'); });

  it.each(['ready', 'sending', 'unknown', 'done', 'held', 'failed', 'skipped'])('changes nothing while the first is %s', async (state) => {
    await become(state, state !== 'ready');
    expect(await plan('second')).toMatchObject({ planned: false });
    expect(await stored()).toEqual({ state, epoch: 1, tags: ['first'] });
  });

  it('is a new one when the first was cancelled before it was ever sent', async () => {
    await become('cancelled', false);
    expect(await plan('second', { epoch: 2 })).toMatchObject({ planned: true });
    expect(await stored()).toEqual({ state: 'ready', epoch: 2, tags: ['second'] });
  });

  it('is looked for first, as it was sent, when the first was cancelled on its way', async () => {
    await become('cancelled', true);
    expect(await plan('second', { epoch: 2 })).toMatchObject({ planned: true });
    expect(await stored()).toEqual({ state: 'unknown', epoch: 2, tags: ['first'] });
  });

  it.each([['ready', false, 'ready', 'second'], ['sending', true, 'unknown', 'first'], ['unknown', true, 'unknown', 'first']])(
    'takes over one that is %s since before the last switching off', async (state, wasSent, becomes, tag) => {
      await become(state, wasSent);
      expect(await plan('second', { epoch: 2, installationId: randomUUID() })).toMatchObject({ planned: false });
      expect(await plan('second', { epoch: 2 })).toMatchObject({ planned: true });
      expect(await stored()).toEqual({ state: becomes, epoch: 2, tags: [tag] });
    });

  it.each(['cancelled', 'sending', 'unknown'])('sends nothing in preview: what was %s on its way is left as it is', async (state) => {
    await become(state, true);
    expect(await plan('second', { epoch: 2, mode: 'preview' })).toMatchObject({ planned: false });
    expect(await stored()).toEqual({ state, epoch: 1, tags: ['first'] });
  });

  it('is only noted in preview when the first was never sent', async () => {
    expect(await plan('second', { epoch: 2, mode: 'preview' })).toMatchObject({ planned: true });
    expect(await stored()).toEqual({ state: 'planned', epoch: 2, tags: ['second'] });
  });
});

describe('a write that is to wait', () => {
  it('keeps its place: those planned after it by the same integration wait too, and their lane sleeps until then', async () => {
    const plan = (meaning: string, dueAt: number, over: Partial<ActionOrigin> = {}) => db().database.inTenant(origin.tenantId, (em) =>
      planAction(em, { ...origin, ...over }, { kind: 'tag.add', opportunityId: 'o', tags: [meaning], meaning, occasion: 'once', reasons: ['because'], dueAt }));
    const due = async (now: number) => (await claimLanes(db().database, {
      businessNow: now, batch: 100, perTenant: 1, atMost: 1, busy: new Map(), leaseMs: 60_000, salt: 1,
    })).filter(({ tenantId }) => tenantId === origin.tenantId);
    await plan('later', origin.now + 3_600_000);
    await plan('now', origin.now);
    for (const lane of await due(origin.now)) await settleLane(db().database, lane, []);
    expect(await due(origin.now)).toEqual([]);
    await plan('other', origin.now + 60_000, { integrationKey: 'other', installationId: randomUUID() });
    for (const lane of await due(origin.now + 60_000)) await settleLane(db().database, lane, []);
    expect(await due(origin.now + 60_000)).toHaveLength(1);
  });
});
