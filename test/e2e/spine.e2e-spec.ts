import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { armFailpoint } from '../../src/failpoints/failpoint.js';
import { planAction } from '../../src/ledger/actions.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startHub, type TestHub } from '../support/hub.js';
import { taggingPlugin } from '../support/tagging-plugin.js';

let db: TestDatabase;
let lever: LeverEmulator;
let hub: TestHub;

async function control(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${lever.controlUrl}/lever/accounts/acme${path}`, {
    method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }),
  });
  const answer = await response.json() as Record<string, unknown>;
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
}

async function fault(rule: object): Promise<void> {
  const response = await fetch(`${lever.controlUrl}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule) });
  if (!response.ok) throw new Error(await response.text());
}

const postingId = (): string => [...lever.store.account('acme').postings.values()].find((posting) => posting.state === 'published')?.id ?? '';

let people = 0;
async function apply(): Promise<string> {
  people += 1;
  const made = await control('POST', '/apply', { postingId: postingId(), name: `Person ${people}`, email: `person-${people}@example.com` });
  return String(made.id);
}

async function inLever(id: string): Promise<{ tags: string[]; notes: string[]; stage: string }> {
  const get = async (path: string): Promise<{ data: Record<string, unknown> }> => (await fetch(`${lever.baseUrl}${path}`, {
    headers: { authorization: `Basic ${Buffer.from('acme-full-key:').toString('base64')}` },
  })).json() as never;
  const opportunity = (await get(`/opportunities/${id}`)).data;
  const notes = (await get(`/opportunities/${id}/notes`)).data as unknown as { fields: { value: string }[] }[];
  return { tags: opportunity.tags as string[], stage: String(opportunity.stage), notes: notes.flatMap((note) => note.fields.map((field) => field.value)) };
}

