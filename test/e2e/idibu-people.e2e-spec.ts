import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { CrmSide } from '../support/crm-side.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { HANDOFF, IdibuDesk } from '../support/idibu-set-up.js';

const DAY_MS = 24 * 3_600_000;
const API = '/dc/east/rest-services/e999';

let world: HubOverSandbox;
let desk: IdibuDesk;
let bullhorn: CrmSide;
let jobadder: CrmSide;

beforeAll(async () => {
  world = await startHubOverSandbox();
  desk = new IdibuDesk(world);
  bullhorn = new CrmSide(world.sandbox.bullhorn);
  jobadder = new CrmSide(world.sandbox.jobadder);
  await desk.setUp();
  await desk.logIn('bullhorn', { dataCentre: 'west' });
  await desk.save({ mode: 'green', keepOnFile: true, poolId: bullhorn.poolId() });
}, 120_000);

afterAll(async () => { await world.stop(); });

/** Mails written to a person or the administrators whose key begins so. */
const messages = async (key: string) => (await world.db.asOwner<{ n: number }>(
  `select count(*)::int as n from message where plugin = 'idibu' and key like '${key}%'`))[0]?.n;
const faults = () => world.sandbox.bullhorn.emulator.faults;

describe('keep on file', () => {
  it('ID-19 ID-20 ID-23 ID-25 amber sends into CRM and pool, not to the vacancy; status Keep on file, amber message', async () => {
    const eve = await desk.apply({ firstname: 'Eve', email: 'eve@example.com' });
    expect(await desk.light(eve, 'yellow')).toMatchObject({ light: 'yellow', statusId: await desk.statusId('Keep on file') });
    expect(await desk.forward(eve, 'done', 'pool')).toMatchObject({ trigger: 'keep-on-file' });
    expect(await bullhorn.person('eve@example.com')).toMatchObject({ jobIds: [], pools: [bullhorn.poolId()], cvs: [expect.any(String)] });
    expect((await bullhorn.person('eve@example.com')).notes[0]).toMatch(/not logged against the vacancy/);
    expect(await messages(`response:${eve.id}:light:yellow`)).toBe(1);
  });

  it('ID-36 first amber, later green for another vacancy: one person, then linked', async () => {
    const again = await desk.apply({ firstname: 'Eve', email: 'eve@example.com', vacancyId: '502' });
    await desk.light(again, 'green');
    expect(await desk.forward(again)).toMatchObject({ isNewPerson: false });
    expect(await bullhorn.person('eve@example.com')).toMatchObject({ jobIds: [bullhorn.jobId('WH-100')], pools: [bullhorn.poolId()] });
  });

  it('ID-36 two vacancies at once make one person with two links', async () => {
    const [one, two] = await Promise.all(['501', '502'].map((vacancyId) => desk.apply({ firstname: 'Twin', email: 'twin@example.com', vacancyId })));
    if (!one || !two) throw new Error('two applications');
    await Promise.all([desk.light(one, 'green'), desk.light(two, 'green')]);
    await desk.forward(one);
    await desk.forward(two);
    expect((await bullhorn.person('twin@example.com')).jobIds.toSorted()).toEqual([bullhorn.jobId('RN-300'), bullhorn.jobId('WH-100')].toSorted());
  });

  it('ID-22 amber without the setting keeps the person in idibu only', async () => {
    await desk.save({ mode: 'green' });
    const fay = await desk.apply({ firstname: 'Fay', email: 'fay@example.com' });
    await desk.light(fay, 'yellow');
    await desk.quiet();
    expect(await desk.forwards(fay)).toEqual([]);
    expect(bullhorn.find('fay@example.com')).toEqual([]);
  });

  it('ID-24 with mode A on, amber adds the pool and leaves the vacancy link', async () => {
    await desk.save({ mode: 'all', keepOnFile: true, poolId: bullhorn.poolId() });
    const gus = await desk.apply({ firstname: 'Gus', email: 'gus@example.com' });
    await desk.forward(gus);
    await desk.light(gus, 'yellow');
    expect((await desk.forward(gus, 'done', 'pool')).steps.map((step) => step.name)).toEqual(['person', 'pool']);
    expect(await bullhorn.person('gus@example.com')).toMatchObject({ jobIds: [bullhorn.jobId('RN-300')], pools: [bullhorn.poolId()], cvs: [expect.any(String)] });
    await desk.save({ mode: 'green', keepOnFile: true, poolId: bullhorn.poolId() });
  });
});

