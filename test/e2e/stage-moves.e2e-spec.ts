import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { listDeadLetters, retryAction } from '../../src/ledger/dead-letters.js';
import { advancingPlugin, decision } from '../support/advancing-plugin.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startHub, type TestHub } from '../support/hub.js';

let db: TestDatabase;
let lever: LeverEmulator;
let hub: TestHub;
let people = 0;

async function control(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${lever.controlUrl}/lever/accounts/acme${path}`, {
    method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json() as Record<string, unknown>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

async function apply(): Promise<string> {
  people += 1;
  const posting = [...lever.store.account('acme').postings.values()].find((candidate) => candidate.state === 'published');
  return String((await control('POST', '/apply', { postingId: posting?.id, name: `P ${people}`, email: `p-${people}@example.com` })).id);
}

const opportunity = (id: string) => {
  const found = lever.store.account('acme').opportunities.get(id);
  if (!found) throw new Error('no such opportunity');
  return found;
};
const stageNamed = (text: string): string => lever.store.account('acme').stages.find((stage) => stage.text === text)?.id ?? '';
const states = (id: string) => db.asOwner<{ kind: string; state: string; outcome_reason: string | null }>(
  'select kind, state, outcome_reason from action where opportunity_id = $1 order by id', [id]);

describe('stage moves in Lever', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [advancingPlugin as never] });
    await hub.install('advancing', 'acme-full-key', null);
    await hub.settle();
    decision.seenStageId = 'applicant-new';
    decision.stageId = stageNamed('Phone screen');
  });

  afterAll(async () => {
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  });

  it('moves an applicant on', async () => {
    const id = await apply();
    await hub.settle();
    expect(opportunity(id).stage).toBe(stageNamed('Phone screen'));
  });

  it('SH-18 leaves a candidate whom a person moved after the decision, and says so in a note', async () => {
    const id = await apply();
    await control('POST', `/opportunities/${id}/stage`, { stageId: stageNamed('On-site interview'), stage: stageNamed('On-site interview') });
    await hub.settle();
    expect(opportunity(id).stage).toBe(stageNamed('On-site interview'));
    expect((await states(id))[0]).toMatchObject({ kind: 'stage.move', state: 'skipped' });
    expect(opportunity(id).notes).toHaveLength(1);
  });

  it('SH-16 does not touch an archived candidate', async () => {
    const id = await apply();
    const reason = lever.store.account('acme').archiveReasons.find((one) => one.type !== 'hired')?.id;
    await control('POST', `/opportunities/${id}/archive`, { reason, reasonId: reason });
    await hub.settle();
    expect(opportunity(id).stage).toBe('applicant-new');
    expect((await states(id))[0]).toMatchObject({ state: 'skipped' });
  });

  it('SH-19 holds a move to a stage that is gone and carries on when it is retried', async () => {
    decision.stageId = 'a-stage-that-is-gone';
    const id = await apply();
    await hub.settle();
    const letters = await listDeadLetters(db.database.forTenant(hub.tenantId), 10);
    expect(letters[0]).toMatchObject({ kind: 'action', state: 'held', opportunityId: id, remedy: expect.stringContaining('retry') });
    await db.asOwner(`update action set request = jsonb_set(request, '{stageId}', to_jsonb($1::text)) where id = $2`, [stageNamed('Phone screen'), letters[0]?.id]);
    await db.database.inTenant(hub.tenantId, (em) => retryAction(em, letters[0]?.id ?? '', hub.clock.now()));
    await hub.settle({ poll: false });
    expect(opportunity(id).stage).toBe(stageNamed('Phone screen'));
  });

  it('records everything and writes nothing in preview', async () => {
    decision.stageId = stageNamed('Phone screen');
    await db.asOwner(`update installation set mode = 'preview'`);
    const id = await apply();
    await hub.settle();
    expect(await states(id)).toMatchObject([{ kind: 'stage.move', state: 'planned' }]);
    expect(opportunity(id).stage).toBe('applicant-new');
  });
});
