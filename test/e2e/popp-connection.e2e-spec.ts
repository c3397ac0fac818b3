import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { authorisePopp, firstReading, liveAnalysis } from '../support/popp-set-up.js';

const INSTALLATION = '/v1/installations/popp';
const ASKED = [{ text: 'Food handler card', category: 'qualifications', mandatory: true }];
const decline = 'Decline to self-identify';

describe('Popp AI and Lever', () => {
  let world: HubOverSandbox;
  const connections = async () => (await world.db.asOwner<{ state: string; secret_id: string | null }>(`select c.* from connection c join installation i on c.owner = i.id::text where i.integration_key = 'popp'`));
  const state = async () => String((await world.api('GET', INSTALLATION)).body.state);
  const roles = async () => (await world.api('GET', '/v1/popp/roles')).body.data as { id: string; title: string }[];
  const account = () => world.sandbox.lever.store.account('acme');

  beforeAll(async () => {
    world = await startHubOverSandbox();
    await world.api('POST', '/v1/installations', { integrationKey: 'popp' });
  }, 120_000);
  afterAll(async () => { await world?.stop(); });

  it('PO-1 PO-4 lets only a super admin connect, and names Popp AI for help', async () => {
    const member = await world.api('POST', '/v1/members', { name: 'Team Member', email: 'team@acme.example', role: 'team_member' });
    const key = (await world.api('POST', '/v1/keys', { memberId: member.body.id, label: 'team' })).body;
    const answer = await world.call('POST', `${INSTALLATION}/lever-authorization`, { key: String(key.key) });
    expect(answer.status).toBe(403);
    expect((await world.api('GET', `${INSTALLATION}`)).status).toBe(200);
    expect((await world.call('GET', '/v1/popp/help', { key: world.admin })).body).toMatchObject({ support: expect.stringContaining('Popp AI team, not by Lever'), removedBeforeReading: expect.arrayContaining([expect.stringContaining('name')]) });
  });

  it("PO-1 refuses a Popp key without administrator rights, and takes an administrator's", async () => {
    const { credential, memberCredential } = world.sandbox.popp.describe();
    expect((await world.api('PUT', `${INSTALLATION}/vendor-credential`, { credential: memberCredential })).status).toBeGreaterThanOrEqual(400);
    expect((await world.api('PUT', `${INSTALLATION}/vendor-credential`, { credential })).status).toBe(200);
  });

  it('PO-3 a declined consent, a foreign or used state and a login without rights give a reason and connect nothing', async () => {
    expect(await authorisePopp(world, { account: 'acme', decision: 'decline' })).toMatchObject({ status: 403, body: { code: 'consent-declined', detail: expect.stringContaining('declined') } });
    expect((await world.call('GET', '/oauth/lever/callback?code=x&state=made-up')).body).toMatchObject({ code: 'consent-expired' });
    const interviewer = await world.inLever('POST', '/users', { name: 'Inter Viewer', email: 'viewer@acme.example', accessRole: 'interviewer' });
    const refused = await authorisePopp(world, { account: 'acme', user: interviewer.id, decision: 'accept' });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect((await connections()).filter((one) => one.state === 'active' && one.secret_id === null)).toEqual([]);
    expect((await world.api('GET', `${INSTALLATION}/setup`)).body.steps).toMatchObject([{ id: 'lever', state: 'todo' }, {}, {}, {}, {}]);
    expect((await world.api('POST', `${INSTALLATION}/enable`)).status).toBe(409);
  }, 30_000);

  it('PO-3 a consent that comes back after ten minutes is expired', async () => {
    const start = await world.api('POST', `${INSTALLATION}/lever-authorization`);
    const asked = Object.fromEntries(new URL(String(start.body.url)).searchParams);
    await world.db.asOwner(`update oauth_state set expires_at = now() - interval '1 second'`);
    const answer = await fetch(`${world.sandbox.lever.controlUrl}/oauth/consent`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...asked, account: 'acme', decision: 'accept' }) });
    const { redirectTo } = await answer.json() as { redirectTo: string };
    expect(await (await fetch(redirectTo)).json()).toMatchObject({ code: 'consent-expired' });
  }, 30_000);

  it('PO-2 PO-5 connects as the app "Popp AI" and is switched on without a stage or a reason of its own', async () => {
    expect(await authorisePopp(world)).toMatchObject({ status: 200 });
    expect((await world.api('POST', `${INSTALLATION}/enable`)).status).toBe(200);
    await firstReading(world);
    const grants = await world.inLever('GET', '/grants');
    expect(JSON.stringify(grants)).toContain('popp-app');
    expect([...world.sandbox.lever.store.access.apps.values()].find((app) => app.clientId === 'popp-app')?.name).toBe('Popp AI');
  }, 90_000);

  it('LG-6 reports impact from anonymous answers alone, small groups hidden, nothing about a person', async () => {
    const posting = [...account().postings.values()].find((one) => one.asksEeo && one.state === 'published' && one.confidentiality === 'non-confidential')!;
    const apply = async (gender: string, n: number, selected: number): Promise<void> => {
      for (let index = 0; index < n; index += 1) {
        const { id } = await world.inLever('POST', '/apply', { postingId: posting.id, name: `${gender} ${index}`, email: `${gender}-${index}@eeo.example` });
        const row = account().eeoResponses.find((one) => one.opportunityId === id)!;
        Object.assign(row.answers, { gender, race: gender === decline ? decline : 'White (Not Hispanic or Latino)' });
        if (index < selected) account().opportunities.get(String(id))!.stage = account().stages.find((stage) => stage.text === 'Phone screen')!.id;
      }
    };
    await apply('Male', 20, 10);
    await apply('Female', 20, 2);
    await apply(decline, 3, 0);
    const { status, body } = await world.api('GET', `/v1/popp/impact-report?postingId=${posting.id}`);
    expect(status).toBe(200);
    const [sex] = body.tables as { groups: object[]; unknown: number }[];
    expect(sex).toMatchObject({ by: 'sex', groups: [{ group: 'Male', selectionRate: 0.5, isBest: true }, { group: 'Female', impactRatio: 0.2, isFlagged: true, isSignificant: true }] });
    expect(sex?.unknown).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(body)).not.toMatch(/@eeo\.example|Male 0/);
    expect((await world.api('GET', '/v1/popp/impact-report?department=Nowhere')).status).toBe(422);
  }, 120_000);

  it('PO-6 notices a revocation under Authorized Apps by itself and keeps analyses and results over a reconnection', async () => {
    await until(async () => (await roles()).length > 0, 'the roles', 40_000);
    const [role] = await roles();
    const { id: opportunityId } = await world.inLever('POST', '/apply', { postingId: role?.id, name: 'Kept', email: 'kept@example.com', resume: { filename: 'cv.txt', text: 'Certificates\nFood handler card\nCook at the Old Mill since 2019\n' } });
    const analysis = await liveAnalysis(world, String(role?.id), ASKED);
    const results = async () => ((await world.api('GET', `/v1/popp/analyses/${analysis}/candidates?limit=200`)).body.data as { opportunityId: string; group: string; score: number | null }[]);
    await until(async () => (await results()).some((one) => one.opportunityId === opportunityId && one.score !== null), 'the result', 60_000);
    const before = await results();
    const grants = await world.inLever('GET', '/grants') as unknown as { id: string }[] | { grants: { id: string }[] };
    for (const grant of Array.isArray(grants) ? grants : grants.grants) await world.inLever('DELETE', `/grants/${grant.id}`);
    await until(async () => await state() === 'revoked', 'the revocation to be noticed', 60_000);
    expect((await results()).length).toBe(before.length);
    expect((await world.api('POST', `/v1/popp/analyses/${analysis}/archive`))).toMatchObject({ status: 409, body: { code: 'integration-not-enabled' } });
    await authorisePopp(world);
    expect((await world.api('POST', `${INSTALLATION}/enable`)).status).toBe(200);
    const missed = await world.inLever('POST', '/apply', { postingId: role?.id, name: 'Missed', email: 'missed@example.com', resume: { filename: 'cv.txt', text: 'Certificates\nFood handler card\nCook since 2020 in the harbour\n' } });
    await until(async () => (await results()).some((one) => one.opportunityId === missed.id && one.group === 'meets-mandatory'), 'later applicants again', 60_000);
    expect((await world.api('POST', `${INSTALLATION}/disable`)).body).toMatchObject({ state: 'disabled' });
    expect((await results()).length).toBeGreaterThanOrEqual(before.length);
  }, 240_000);
});