describe('settings that change meanwhile', () => {
  it('ID-40 a forward ends under the settings it began with', async () => {
    faults().add({ route: `PUT ${API}/entity/Candidate`, kind: 'delay', delayMs: 1_500, times: 1 });
    const jo = await desk.apply({ firstname: 'Jo', email: 'jo@example.com' });
    await desk.light(jo, 'yellow');
    await desk.save({});
    expect(await desk.forwards(jo)).toMatchObject([{ state: 'running' }]);
    await desk.forward(jo, 'done', 'pool');
    expect((await bullhorn.person('jo@example.com')).pools).toEqual([bullhorn.poolId()]);
    await desk.save({ mode: 'green', keepOnFile: true, poolId: bullhorn.poolId() });
  });
});

describe('who it is in the CRM', () => {
  it('ID-31 ID-32 a known person gets blanks filled, a CV and a note, and nothing overwritten', async () => {
    const before = bullhorn.filled((await bullhorn.person('known@example.com')).id);
    const known = await desk.apply({ firstname: 'Somebody', lastname: 'Else', email: 'KNOWN@example.com', location: 'Lund' });
    await desk.light(known, 'green');
    expect(await desk.forward(known)).toMatchObject({ isNewPerson: false });
    const person = await bullhorn.person('known@example.com');
    expect(bullhorn.filled(person.id)).toMatchObject(before);
    expect(person).toMatchObject({ cvs: [expect.any(String)], jobIds: [bullhorn.jobId('RN-300')], notes: [expect.any(String)] });
  });

  it('ID-32 overwrites only where "idibu wins" was chosen', async () => {
    await desk.save({ mode: 'green', keepOnFile: true, poolId: bullhorn.poolId(), isOverwriting: true });
    expect(bullhorn.filled((await bullhorn.person('known@example.com')).id)).toMatchObject({ firstName: 'Known' });
    const again = await desk.apply({ firstname: 'Somebody', lastname: 'Else', email: 'known@example.com', vacancyId: '502' });
    await desk.light(again, 'green');
    await desk.forward(again);
    expect(bullhorn.filled((await bullhorn.person('known@example.com')).id)).toMatchObject({ firstName: 'Somebody', lastName: 'Else' });
    await desk.save({ mode: 'green', keepOnFile: true, poolId: bullhorn.poolId() });
  });

  it('ID-31 several hits wait for a person’s pick', async () => {
    const double = await desk.apply({ firstname: 'Double', lastname: 'Entry', email: 'double@example.com' });
    await desk.light(double, 'green');
    const held = await desk.forward(double, 'needs-pick');
    const matches = (await desk.api('GET', `/v1/idibu/forwards/${held.id}/matches`)).data as { id: string; name: string }[];
    expect(matches).toHaveLength(2);
    expect((await world.api('POST', `/v1/idibu/forwards/${held.id}/pick`, { crmPersonId: '999999' })).status).toBe(422);
    await desk.api('POST', `/v1/idibu/forwards/${held.id}/pick`, { crmPersonId: matches[1]?.id }, {}, 202);
    expect(await desk.forward(double)).toMatchObject({ crmPersonId: matches[1]?.id, isNewPerson: false });
    expect(bullhorn.find('double@example.com')).toHaveLength(2);
  });

  it('ID-33 already linked there is a success', async () => {
    const id = await bullhorn.addPerson({ firstName: 'Linked', lastName: 'Already', email: 'linked@example.com' }, 'RN-300');
    const linked = await desk.apply({ firstname: 'Linked', lastname: 'Already', email: 'linked@example.com' });
    await desk.light(linked, 'green');
    expect(await desk.forward(linked)).toMatchObject({ crmPersonId: id });
    expect((await bullhorn.person('linked@example.com')).jobIds).toEqual([bullhorn.jobId('RN-300')]);
  });

  it.each([['503', 'no vacancy'], ['504', 'is closed']])('ID-34 vacancy %s (%s): the person is made, the link waits until somebody chooses one', async (vacancyId, why) => {
    const email = `waits-${vacancyId}@example.com`;
    const hal = await desk.apply({ firstname: 'Hal', email, vacancyId });
    await desk.light(hal, 'green');
    const held = await desk.forward(hal, 'needs-vacancy');
    expect(held.problem).toContain(why);
    expect(held.steps.map((step) => `${step.name} ${step.state}`)).toEqual(['person done', 'cv done', 'link held', 'note done']);
    const jobs = (await desk.api('GET', '/v1/idibu/crm/jobs?search=Developer')).data as { id: string }[];
    expect((await world.api('POST', `/v1/idibu/forwards/${held.id}/vacancy`, { crmJobId: bullhorn.jobId('NR-400') })).status).toBe(422);
    await desk.api('POST', `/v1/idibu/forwards/${held.id}/vacancy`, { crmJobId: jobs[0]?.id }, {}, 202);
    expect(await desk.forward(hal)).toMatchObject({ crmJobId: bullhorn.jobId('DEV-200') });
    const next = await desk.apply({ firstname: 'Next', email: `next-${vacancyId}@example.com`, vacancyId });
    await desk.light(next, 'green');
    expect(await desk.forward(next)).toMatchObject({ crmJobId: bullhorn.jobId('DEV-200') });
  });

  it('ID-37 belongs to the CRM user that the forwarding member connected', async () => {
    const users = (await desk.api('GET', '/v1/idibu/crm/users')).data as { id: string; email: string }[];
    const consultant = users.find((one) => one.email === 'consultant@crm.example');
    await desk.api('PUT', '/v1/idibu/profile', { crmUserId: consultant?.id });
    const ida = await desk.apply({ firstname: 'Ida', email: 'ida@example.com' });
    await desk.light(ida, 'green');
    await desk.forward(ida);
    expect((await bullhorn.person('ida@example.com')).ownerId).toBe(consultant?.id);
  });

  it('ID-38 carries an opt-out into the CRM, and sends no message', async () => {
    const una = await desk.apply({ firstname: 'Una', email: 'una@example.com', unsubscribed: true });
    await desk.light(una, 'yellow');
    await desk.forward(una, 'done', 'pool');
    expect(await bullhorn.person('una@example.com')).toMatchObject({ hasOptedOut: true });
    expect(await messages(`response:${una.id}`)).toBe(0);
  });
});

