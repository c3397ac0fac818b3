import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setUpCareerPlace } from '../support/career-place-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { OpenApi, type Operation } from '../support/openapi-operations.js';

let world: HubOverSandbox;
let openapi: OpenApi;
let other = '';
let teamMember = '';
/** Ids of the first organisation, by the path they belong to. */
const ids: Record<string, string> = {};

const operations = (): Operation[] => openapi.operations().filter((operation) => operation.needs !== 'anyone');
const bodyOf = (operation: Operation) => (operation.body ? { body: openapi.example(operation.body) } : {});

/** The path with ids of the first organisation; the integration key is everybody's word, not an id. */
function ownPath(operation: Operation): string {
  const known = Object.entries(ids).find(([prefix]) => operation.path.startsWith(prefix));
  return operation.path.replace('{key}', 'career-place').replace('{kind}', 'action').replace('{jobId}', ids.jobId ?? '').replace('{id}', known?.[1] ?? randomUUID());
}

/** Names a thing of one organisation in its path. */
const namesAnId = (operation: Operation): boolean => operation.path.includes('{id}') && operation.needs !== 'operate' && !operation.path.includes('/journey');
const isList = (operation: Operation): boolean => operation.method === 'GET' && !operation.path.includes('{id}') && !['/v1/me', '/v1/integrations'].includes(operation.path)
  && operation.needs !== 'operate' && !operation.path.includes('{key}') && !operation.path.includes('{jobId}');

describe('isolation, over every operation of openapi.json', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    openapi = new OpenApi(await (await fetch(`${world.hub.url}/openapi.json`)).json() as never);
    const account = world.sandbox.lever.store.account('acme');
    await setUpCareerPlace(world, account.stages.find((stage) => stage.text === 'Phone screen')?.id ?? '');
    const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential');
    const { jobs } = world.sandbox.careerPlace.describe() as unknown as { jobs: { id: string; status: string }[] };
    ids.jobId = jobs.find((job) => job.status === 'active')?.id ?? '';
    expect((await world.api('PUT', `/v1/career-place/jobs/${ids.jobId}/link`, { postingId: posting?.id })).status).toBe(200);
    const { id } = await world.inLever('POST', '/apply', { postingId: posting?.id, name: 'Canary Person', email: 'canary-person@example.com' });
    await until(async () => ((await world.api('GET', '/v1/career-place/entries')).body.data as unknown[]).length === 1, 'an entry');
    const first = async (path: string): Promise<string> => ((await world.api('GET', path)).body.data as { id: string }[])[0]?.id ?? '';
    const erasure = await world.api('POST', '/v1/erasures', { contactId: 'nobody-known', opportunityIds: [], confirm: true, cause: 'requested' });
    expect(erasure.body).toMatchObject({ id: expect.any(String) });
    Object.assign(ids, {
      '/v1/members': await first('/v1/members'), '/v1/keys': await first('/v1/keys'), '/v1/career-place/links': await first('/v1/career-place/links'),
      '/v1/career-place/entries': await first('/v1/career-place/entries'), '/v1/opportunities': String(id), '/v1/erasures': (erasure.body as { id: string }).id,
      '/v1/dead-letters': (await world.db.asOwner<{ id: string }>('select id::text from action limit 1'))[0]?.id ?? '1',
    });
    await world.db.asOwner(`insert into message (id, tenant_id, plugin, channel, key, state, attempts, due_at_ms, must_arrive, message_id, created_at_ms)
      select $1, id, 'core', 'email', 'canary', 'failed', 0, 0, false, 'x', 0 from tenant where slug = 'acme'`, [ids['/v1/messages'] = randomUUID()]);
    other = (await world.organisation('globex')).key;
    expect((await world.call('POST', '/v1/installations', { key: other, body: { integrationKey: 'career-place' } })).status).toBe(201);
    const made = await world.api('POST', '/v1/members', { name: 'Team Member', email: 'team@acme.example', role: 'limited_team_member' });
    const key = await world.api('POST', '/v1/keys', { label: 'team', memberId: made.body.id });
    teamMember = String(key.body.key);
  }, 120_000);

  afterAll(async () => { await world?.stop(); });

  it('walks a document worth walking', () => {
    expect(operations().length).toBeGreaterThan(40);
    expect(operations().filter(namesAnId).length).toBeGreaterThan(8);
  });

  it('answers 401 in problem+json without a credential', async () => {
    for (const operation of operations()) {
      const answer = await world.call(operation.method, ownPath(operation), bodyOf(operation));
      expect([operation.id, answer.status, answer.type]).toEqual([operation.id, 401, expect.stringContaining('application/problem+json')]);
    }
  });

  it('SH-2 SH-5 answers 403 to a role that is too low', async () => {
    for (const operation of operations().filter(({ needs }) => ['configure', 'enable', 'operate'].includes(needs))) {
      const answer = await world.call(operation.method, ownPath(operation), { key: teamMember, ...bodyOf(operation) });
      expect([operation.id, answer.status]).toEqual([operation.id, 403]);
    }
  });

  it('SH-3 names the Lever permission that gates what was refused', async () => {
    const enable = await world.call('POST', '/v1/installations/career-place/enable', { key: teamMember });
    expect(enable.body.detail).toContain('manage API credentials and manage integrations');
    const configure = await world.call('GET', '/v1/installations/career-place/settings', { key: teamMember });
    expect(configure.body.detail).toContain('manage archive reasons and pipeline stages');
  });

  it("answers 404 to another organisation's ids, the same as to ids that do not exist", async () => {
    for (const operation of operations().filter(namesAnId)) {
      const foreign = await world.call(operation.method, ownPath(operation), { key: other, ...bodyOf(operation) });
      const enabledFirst = operation.path.startsWith('/v1/career-place') && operation.method !== 'GET';
      expect([operation.id, foreign.status]).toEqual([operation.id, enabledFirst ? 409 : 404]);
      const missing = operation.path.replace('{id}', operation.path.includes('dead-letters') ? '999999999' : randomUUID()).replace('{kind}', 'action');
      const absent = await world.call(operation.method, missing, { key: other, ...bodyOf(operation) });
      expect([operation.id, absent.status, absent.body.detail]).toEqual([operation.id, foreign.status, foreign.body.detail]);
    }
  });

  it("shows none of another organisation's things in any list", async () => {
    const canaries = [...Object.values(ids).filter((id) => id.length > 8 && id !== ids.jobId), 'canary', 'robin@acme.example'];
    for (const operation of operations().filter(isList)) {
      const answer = await world.call(operation.method, operation.path, { key: other });
      for (const canary of canaries) expect([operation.id, answer.text.includes(canary)]).toEqual([operation.id, false]);
    }
    const journey = await world.call('GET', `/v1/opportunities/${ids['/v1/opportunities']}/journey`, { key: other });
    expect(journey).toMatchObject({ status: 200, body: { data: [] } });
  });

  it('sees the walk fail when the row-level policy of a table is gone', async () => {
    await world.db.asOwner('drop policy member_tenant on member');
    await world.db.asOwner('create policy member_tenant on member to patchbay_app using (true) with check (true)');
    const raw = await world.db.database.forTenant((await world.db.asOwner<{ id: string }>(`select id from tenant where slug = 'globex'`))[0]?.id ?? '')
      .execute<{ email: string }[]>('select email from member');
    expect(raw.map((row) => row.email)).toContain('robin@acme.example');
  });
});