describe('the spine: signal, fact, job, action', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [taggingPlugin as never] });
    await hub.install('tagging', 'acme-full-key', null);
    await hub.settle();
  });

  afterAll(async () => {
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  });

  it('tells nothing about people who were there before', async () => {
    const facts = await db.asOwner('select 1 from fact');
    expect(facts).toEqual([]);
    expect(await db.asOwner('select 1 from mirror_opportunity')).not.toHaveLength(0);
  });

  it('tells who applies while the first reading goes on, and nobody else', async () => {
    const told = await db.asOwner('select 1 from fact');
    await db.asOwner(`delete from mirror_opportunity`);
    await db.asOwner(`update mirror_feed set baseline_done = false, high_water_mark = $1, next_poll_at = '-infinity'`, [Date.now()]);
    const id = await apply();
    await hub.settle();
    expect((await inLever(id)).tags).toContain('PB-Seen');
    expect(await db.asOwner(`select 1 from fact where kind = 'application.created'`)).toHaveLength(told.length + 1);
  });

  it('SH-11 writes a tag and a note for a new application', async () => {
    const id = await apply();
    await hub.settle();
    const now = await inLever(id);
    expect(now.tags.filter((tag) => tag === 'PB-Seen')).toHaveLength(1);
    expect(now.notes).toHaveLength(1);
  });

  it('SH-13 writes once however often it is told', async () => {
    const id = await apply();
    for (let round = 0; round < 3; round += 1) {
      await db.asOwner(`update mirror_feed set high_water_mark = 0`);
      await hub.settle();
    }
    expect((await inLever(id)).notes).toHaveLength(1);
  });

  it('SH-15 does not react to its own tag', async () => {
    const id = await apply();
    await hub.settle();
    await hub.settle();
    const rows = await db.asOwner<{ caused_by_integration: string | null }>(
      `select caused_by_integration from fact where opportunity_id = $1 and kind = 'tags.changed'`, [id]);
    expect(rows.map((row) => row.caused_by_integration)).toEqual(['tagging']);
  });

  it('writes one note when the answer to it was lost after it took effect', async () => {
    await fault({ route: 'POST /v1/opportunities/:o/notes', kind: 'cut-after', times: 1 });
    const id = await apply();
    await hub.settle();
    expect((await inLever(id)).notes).toHaveLength(1);
    const rows = await db.asOwner<{ result: { foundByLookBack?: boolean } }>(`select result from action where opportunity_id = $1 and kind = 'note.add'`, [id]);
    expect(rows[0]?.result.foundByLookBack).toBe(true);
  });

  it('writes one note when the request was lost before it took effect', async () => {
    await fault({ route: 'POST /v1/opportunities/:o/notes', kind: 'cut-before', times: 1 });
    const id = await apply();
    await hub.settle();
    expect((await inLever(id)).notes).toHaveLength(1);
  });

  it.each([
    'poll.page-read', 'claimer.claimed', 'look.before-read', 'look.after-read', 'look.after-commit', 'job.before-commit', 'job.after-commit',
    'action.before-intent', 'action.before-send', 'action.after-send', 'action.after-settle', 'action.after-look-back',
  ])('writes one tag and one note when our own code fails at %s', async (boundary) => {
    for (const nth of [1, 2]) {
      const id = await apply();
      armFailpoint(`${boundary}:${nth}:error`);
      await hub.settle();
      armFailpoint(null);
      const now = await inLever(id);
      expect([now.tags.filter((tag) => tag === 'PB-Seen').length, now.notes.length]).toEqual([1, 1]);
    }
  });

  it('SH-21 waits out throttling and failures of Lever without losing anything', async () => {
    await fault({ route: 'ANY /v1/*', kind: 'status', status: 429, times: 3 });
    await fault({ route: 'ANY /v1/*', kind: 'status', status: 503, times: 2 });
    const id = await apply();
    await hub.settle({ withinMs: 20_000 });
    expect(await inLever(id)).toMatchObject({ notes: [expect.any(String)] });
  });

  it('keeps an erased person away when Lever names them again', async () => {
    const id = await apply();
    const contactId = lever.store.account('acme').opportunities.get(id)?.contactId ?? '';
    await db.database.inTenant(hub.tenantId, (em) => hub.tombstones.put(em, hub.tenantId, { contactId, opportunityIds: [id] }, '00000000-0000-4000-8000-000000000000'));
    await hub.settle();
    expect(await db.asOwner('select 1 from mirror_opportunity where id = $1', [id])).toEqual([]);
    expect((await inLever(id)).notes).toEqual([]);
  });

  it('LG-10 forgets whom Lever has forgotten: once the last opportunity is anonymised or deleted there', async () => {
    const first = await apply();
    const { contactId } = lever.store.account('acme').opportunities.get(first) as { contactId: string };
    const second = String((await control('POST', '/apply', { postingId: postingId(), name: `Person ${people}`, email: `person-${people}@example.com` })).id);
    expect(lever.store.account('acme').opportunities.get(second)).toMatchObject({ contactId });
    await hub.settle();
    const reason = String([...lever.store.account('acme').archiveReasons.values()].find((one) => one.type === 'non-hired')?.id);
    await control('POST', `/opportunities/${first}/archive`, { reasonId: reason });
    await control('POST', `/opportunities/${first}/anonymize`);
    await hub.settle();
    const erasures = () => db.asOwner<{ state: string; cause: string }>(`select state, cause from erasure where cause like 'lever:%'`);
    expect(await erasures()).toEqual([]);
    await control('DELETE', `/opportunities/${second}`);
    await hub.settle();
    expect(await erasures()).toEqual([{ state: 'running', cause: 'lever:deleted' }]);
    expect(await hub.erasures.resume(Date.now() + 60_000)).toBe(1);
    expect(await erasures()).toEqual([{ state: 'done', cause: 'lever:deleted' }]);
    expect(await db.asOwner('select name, emails from mirror_opportunity where id = any($1)', [[first, second]]))
      .toEqual([expect.not.objectContaining({ name: `Person ${people}` }), expect.not.objectContaining({ name: `Person ${people}` })]);
    await hub.settle();
    expect(await erasures()).toHaveLength(1);
  });

  it('SH-7 sends nothing more once it was disabled, and resumes without doubling when enabled again', async () => {
    const before = await apply();
    await hub.settle();
    await hub.engine.lifecycle.disable(hub.tenantId, 'tagging', hub.admin);
    const meanwhile = await apply();
    await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
    await hub.engine.poller.tick();
    expect((await inLever(meanwhile)).notes).toEqual([]);
    await hub.engine.lifecycle.enable(hub.tenantId, 'tagging', hub.admin);
    await hub.settle();
    expect((await inLever(meanwhile)).notes).toHaveLength(1);
    expect((await inLever(before)).notes).toHaveLength(1);
  });

  it('SH-8 SH-9 holds nothing back for good that was planned as the connection went: it is cancelled, and planned again it is written', async () => {
    const id = await apply();
    await hub.settle();
    const installation = async () => (await db.asOwner<{ id: string; epoch: number }>('select id, epoch from installation'))[0] ?? { id: '', epoch: 0 };
    const { id: installationId, epoch } = await installation();
    const plan = (at: number) => db.database.inTenant(hub.tenantId, (em) => planAction(em, {
      tenantId: hub.tenantId, integrationKey: 'tagging', installationId, epoch: at, settingsRevision: 0, mode: 'live', jobId: null, factId: null, depth: 0,
      now: hub.clock.now(),
    }, { kind: 'tag.add', opportunityId: id, tags: ['PB-Late'], meaning: 'tag:late', occasion: id, reasons: ['it is late'] }));
    const state = async () => (await db.asOwner<{ state: string }>(`select state from action where meaning = 'tag:late'`))[0]?.state;
    const [connection] = await db.asOwner<{ id: string }>(`select id from connection where system = 'lever' and state = 'active'`);
    await hub.connections.retire(hub.tenantId, connection?.id ?? '', 'revoked', 'as if the process had died before it told the installation');
    await plan(epoch);
    hub.engine.claimer.wake();
    await hub.settle({ poll: false });
    expect(await db.asOwner('select state from installation')).toEqual([{ state: 'revoked' }]);
    expect(await state()).toBe('cancelled');
    await hub.connect(installationId, 'acme-full-key');
    await hub.engine.lifecycle.enable(hub.tenantId, 'tagging', hub.admin);
    expect(await plan((await installation()).epoch)).toMatchObject({ planned: true });
    hub.engine.claimer.wake();
    await hub.settle({ poll: false });
    expect((await inLever(id)).tags).toContain('PB-Late');
    await db.asOwner('delete from message');
  });

  it('SH-8 notices a revoked key without a human, stops, and tells the admins once', async () => {
    const keys = await control('GET', '/keys') as unknown as { id: string; token: string }[];
    const list = Array.isArray(keys) ? keys : (keys as { keys: { id: string; token: string }[] }).keys;
    await control('DELETE', `/keys/${list.find((key) => key.token === 'acme-full-key')?.id}`);
    await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
    await hub.engine.poller.tick();
    await hub.engine.poller.tick();
    expect(await db.asOwner(`select state from installation`)).toEqual([{ state: 'revoked' }]);
    expect(await db.asOwner(`select 1 from message`)).toHaveLength(1);
  });
});