describe('when things go otherwise', () => {
  it.each([
    ['the person', `PUT ${API}/entity/Candidate`], ['the CV', `PUT ${API}/file/Candidate/*`], ['the link', `PUT ${API}/entity/JobSubmission`],
    ['the note', `PUT ${API}/entity/Note`],
  ])('ID-35 the answer to the write of %s is lost: everything stands once', async (what, route) => {
    const email = `lost-${what.replaceAll(' ', '-').toLowerCase()}@example.com`;
    const lost = await desk.apply({ firstname: 'Lost', email });
    world.sandbox.bullhorn.crm.rules.searchLagMs = 4_000;
    faults().add({ route, kind: 'cut-after', times: 1 });
    await desk.light(lost, 'green');
    await desk.forward(lost);
    expect(faults().list().some((fault) => fault.fired === 1)).toBe(true);
    world.sandbox.bullhorn.crm.rules.searchLagMs = 0;
    faults().clear();
    expect(bullhorn.find(email)).toMatchObject([{ cvs: [expect.any(String)], jobIds: [expect.any(String)], notes: [expect.any(String)] }]);
  });

  it('ID-35 a step that fails is tried again alone', async () => {
    world.sandbox.bullhorn.crm.rules.maxFileBytes = 10;
    const max = await desk.apply({ firstname: 'Max', email: 'max@example.com' });
    await desk.light(max, 'green');
    const failed = await desk.forward(max, 'failed');
    expect(failed.steps.map((step) => `${step.name} ${step.state}`)).toEqual(['person done', 'cv failed', 'link done', 'note done']);
    world.sandbox.bullhorn.crm.rules.maxFileBytes = 10_000_000;
    await desk.api('POST', `/v1/idibu/forwards/${failed.id}/retry`, undefined, {}, 202);
    await desk.forward(max);
    expect(await bullhorn.person('max@example.com')).toMatchObject({ cvs: [expect.any(String)], jobIds: [expect.any(String)], notes: [expect.any(String)] });
  });

  it('ID-7 ID-42 ID-43 the app is revoked in the CRM: banner and mail, forwards wait; who withdraws meanwhile is not sent; then in order', async () => {
    bullhorn.revoke();
    const [first, second] = [await desk.apply({ firstname: 'First', email: 'first@example.com' }), await desk.apply({ firstname: 'Second', email: 'second@example.com' })];
    await desk.light(first, 'green');
    await desk.light(second, 'green');
    await until(async () => ((await desk.page()).banners as string[]).some((banner) => /disconnected. Log in again/.test(banner)), 'the banner');
    expect(await messages('account-lost:')).toBe(1);
    await world.inIdibu('POST', `/candidates/${second.externalId}/withdraw`);
    await until(async () => (await desk.applicant(second.externalId)).state === 'gone', 'the withdrawal');
    expect(await desk.forwards(first)).toMatchObject([{ state: 'running' }]);
    await desk.logIn('bullhorn', { dataCentre: 'west' });
    await desk.forward(first);
    await desk.quiet();
    expect(bullhorn.find('second@example.com')).toEqual([]);
    expect(await desk.forwards(second)).toMatchObject([{ state: 'cancelled' }]);
  });

  it('ID-26 ID-39 red sends nobody, and after the days set deletes here and in idibu, unless the light changed', async () => {
    const rob = await desk.apply({ firstname: 'Rob', email: 'rob@example.com' });
    expect((await desk.light(rob, 'red')).deleteAt).not.toBeNull();
    await desk.quiet();
    expect(await desk.forwards(rob)).toEqual([]);
    world.sandbox.clock.setOffset(31 * DAY_MS);
    await world.hub.app.get(BusinessClock).shiftTo(31 * DAY_MS);
    await until(async () => (await desk.applicant(rob.externalId)).state === 'erased', 'the deletion', 30_000);
    await until(async () => ((await world.inIdibu('GET', '/account')).deletionRequests as string[]).includes('rob@example.com'), 'the request to idibu');
  });

  it('ID-39 erases in the CRM only on a tick, and writes the answer down', async () => {
    const [eve, ida] = [await desk.applicant(await contactOf('eve@example.com')), await desk.applicant(await contactOf('ida@example.com'))];
    expect(await desk.api('POST', `/v1/idibu/applicants/${eve.id}/erasure`, { inCrm: false, inIdibu: false })).toMatchObject({ state: 'erased', name: null });
    await desk.quiet();
    expect(bullhorn.find('eve@example.com')).toHaveLength(1);
    await desk.api('POST', `/v1/idibu/applicants/${ida.id}/erasure`, { inCrm: true, inIdibu: true });
    await until(() => bullhorn.find('ida@example.com').length === 0, 'the person to be gone in the CRM');
    await until(async () => (await world.db.asOwner(`select 1 from audit_entry where action = 'idibu.crm-erasure'`)).length === 1, 'the answer in the audit');
  });

  it('ID-6 another CRM asks for a confirmation, keeps the history, sends nobody again', async () => {
    expect((await world.api('POST', `${HANDOFF}/login`, { crm: 'jobadder' }))).toMatchObject({ status: 409, body: { code: 'confirm-switch' } });
    const history = ((await desk.api('GET', '/v1/idibu/forwards?limit=200')).data as unknown[]).length;
    await desk.logIn('jobadder', {}, { confirmSwitch: true });
    expect(await desk.page()).toMatchObject({ crm: 'jobadder', isConnected: true, mode: 'green', keepOnFile: true, poolId: null });
    await desk.quiet();
    expect(jobadder.find('twin@example.com')).toEqual([]);
    expect(((await desk.api('GET', '/v1/idibu/forwards?limit=200')).data as unknown[]).length).toBe(history);
    await until(async () => (await world.db.asOwner<{ state: string }>(`select state from connection where system = 'account:bullhorn'`))[0]?.state === 'revoked', 'the old CRM to be left');
    const new1 = await desk.apply({ firstname: 'New', email: 'new@example.com' });
    await desk.light(new1, 'green');
    expect(await desk.forward(new1)).toMatchObject({ crm: 'jobadder' });
    expect(jobadder.find('new@example.com')).toHaveLength(1);
  });

  it('ID-43 unticking all keeps the connection; disconnecting forgets it', async () => {
    await desk.save({});
    const off = await desk.apply({ firstname: 'Off', email: 'off@example.com' });
    await desk.light(off, 'green');
    await desk.quiet();
    expect(await desk.forwards(off)).toEqual([]);
    expect(await desk.page()).toMatchObject({ isConnected: true });
    expect(await desk.api('POST', `${HANDOFF}/disconnect`)).toMatchObject({ crm: 'jobadder', isConnected: false });
    expect(await world.db.asOwner(`select secret from connection where system = 'account:jobadder'`)).toEqual([{ secret: null }]);
    expect(await desk.save({ mode: 'green' }, 422)).toMatchObject({ errors: [{ field: '/mode' }] });
  });
});

async function contactOf(email: string): Promise<string> {
  const account = await world.inIdibu('GET', '/account') as { candidates: { id: number; email: string }[] };
  return String(account.candidates.find((one) => one.email === email)?.id);
}
