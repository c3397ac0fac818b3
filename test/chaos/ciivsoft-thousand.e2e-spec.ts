import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CiivsoftWorld, type RunPart } from '../support/ciivsoft-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { BAKER_JOB, baker, cook, COOK_JOB, driver, SURGEON_JOB } from '../support/kitchen.js';
import { isLong, minutes, report, sized } from './support/scale.js';

/** Beside the sample's people: many for the cooks' jobs, fewer than seven for the baker's, nobody for the surgeon's. */
const COOKS = sized(9, 40);
const BAKERS = 3;
const DRIVERS = sized(3, 40);
const COOK_JOBS = sized(2, 5);
/** Jobs of the sample, posted anew, so that the sample's own people are found. */
const SAMPLE_JOBS = sized(1, 12);
const APPLICATIONS = sized(12, 240);

interface DecisionRow {
  readonly subject: string; readonly contact_id: string; readonly posting_id: string;
  readonly score: string; readonly is_match: boolean; readonly proposal: string;
}

let world: HubOverSandbox;
let ciivsoft: CiivsoftWorld;
const jobs = { cooks: [] as string[], sample: [] as string[], baker: '', surgeon: '' };
const applicants: { readonly id: string; readonly isCook: boolean }[] = [];
const facts: Record<string, number | string> = {};

const postings = () => [...jobs.cooks, ...jobs.sample, jobs.baker, jobs.surgeon];
const rows = (solution: RunPart['solution']) => world.db.asOwner<DecisionRow>(
  'select subject, contact_id, posting_id, score, is_match, proposal from p_ciivsoft.decision where solution = $1 order by subject', [solution]);

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  const result = await work();
  facts[name] = `${((performance.now() - from) / 1_000).toFixed(1)} s`;
  return result;
}

async function people(): Promise<void> {
  for (let n = 0; n < COOKS; n += 1) await ciivsoft.person(`Cook ${n}`, `cook-${n}@example.com`, cook(`Cook ${n}`));
  for (let n = 0; n < BAKERS; n += 1) await ciivsoft.person(`Baker ${n}`, `baker-${n}@example.com`, baker(`Baker ${n}`));
  for (let n = 0; n < DRIVERS; n += 1) await ciivsoft.person(`Driver ${n}`, `driver-${n}@example.com`, driver(`Driver ${n}`));
}

async function openJobs(): Promise<void> {
  const known = [...ciivsoft.account.postings.values()].filter((one) => one.state === 'published' && one.confidentiality === 'non-confidential').slice(0, SAMPLE_JOBS);
  for (let n = 0; n < COOK_JOBS; n += 1) jobs.cooks.push(await ciivsoft.openJob(`Line Cook ${n}`, COOK_JOB));
  jobs.baker = await ciivsoft.openJob('Baker', BAKER_JOB);
  jobs.surgeon = await ciivsoft.openJob('Cardiac Surgeon', SURGEON_JOB);
  for (const { text, descriptionHtml, lists } of known) jobs.sample.push(await ciivsoft.openJob(text, [], { content: { descriptionHtml, lists } }));
}

async function applications(): Promise<void> {
  for (let n = 0; n < APPLICATIONS; n += 1) {
    const isCook = n % 3 === 0;
    const name = `Applicant ${n}`;
    const made = await world.inLever('POST', '/apply', {
      postingId: jobs.cooks[n % COOK_JOBS], name, email: `applicant-${n}@example.com`, resume: { filename: 'cv.txt', text: isCook ? cook(name) : driver(name) },
    });
    applicants.push({ id: String(made.id), isCook });
  }
  await until(async () => (await world.db.asOwner(`select 1 from p_ciivsoft.screening where state = 'waiting'`)).length === APPLICATIONS, 'the queue to fill', minutes(10));
  await ciivsoft.settle(minutes(10));
}

/** Everything that runs wrote, as Lever has it. */
const inLever = () => ({
  applicants: applicants.map(({ id }) => [ciivsoft.opportunity(id).stage, ciivsoft.opportunity(id).notes.length, ciivsoft.opportunity(id).archived]),
  leads: postings().map((id) => ciivsoft.leadsOf(id).map((lead) => [lead.contactId, lead.notes.length])),
});

