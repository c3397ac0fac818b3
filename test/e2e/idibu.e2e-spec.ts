import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { CrmSide } from '../support/crm-side.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { HANDOFF, IdibuDesk } from '../support/idibu-set-up.js';

let world: HubOverSandbox;
let desk: IdibuDesk;
let bullhorn: CrmSide;

beforeAll(async () => {
  world = await startHubOverSandbox();
  desk = new IdibuDesk(world);
  bullhorn = new CrmSide(world.sandbox.bullhorn);
  await desk.setUp();
}, 120_000);

afterAll(async () => { await world.stop(); });

describe('connecting the CRM', () => {
  it('ID-1 ID-2 ID-3 shows the drop-down, a blue login button by the CRM’s name, and asks for what must come first', async () => {
    const page = await desk.page();
    const crms = page.crms as { key: string; options: { key: string }[]; login: { label: string; colour: string; isEnabled: boolean } }[];
    expect(crms.map((one) => one.key)).toEqual(expect.arrayContaining(['bullhorn', 'jobadder', 'vincere', 'zoho-recruit', 'hubspot', 'salesforce']));
    const of = (key: string) => crms.find((one) => one.key === key);
    expect(of('bullhorn')?.login).toEqual({ label: 'Login to Bullhorn', colour: 'blue', isEnabled: false });
    expect(of('bullhorn')?.options[0]).toMatchObject({ key: 'dataCentre' });
    expect(of('vincere')?.options.length).toBeGreaterThan(1);
    expect(of('jobadder')?.login.isEnabled).toBe(true);
    const refused = await world.api('POST', `${HANDOFF}/login`, { crm: 'bullhorn', options: {} });
    expect(refused.status).toBe(422);
    expect(refused.body.errors).toMatchObject([{ field: '/options/dataCentre' }]);
  });

  it('ID-5 ID-6 saves no way before a CRM is connected, and for administrators only', async () => {
    expect(await desk.save({ mode: 'all' }, 422)).toMatchObject({ errors: [{ field: '/mode', message: expect.stringContaining('connected CRM') }] });
    const member = await world.api('POST', '/v1/members', { name: 'Team Member', email: 'team@acme.example', role: 'team_member' });
    const key = String((await world.api('POST', '/v1/keys', { label: 'team', memberId: member.body.id })).body.key);
    const form = { mode: 'all', triggerStatusId: null, keepOnFile: false };
    for (const [method, path, body] of [['PUT', HANDOFF, form], ['POST', `${HANDOFF}/login`, { crm: 'jobadder' }], ['POST', `${HANDOFF}/disconnect`, {}]] as const) {
      expect((await world.call(method, path, { key, body })).status).toBe(403);
    }
    expect((await world.call('GET', HANDOFF, { key })).status).toBe(200);
  });

  it('ID-4 leads to the CRM’s own sign-in and back, connected', async () => {
    expect(await desk.logIn('bullhorn', { dataCentre: 'west' })).toMatchObject({ status: 200, body: { system: 'bullhorn', name: 'Bullhorn' } });
    expect(await desk.page()).toMatchObject({ crm: 'bullhorn', isConnected: true, mode: 'none', banners: [] });
  });
});

