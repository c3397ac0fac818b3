import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { CiivsoftWorld, SEED_PERMISSIONS } from '../support/ciivsoft-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { BAKER_JOB, baker, cook, COOK_JOB, driver } from '../support/kitchen.js';

let world: HubOverSandbox;
let ciivsoft: CiivsoftWorld;
let cookJob = '';

const cv = (text: string) => ({ filename: 'cv.txt', text });
const screeningOf = async (opportunityId: string) => ((await world.api('GET', '/v1/ciivsoft/applications?limit=200')).body.data as
  { opportunityId: string; applicationId: string; state: string; reason: string | null }[]).find((one) => one.opportunityId === opportunityId);
const chanceOf = async (opportunityId: string) => ((await world.api('GET', '/v1/ciivsoft/second-chances?limit=200')).body.data as
  { opportunityId: string; state: string; reason: string | null }[]).find((one) => one.opportunityId === opportunityId);

describe('CiiVSOFT at the edges', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    ciivsoft = new CiivsoftWorld(world);
    await ciivsoft.setUp({ mode: 'suggest' });
    await ciivsoft.enable();
    cookJob = await ciivsoft.openJob('Line Cook', COOK_JOB);
  }, 180_000);

  afterAll(async () => { await world?.stop(); });

  it('CI-16 searches no job that was open when it was switched on, unless an administrator asks', async () => {
    const before = [...ciivsoft.account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential' && one.id !== cookJob);
    const run = await ciivsoft.run();
    expect(run.arkiive.counts.scanned).toBe(1);
    expect(await world.api('POST', `/v1/ciivsoft/postings/${before?.id}/search`)).toMatchObject({ status: 202, body: { state: 'waiting' } });
    expect((await ciivsoft.run()).arkiive.counts.scanned).toBe(1);
  }, 120_000);

  it('LG-2 suggests by tag and note, moves nobody, and queues no suggested match for REFiiNE', async () => {
    const id = await ciivsoft.apply(cookJob, 'Sam Suggested', 'sam@example.com', cv(cook('Sam Suggested')));
    await ciivsoft.run();
    expect(ciivsoft.opportunity(id)).toMatchObject({ stage: 'applicant-new', tags: expect.arrayContaining(['CiiVSOFT Suggested']) });
    expect(ciivsoft.notes(id).join()).toContain('A person decides and moves');
    expect(await chanceOf(id)).toBeUndefined();
  }, 60_000);

  it('CI-26 SH-19 pauses FiiLTER with instructions while the stage is missing, and loses nothing', async () => {
    const stage = ciivsoft.stage('CiiVSOFT SCREENED');
    await world.inLever('PUT', `/stages/${stage}`, { text: 'Renamed' });
    await until(async () => (await world.db.asOwner(`select 1 from mirror_stage where text = 'Renamed'`)).length === 1, 'the mirror to know the stage');
    await ciivsoft.settings({ mode: 'advance' });
    const id = await ciivsoft.apply(cookJob, 'Sue Stage', 'sue@example.com', cv(cook('Sue Stage')));
    expect((await ciivsoft.run()).filter).toMatchObject({ state: 'blocked', note: expect.stringContaining('Settings > Pipeline') });
    expect(await screeningOf(id)).toMatchObject({ state: 'waiting' });
    await ciivsoft.settings({ mode: 'advance', screenedStageId: stage });
    await ciivsoft.run();
    expect(ciivsoft.opportunity(id).stage).toBe(stage);
    await world.inLever('PUT', `/stages/${stage}`, { text: 'CiiVSOFT SCREENED' });
  }, 120_000);

  it('CI-27 CI-30 leaves alone what a user has handled, and screens the newest of two applications', async () => {
    const moved = await ciivsoft.apply(cookJob, 'Mo Moved', 'mo@example.com', cv(driver('Mo Moved')));
    await world.inLever('POST', `/opportunities/${moved}/stage`, { stage: ciivsoft.stage('On-site interview') });
    const first = await ciivsoft.apply(cookJob, 'Ty Twice', 'ty@example.com', cv(driver('Ty Twice')));
    const second = await ciivsoft.apply(cookJob, 'Ty Twice', 'ty@example.com', cv(cook('Ty Twice')));
    await ciivsoft.run();
    expect(await screeningOf(moved)).toMatchObject({ state: 'handled', reason: expect.stringContaining('handled by user') });
    expect(ciivsoft.opportunity(moved).notes).toEqual([]);
    expect(await screeningOf(first)).toMatchObject({ state: 'superseded' });
    expect(await screeningOf(second)).toMatchObject({ state: 'advanced' });
  }, 60_000);

  it('CI-28 notes what could not be read, queues nobody for REFiiNE as a non-match, and survives hostile files', async () => {
    const broken = Buffer.from('%PDF-1.7\n1 0 obj << /Type /Catalog >> nonsense').toString('base64');
    const unreadable = await ciivsoft.apply(cookJob, 'Una Readable', 'una@example.com', { filename: 'cv.pdf', contentBase64: broken });
    const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(4_000, 7)]).toString('base64');
    const hostile = await ciivsoft.apply(cookJob, 'Hal Hostile', 'hal@example.com', { filename: 'cv.docx', contentBase64: zip });
    const none = await ciivsoft.apply(cookJob, 'Nora None', 'nora@example.com', undefined, {
      comments: 'I have worked as a line cook at Old Mill Inn since 2017: grilling, food safety and menu planning. I hold a food handler card. Before that I was a kitchen '
        + 'assistant at Harbour House for two years. Skills: grilling, food safety, sous vide.',
    });
    const run = await ciivsoft.run();
    expect(run.filter).toMatchObject({ state: 'done', counts: { failed: 0, skipped: { unreadable: 2 } } });
    for (const id of [unreadable, hostile]) {
      expect(ciivsoft.opportunity(id)).toMatchObject({ stage: 'applicant-new', archived: null });
      expect(ciivsoft.notes(id).join()).toContain('no readable resume');
      expect(await chanceOf(id)).toBeUndefined();
    }
    expect(['advanced', 'stays']).toContain((await screeningOf(none))?.state);
  }, 120_000);

  it('CI-19 reports a posting that says too little, and matches nobody at random', async () => {
    const thin = await ciivsoft.openJob('Position', []);
    const run = await ciivsoft.run();
    expect(run.arkiive.counts.skipped).toMatchObject({ 'posting says too little': 1 });
    expect(ciivsoft.leadsOf(thin)).toEqual([]);
  }, 60_000);

  it('CI-29 screens an application once; again only after something has changed', async () => {
    const id = await ciivsoft.apply(cookJob, 'Oda Once', 'oda@example.com', cv(driver('Oda Once')));
    await ciivsoft.run();
    const { applicationId = '' } = await screeningOf(id) ?? {};
    expect(await world.api('POST', `/v1/ciivsoft/applications/${applicationId}/screen-again`)).toMatchObject({ status: 409, body: { code: 'nothing-changed' } });
    await ciivsoft.run();
    expect(ciivsoft.opportunity(id).notes).toHaveLength(1);
    await world.inLever('PUT', `/postings/${cookJob}`, { content: { descriptionHtml: '<div>We are hiring drivers too.</div>', lists: [] } });
    await until(async () => (await world.db.asOwner(`select 1 from mirror_posting where id = $1 and description like '%drivers too%'`, [cookJob])).length === 1, 'the edited job');
    expect(await world.api('POST', `/v1/ciivsoft/applications/${applicationId}/screen-again`)).toMatchObject({ status: 202 });
    await ciivsoft.run();
    expect(ciivsoft.opportunity(id).notes).toHaveLength(2);
  }, 120_000);

  it('CI-29 asks Lever for the résumés of those who changed since the last run, and of nobody else', async () => {
    const asked = () => world.sandbox.lever.emulator.requests.list({ route: '/v1/opportunities/:o/resumes' }).map(({ path }) => path.split('/')[3]);
    await ciivsoft.run();
    await ciivsoft.run();
    const before = asked().length;
    await ciivsoft.run();
    expect(asked().slice(before)).toEqual([]);
    const id = await ciivsoft.apply(cookJob, 'Nia New', 'nia@example.com', cv(driver('Nia New')));
    await ciivsoft.run();
    expect(new Set(asked().slice(before))).toEqual(new Set([id]));
  }, 120_000);

  it('CI-17 CI-20 CI-43 suggests nobody who may not be, one person once, and never again who was turned down', async () => {
    const free = await ciivsoft.person('Free Cook', 'free@example.com', cook('Free Cook'));
    await ciivsoft.person('Free Cook', 'free@example.com', cook('Free Cook', 'Again'));
    const shut = await ciivsoft.person('Shut Cook', 'shut@example.com', cook('Shut Cook'));
    await world.inLever('PUT', `/contacts/${ciivsoft.opportunity(shut).contactId}/data-protection`, { store: { allowed: true }, contact: { allowed: false } });
    const grill = await ciivsoft.openJob('Grill Cook', COOK_JOB);
    await until(async () => (await world.db.asOwner(`select 1 from mirror_opportunity where id = $1 and not may_contact`, [shut])).length === 1, 'the refusal to be known');
    await ciivsoft.run();
    const contacts = ciivsoft.leadsOf(grill).map((lead) => lead.contactId);
    expect(contacts.filter((id) => id === ciivsoft.opportunity(free).contactId)).toHaveLength(1);
    expect(contacts).not.toContain(ciivsoft.opportunity(shut).contactId);
    const lead = ciivsoft.leadsOf(grill).find((one) => one.contactId === ciivsoft.opportunity(free).contactId);
    await ciivsoft.untilMirrored('select 1 from mirror_opportunity where id = $1', String(lead?.id));
    await world.inLever('DELETE', `/opportunities/${lead?.id}`);
    await until(async () => (await world.db.asOwner(`select 1 from p_ciivsoft.lead where opportunity_id = $1 and state = 'refused'`, [lead?.id])).length === 1, 'the removal to be remembered', 40_000);
    expect((await world.api('POST', `/v1/ciivsoft/postings/${grill}/search`)).status).toBe(202);
    await ciivsoft.run();
    expect(ciivsoft.leadsOf(grill).map((one) => one.contactId)).not.toContain(ciivsoft.opportunity(free).contactId);
  }, 180_000);

  it('CI-36 CI-37 tries later jobs for thirty days, and drops who was turned down', async () => {
    await ciivsoft.settings({ mode: 'advance', arkiive: false });
    const grill = await ciivsoft.openJob('Sauce Cook', COOK_JOB);
    const watched = await ciivsoft.apply(grill, 'Wim Watched', 'wim@example.com', cv(baker('Wim Watched')));
    const turned = await ciivsoft.apply(grill, 'Tom Turned', 'tom@example.com', cv(baker('Tom Turned')));
    await ciivsoft.run();
    expect(await chanceOf(watched)).toMatchObject({ state: 'watching' });
    const reason = ciivsoft.account.archiveReasons.find((one) => one.text === 'Underqualified')?.id;
    await world.inLever('POST', `/opportunities/${turned}/archive`, { reason });
    await until(async () => (await world.db.asOwner('select 1 from mirror_opportunity where id = $1 and archived_at is not null', [turned])).length === 1, 'the archiving to be known');
    const bakery = await ciivsoft.openJob('Baker', BAKER_JOB);
    await ciivsoft.run();
    expect(await chanceOf(turned)).toMatchObject({ state: 'dropped' });
    expect(await chanceOf(watched)).toMatchObject({ state: 'referred' });
    expect(ciivsoft.leadsOf(bakery).map((one) => one.contactId)).toEqual([ciivsoft.opportunity(watched).contactId]);
  }, 180_000);

  it('CI-28 SH-9 writes the note on an unread resume once, though a switch-off cut it off', async () => {
    const { controlUrl } = world.sandbox.lever;
    const rule = { route: 'POST /v1/opportunities/:o/notes', kind: 'status', status: 503, times: 500 };
    await fetch(`${controlUrl}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule) });
    const id = await ciivsoft.apply(cookJob, 'Cut Off', 'cut@example.com', { filename: 'cv.pdf', contentBase64: Buffer.from('%PDF-1.7 nonsense').toString('base64') });
    expect((await world.api('POST', '/v1/installations/ciivsoft/schedules/run/run')).status).toBe(202);
    await until(async () => (await screeningOf(id))?.state === 'unreadable', 'the application to be looked at', 60_000);
    expect((await world.api('POST', '/v1/installations/ciivsoft/disable')).status).toBe(200);
    await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
    expect(ciivsoft.notes(id)).toEqual([]);
    for (let time = 0; time < 2; time += 1) {
      expect((await world.api('POST', '/v1/installations/ciivsoft/enable')).status).toBe(200);
      await until(() => ciivsoft.notes(id).length > 0, 'the note', 30_000);
      await ciivsoft.settle();
      expect(ciivsoft.notes(id)).toEqual([expect.stringContaining('no readable resume')]);
      if (time === 0) expect((await world.api('POST', '/v1/installations/ciivsoft/disable')).status).toBe(200);
    }
  }, 120_000);

  it('CI-11 reads leads of its own after the run, and finds the résumé that a recruiter gave to one', async () => {
    const asked = () => world.sandbox.lever.emulator.requests.list({ route: '/v1/opportunities/:o/resumes' }).map(({ path }) => path.split('/')[3]);
    await ciivsoft.settings({ mode: 'advance' });
    const job = await ciivsoft.openJob('Roast Cook', COOK_JOB);
    await ciivsoft.run();
    const [lead] = ciivsoft.leadsOf(job);
    const other = await ciivsoft.person('Ola Other', 'other@example.com', cook('Ola Other', 'Butchery'));
    lead?.resumes.push(...ciivsoft.opportunity(other).resumes);
    await world.inLever('PUT', `/opportunities/${lead?.id}`, {});
    const before = asked().length;
    await ciivsoft.run();
    expect(asked().slice(before)).not.toContain(lead?.id);
    await world.hub.app.get(BusinessClock).shiftTo(2 * 60_000);
    const source = `resume:${lead?.resumes[0]?.id}`;
    await until(async () => (await world.db.asOwner('select 1 from person_resume where contact_id = $1 and source = $2', [lead?.contactId, source])).length === 1, 'the résumé to be read', 40_000);
    expect(asked().slice(before).filter((id) => id === lead?.id)).toHaveLength(1);
  }, 120_000);

  it('CI-8 CI-9 runs by the clock every 15 minutes, one run after another', async () => {
    const before = (await ciivsoft.runs()).length;
    await world.hub.app.get(BusinessClock).shiftTo(16 * 60_000);
    await until(async () => (await ciivsoft.runs()).length > before, 'a run by the clock', 40_000);
    await Promise.all([1, 2, 3, 4].map(() => world.api('POST', '/v1/installations/ciivsoft/schedules/run/run')));
    await ciivsoft.settle();
    const spans = (await world.db.asOwner<{ s: string; f: string }>(
      `select min(started_at) as s, max(finished_at) as f from p_ciivsoft.run group by processing_id order by 1`)).map((row) => [Number(row.s), Number(row.f)]);
    for (let n = 1; n < spans.length; n += 1) expect(spans[n]?.[0]).toBeGreaterThanOrEqual(spans[n - 1]?.[1] ?? 0);
  }, 90_000);

  it('CI-5 a key without the permission to make leads blocks two products by name and nothing else', async () => {
    await ciivsoft.saveKey(await ciivsoft.key('no leads', SEED_PERMISSIONS));
    await ciivsoft.settings({ mode: 'advance' });
    const run = await ciivsoft.run();
    expect([run.filter.state, run.arkiive.state, run.refine.state]).toEqual(['done', 'blocked', 'blocked']);
    expect(run.refine.note).toContain('Create an opportunity');
  }, 90_000);
});