describe('CiiVSOFT over a whole database of people', () => {
  let run: Record<RunPart['solution'], RunPart>;

  beforeAll(async () => {
    world = await startHubOverSandbox({ leverRate: 'off', seed: isLong ? 'full' : 'small', env: { LEVER_RATE_BURST: '1000', LEVER_RATE_PER_SECOND: '1000' } });
    ciivsoft = new CiivsoftWorld(world);
    await people();
    await ciivsoft.setUp();
    await timed('every resume read in', () => ciivsoft.enable(minutes(15)));
    await openJobs();
    await applications();
    run = await timed('run with its writes in', () => ciivsoft.run(minutes(20)));
  }, minutes(sized(3, 40)));

  afterAll(async () => {
    report('CiiVSOFT over a whole database', facts);
    await world?.stop();
  }, minutes(1));

  it('CI-9 CI-10 CI-21 takes each new job and each new application once, and counts them', async () => {
    const cooks = applicants.filter((one) => one.isCook).length;
    expect(run.filter).toMatchObject({ state: 'done', counts: { scanned: APPLICATIONS, advanced: cooks, queued: APPLICATIONS - cooks, failed: 0 } });
    expect(run.arkiive).toMatchObject({ state: 'done', counts: { scanned: postings().length, failed: 0 } });
    expect(run.refine).toMatchObject({ state: 'done', counts: { scanned: APPLICATIONS - cooks, failed: 0 } });
    const reviewed = await rows('filter');
    expect(new Set(reviewed.map((row) => row.subject)).size).toBe(APPLICATIONS);
    expect(reviewed).toHaveLength(APPLICATIONS);
    facts.people = (await world.db.asOwner('select distinct contact_id from mirror_opportunity')).length;
    Object.assign(facts, { jobs: postings().length, applications: APPLICATIONS, advanced: run.filter.counts.advanced });
    if (isLong) expect(facts.people).toBeGreaterThanOrEqual(1_000);
  });

  it('CI-22 CI-23 CI-24 advances each match, leaves everybody else in New Applicant, one note each', () => {
    const screened = ciivsoft.stage('CiiVSOFT SCREENED');
    expect(inLever().applicants).toEqual(applicants.map(({ isCook }) => [isCook ? screened : 'applicant-new', 1, null]));
  });

  it('CI-11 CI-12 CI-13 CI-14 CI-15 makes the best seven leads at most, never one more, never one to fill the list', async () => {
    const decisions = await rows('arkiive');
    for (const postingId of postings()) {
      const matches = decisions.filter((row) => row.posting_id === postingId && row.is_match).map((row) => ({ ...row, score: Number(row.score) }));
      const chosen = matches.filter((row) => row.proposal === 'lead');
      const leads = ciivsoft.leadsOf(postingId).filter((lead) => lead.sources.includes('CiiVSOFT ARKiiVE'));
      expect(leads).toHaveLength(Math.min(7, matches.length));
      expect(leads.map((lead) => lead.contactId).sort()).toEqual(chosen.map((row) => row.contact_id).sort());
      expect(leads.map((lead) => lead.notes.length)).toEqual(leads.map(() => 1));
      const lowest = Math.min(...chosen.map((row) => row.score));
      for (const row of matches.filter((one) => one.proposal !== 'lead')) expect(row.score).toBeLessThanOrEqual(lowest);
    }
    for (const id of jobs.cooks) expect(ciivsoft.leadsOf(id)).toHaveLength(7);
    expect(ciivsoft.leadsOf(jobs.baker)).toHaveLength(BAKERS);
    expect(ciivsoft.leadsOf(jobs.surgeon)).toEqual([]);
    Object.assign(facts, { compared: decisions.length, leads: run.arkiive.counts.leads });
  });

  it('CI-44 CI-38 has nothing open, nothing twice, and nothing left to do for another run', async () => {
    expect(await world.db.asOwner('select 1 from p_ciivsoft.decision where taken is null or taken not in (\'done\', \'none\')')).toEqual([]);
    expect(await world.db.asOwner('select subject from p_ciivsoft.decision group by subject having count(*) > 1')).toEqual([]);
    expect(await world.db.asOwner('select 1 from p_ciivsoft.lead group by contact_id, posting_id having count(*) > 1')).toEqual([]);
    const before = inLever();
    const again = await ciivsoft.run(minutes(5));
    expect([again.filter.counts.scanned, again.arkiive.counts.scanned]).toEqual([0, 0]);
    expect(inLever()).toEqual(before);
  }, minutes(10));
});