describe('the ways into CRM and vacancy', () => {
  it('ID-12 ID-13 takes effect only by SAVE SETTINGS; ticking one unticks the others', async () => {
    const { revision } = await desk.page();
    const ticked = await desk.api('POST', `${HANDOFF}/form`, { form: { mode: 'status', triggerStatusId: 'idibu:3', keepOnFile: true }, box: 'green', isOn: true });
    expect(ticked).toEqual({ mode: 'green', triggerStatusId: null, keepOnFile: true });
    expect(await desk.page()).toMatchObject({ revision, mode: 'none' });
    expect((await world.api('PUT', HANDOFF, { mode: 'green', triggerStatusId: null, keepOnFile: false })).status).toBe(428);
    expect((await world.api('PUT', HANDOFF, { mode: 'green', triggerStatusId: null, keepOnFile: false }, { 'if-match': '0' })).status).toBe(412);
    await desk.save({ mode: 'green' });
    const boxes = (await desk.page()).boxes as { box: string; isTicked: boolean }[];
    expect(boxes.filter((one) => one.isTicked).map((one) => one.box)).toEqual(['green']);
  });

  it('ID-9 ID-14 ID-16 ID-30 one click on green makes the person, with CV, vacancy link and note, in the CRM', async () => {
    const kim = await desk.apply({
      firstname: 'Kim', email: 'kim@example.com', phone: '070-123 45 68', source: 'Example Board', consent: 'may be stored',
      screening: [{ question: 'Driving licence?', answer: 'B' }],
    });
    await desk.quiet();
    expect(await desk.forwards(kim)).toEqual([]);
    const lit = await desk.light(kim, 'green');
    expect(lit).toMatchObject({ light: 'green', statusId: await desk.statusId('Added') });
    const forward = await desk.forward(kim);
    expect(forward).toMatchObject({ trigger: 'green', crm: 'bullhorn', isNewPerson: true, forwardedBy: expect.any(String) });
    expect(forward.steps.map((step) => `${step.name} ${step.state}`)).toEqual(['person done', 'cv done', 'link done', 'note done']);
    const person = await bullhorn.person('kim@example.com');
    expect(person).toMatchObject({ phones: ['+46701234568'], cvs: [expect.stringMatching(/^cv \[.{8}\]\.pdf$/)], jobIds: [bullhorn.jobId('RN-300')] });
    expect(person.notes[0]).toMatch(/Applied for: Registered Nurse \(RN-300\)[\s\S]*Source: Example Board[\s\S]*Driving licence\? B[\s\S]*may be stored/);
    await until(async () => (await idibuStatus('kim@example.com')).label === 'Added', 'idibu to know of the light');
    expect((await idibuStatus('kim@example.com')).light).toBe('green');
  });

  it('ID-41 shows every forward: who, when, by which way, where, with links', async () => {
    const [forward] = (await desk.api('GET', '/v1/idibu/forwards')).data as Record<string, unknown>[];
    expect(forward).toMatchObject({
      name: 'Kim Applicant', crmName: 'Bullhorn', trigger: 'green', kind: 'vacancy', state: 'done', vacancyId: '501', crmJobId: bullhorn.jobId('RN-300'),
      crmPersonId: (await bullhorn.person('kim@example.com')).id, crmPersonUrl: expect.stringMatching(/^https?:/), createdAt: expect.any(String), endedAt: expect.any(String),
    });
    expect(await desk.api('GET', `/v1/idibu/forwards/${String(forward?.id)}`)).toEqual(forward);
  });

  it('ID-8 mode A sends whoever arrives, without a click; earlier people stay where they are', async () => {
    await desk.apply({ firstname: 'Before', email: 'before@example.com' });
    await desk.quiet();
    await desk.save({ mode: 'all' });
    const lee = await desk.apply({ firstname: 'Lee', email: 'lee@example.com' });
    expect(await desk.forward(lee)).toMatchObject({ trigger: 'all', forwardedBy: null });
    await desk.quiet();
    expect(bullhorn.find('before@example.com')).toEqual([]);
  });

  it('ID-17 counts who would have been sent, and sends them only by a confirmed act of its own', async () => {
    const seen = await desk.api('GET', `${HANDOFF}/preview?way=all`);
    expect(seen).toMatchObject({ count: 1 });
    expect(await desk.api('POST', '/v1/idibu/bulk-sends', { way: 'all' })).toEqual({ count: 1, isStarted: false });
    expect((await world.api('POST', '/v1/idibu/bulk-sends', { way: 'all', confirmCount: 7 })).status).toBe(409);
    await desk.quiet();
    expect(bullhorn.find('before@example.com')).toEqual([]);
    expect(await desk.api('POST', '/v1/idibu/bulk-sends', { way: 'all', confirmCount: 1 })).toEqual({ count: 1, isStarted: true });
    const [id] = seen.applicantIds as string[];
    expect(await desk.forward({ id: String(id) })).toMatchObject({ trigger: 'bulk', state: 'done' });
    expect(await desk.api('GET', `${HANDOFF}/preview?way=all`)).toMatchObject({ count: 0 });
  });

  it('ID-10 ID-11 ID-15 ID-29 mode C sends by a status made here under any name; a rename keeps it, coming back sends nothing again', async () => {
    const made = await desk.api('POST', '/v1/idibu/statuses', { label: 'Send to CRM', colour: 'green' }, {}, 201);
    await desk.save({ mode: 'status', triggerStatusId: String(made.id) });
    const ann = await desk.apply({ firstname: 'Ann', email: 'ann@example.com' });
    await desk.quiet();
    expect(await desk.forwards(ann)).toEqual([]);
    const move = (label: string) => desk.statusId(label).then((statusId) => desk.api('POST', `/v1/idibu/applicants/${ann.id}/status`, { statusId }));
    await desk.api('PATCH', `/v1/idibu/statuses/${String(made.id)}`, { label: 'Into the CRM', position: 1 });
    await move('Into the CRM');
    expect(await desk.forward(ann)).toMatchObject({ trigger: 'status' });
    await move('Interview');
    await move('Into the CRM');
    await desk.quiet();
    expect(await desk.forwards(ann)).toHaveLength(1);
    expect((await bullhorn.person('ann@example.com')).notes).toHaveLength(1);
    expect((await desk.statuses()).find((one) => one.isTrigger)).toMatchObject({ label: 'Into the CRM', position: 1 });
  });

  it('ID-10 a candidate moved into the status in idibu’s own pages is sent too', async () => {
    const bo = await desk.apply({ firstname: 'Bo', email: 'bo@example.com' });
    const statusId = (await desk.statusId('Into the CRM')).replace('idibu:', '');
    await world.inIdibu('POST', `/candidates/${bo.externalId}/assign`, { vacancyId: '501', statusId });
    expect(await desk.forward(bo)).toMatchObject({ trigger: 'status', forwardedBy: null });
  });

  it('ID-18 the trigger cannot be switched off; where idibu does it, forwarding pauses with a warning', async () => {
    const id = await desk.statusId('Into the CRM');
    const refused = await world.api('PATCH', `/v1/idibu/statuses/${id}`, { isEnabled: false });
    expect(refused).toMatchObject({ status: 409, body: { code: 'status-is-trigger' } });
    const { baseUrl, accessToken } = world.sandbox.idibu.describe();
    const off = new URLSearchParams({ method: 'statuses/edit', id: id.replace('idibu:', ''), enabled: 'no' });
    await fetch(`${baseUrl}/c/oauth/v1`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}` }, body: off });
    world.sandbox.clock.setOffset(16 * 60_000);
    await world.hub.app.get(BusinessClock).shiftTo(16 * 60_000);
    await until(async () => ((await desk.page()).banners as string[]).some((banner) => banner.startsWith('Forwarding is paused')), 'the warning', 30_000);
    expect(await world.db.asOwner(`select 1 from message where key like 'trigger-off:%'`)).toHaveLength(1);
    await desk.api('PATCH', `/v1/idibu/statuses/${id}`, { isEnabled: true });
    expect((await desk.page()).banners).toEqual([]);
    await desk.save({ mode: 'green' });
    expect((await world.api('PATCH', `/v1/idibu/statuses/${id}`, { isEnabled: false })).body).toMatchObject({ errors: [{ field: '/moveTo', message: expect.stringContaining('2 people') }] });
  });

  it('ID-28 switching off a status moves its people, over the whole account; three cannot be switched off', async () => {
    const id = await desk.statusId('Into the CRM');
    const moveTo = await desk.statusId('Shortlist');
    expect(await desk.api('PATCH', `/v1/idibu/statuses/${id}`, { isEnabled: false, moveTo })).toMatchObject({ isEnabled: false });
    await until(async () => (await idibuStatus('ann@example.com')).label === 'Shortlist' && (await idibuStatus('bo@example.com')).label === 'Shortlist', 'the people to be moved');
    for (const label of ['New', 'Keep on file', 'Applicants']) {
      expect((await world.api('PATCH', `/v1/idibu/statuses/${await desk.statusId(label)}`, { isEnabled: false, moveTo })).status).toBe(409);
    }
  });
});

describe('the net under the webhooks', () => {
  it('ID-8 SH-13 an application whose webhook never arrives is found by polling, and sent once', async () => {
    await desk.save({ mode: 'all' });
    await world.inIdibu('POST', '/webhook-switches', { drop: 1 });
    const candidate = await world.inIdibu('POST', '/apply', { vacancyId: '501', firstname: 'Unheard', lastname: 'Of', email: 'unheard@example.com' });
    await until(async () => ((await world.inIdibu('GET', '/deliveries')).data as { state: string }[]).some(({ state }) => state === 'dropped'), 'the webhook to be lost');
    await world.inIdibu('POST', '/webhook-switches', { drop: 0 });
    world.sandbox.clock.setOffset(22 * 60_000);
    await world.hub.app.get(BusinessClock).shiftTo(22 * 60_000);
    await desk.forward(await desk.applicant(String(candidate.id)));
    expect(await bullhorn.person('unheard@example.com')).toMatchObject({ cvs: [expect.any(String)], notes: [expect.any(String)] });
  });
});

describe('the webhook that idibu gave up', () => {
  it('ID-8 SH-13 is subscribed again, with a secret that fits', async () => {
    const [account] = world.sandbox.idibu.accounts;
    const subscription = () => [...account?.subscriptions.values() ?? []][0];
    const before = subscription();
    if (!before) throw new Error('The hub has subscribed.');
    before.enabled = false;
    world.sandbox.clock.setOffset(40 * 60_000);
    await world.hub.app.get(BusinessClock).shiftTo(40 * 60_000);
    await until(() => subscription()?.enabled === true, 'the subscription to be renewed');
    expect(subscription()).toMatchObject({ url: before.url });
    const heard = await desk.apply({ firstname: 'Heard', email: 'heard@example.com' });
    await desk.forward(heard);
    const deliveries = (await world.inIdibu('GET', '/deliveries')).data as { state: string; attempts: { status: number }[] }[];
    expect(deliveries.at(-1)).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] });
  });
});

async function idibuStatus(email: string): Promise<{ label: string; light: string | null }> {
  const account = await world.inIdibu('GET', '/account') as { candidates: { email: string; vacancies: { status: { label: string }; traffic_light: string | null }[] }[] };
  const vacancy = account.candidates.find((one) => one.email === email)?.vacancies[0];
  return { label: vacancy?.status.label ?? '', light: vacancy?.traffic_light ?? null };
}
