import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { CiivsoftWorld, LEADS, SEED_PERMISSIONS, type RunPart } from '../support/ciivsoft-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { baker, cook, COOK_JOB } from '../support/kitchen.js';

const INSTALLATION = '/v1/installations/ciivsoft';
const QUARTER_MS = 15 * 60_000;
const PEOPLE = 9;
const APPLICANTS = 6;

interface Kitchen { readonly postingId: string; readonly applicants: readonly string[] }

let world: HubOverSandbox;
let ciivsoft: CiivsoftWorld;
let keyName = '';


async function newKey(name: string): Promise<void> {
  keyName = name;
  await ciivsoft.saveKey(await ciivsoft.key(name, [...SEED_PERMISSIONS, LEADS, 'Find all archive reasons']));
}

async function passQuarter(): Promise<void> {
  world.sandbox.clock.advance(QUARTER_MS + 60_000);
  await world.hub.app.get(BusinessClock).shiftTo(world.sandbox.clock.offsetMs);
}

/** A job and its applications, every second one of them a match; all of it waits for the next run. */
async function kitchen(title: string): Promise<Kitchen> {
  const postingId = await ciivsoft.openJob(title, COOK_JOB);
  const applicants: string[] = [];
  for (let n = 0; n < APPLICANTS; n += 1) {
    const name = `${title} ${n}`;
    const made = await world.inLever('POST', '/apply', {
      postingId, name, email: `${name.replaceAll(' ', '-').toLowerCase()}@example.com`, resume: { filename: 'cv.txt', text: n % 2 === 0 ? cook(name) : baker(name) },
    });
    applicants.push(String(made.id));
  }
  await until(async () => (await world.db.asOwner(`select 1 from p_ciivsoft.screening where posting_id = $1 and state = 'waiting'`, [postingId])).length === APPLICANTS
    && (await world.db.asOwner(`select 1 from p_ciivsoft.seen_posting where posting_id = $1 and state = 'waiting'`, [postingId])).length === 1, 'the queues to fill', 40_000);
  await ciivsoft.settle();
  return { postingId, applicants };
}

/** Everything that a run writes, as Lever has it. */
function inLever({ postingId, applicants }: Kitchen) {
  const leads = ciivsoft.leadsOf(postingId);
  return {
    applicants: applicants.map((id) => {
      const { stage, notes, stageChanges, archived } = ciivsoft.opportunity(id);
      return { isScreened: stage === ciivsoft.stage('CiiVSOFT SCREENED'), notes: notes.length, moves: stageChanges.filter((one) => one.toStageId === stage).length, archived };
    }),
    leads: leads.map((lead) => ({ notes: lead.notes.length, sources: lead.sources })), people: new Set(leads.map((lead) => lead.contactId)).size,
  };
}
const WHOLE = {
  applicants: Array.from({ length: APPLICANTS }, (_, n) => ({ isScreened: n % 2 === 0, notes: 1, moves: 1, archived: null })),
  leads: Array.from({ length: 7 }, () => ({ notes: 1, sources: ['CiiVSOFT ARKiiVE'] })), people: 7,
};

interface Deletion {
  readonly where: string;
  readonly solution: RunPart['solution'];
  readonly slow: string;
  readonly hasBegun: (known: ReadonlySet<string>, kitchen: Kitchen) => Promise<boolean>;
  /** Parts of the run that had not ended. */
  readonly cutShort: readonly RunPart['solution'][];
}

const partOf = async (known: ReadonlySet<string>, solution: RunPart['solution']) => (await ciivsoft.runs()).find((part) => part.solution === solution && !known.has(part.processingId));

/** Moments at which the key may go; Lever answers the calls before it slowly, so that the moment is not missed. */
const DELETIONS: readonly Deletion[] = [
  {
    where: 'while FiiLTER reviews applications', solution: 'filter', cutShort: ['filter', 'arkiive', 'refine'], slow: 'GET /v1/opportunities/:o',
    hasBegun: async (known) => ((await partOf(known, 'filter'))?.counts.scanned ?? 0) >= 2,
  },
  {
    where: 'while leads are made and noted', solution: 'arkiive', cutShort: [], slow: 'POST /v1/opportunities',
    hasBegun: (_known, { postingId }) => Promise.resolve(ciivsoft.leadsOf(postingId).length >= 2),
  },
];

async function slowDown(route: string): Promise<void> {
  const { controlUrl } = world.sandbox.lever;
  await fetch(`${controlUrl}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ route, kind: 'delay', delayMs: 400 }) });
}

const installationState = async () => (await world.api('GET', INSTALLATION)).body.state;
const doneByPeople = () => world.db.asOwner(`select action from audit_entry where actor_kind in ('member', 'operator') order by at_ms, ordinal`);

describe('CiiVSOFT, its key deleted in Lever while a run is going on', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox({ leverRate: 'off', env: { LEVER_RATE_BURST: '1000', LEVER_RATE_PER_SECOND: '1000', LEVER_POLL_EVERY_MS: '1000' } });
    ciivsoft = new CiivsoftWorld(world);
    for (let n = 0; n < PEOPLE; n += 1) await ciivsoft.person(`Cook ${n}`, `cook-${n}@example.com`, cook(`Cook ${n}`));
    keyName = 'CiiVSOFT';
    await ciivsoft.setUp();
    await ciivsoft.enable();
  }, 180_000);

  afterEach(async () => { await fetch(`${world.sandbox.lever.controlUrl}/faults`, { method: 'DELETE' }); });

  afterAll(async () => { await world?.stop(); });

  it('CI-6 works by itself once it is on: a job and its applications in Lever have their results in Lever, and nobody did anything in the hub', async () => {
    const before = await doneByPeople();
    const found = await kitchen('Line Cook');
    await passQuarter();
    await until(() => JSON.stringify(inLever(found)) === JSON.stringify(WHOLE), 'the results in Lever', 30_000).catch(() => undefined);
    await ciivsoft.settle();
    expect(inLever(found)).toEqual(WHOLE);
    expect(await doneByPeople()).toEqual(before);
  }, 120_000);

  it.each(DELETIONS)('CI-41 stops $where, says why, leaves nothing half done, and goes on after a new key without doing anything twice', async (deletion) => {
    const found = await kitchen(`Cook ${deletion.solution}`);
    const known = new Set((await ciivsoft.runs()).map((part) => part.processingId));
    await slowDown(deletion.slow);
    expect((await world.api('POST', `${INSTALLATION}/schedules/run/run`)).status).toBe(202);
    await until(() => deletion.hasBegun(known, found), 'the run to be in its middle', 40_000);
    await world.inLever('DELETE', `/keys/${keyName}`);
    await until(async () => await installationState() === 'revoked', 'the installation to say revoked', 30_000);
    await fetch(`${world.sandbox.lever.controlUrl}/faults`, { method: 'DELETE' });
    await ciivsoft.settle();
    const parts = (await ciivsoft.runs()).filter((part) => !known.has(part.processingId));
    const stopped = parts.filter((part) => part.state === 'partial');
    expect(stopped.map((part) => part.solution)).toEqual(expect.arrayContaining([...deletion.cutShort]));
    for (const part of stopped) expect(part.note).toMatch(/^stopped: .*401/);
    const left = inLever(found);
    expect(left).not.toEqual(WHOLE);
    world.sandbox.lever.emulator.requests.clear();
    await passQuarter();
    await passQuarter();
    await ciivsoft.settle();
    expect(world.sandbox.lever.emulator.requests.list()).toEqual([]);
    expect(inLever(found)).toEqual(left);

    await newKey(`after ${deletion.solution}`);
    expect((await world.api('POST', `${INSTALLATION}/enable`)).status).toBe(200);
    await ciivsoft.run();
    await until(() => JSON.stringify(inLever(found)) === JSON.stringify(WHOLE), 'the whole result', 40_000).catch(() => undefined);
    await ciivsoft.settle();
    expect(inLever(found)).toEqual(WHOLE);
    const after = (await ciivsoft.runs()).filter((part) => !known.has(part.processingId));
    const scanned = (solution: string) => after.filter((part) => part.solution === solution).reduce((sum, part) => sum + part.counts.scanned, 0);
    expect([scanned('filter'), scanned('arkiive')]).toEqual([APPLICANTS, 1]);
    expect(await world.db.asOwner('select subject from p_ciivsoft.decision group by subject having count(*) > 1')).toEqual([]);
    expect(await world.db.asOwner('select subject from p_ciivsoft.decision where taken is null')).toEqual([]);
  }, 180_000);
});
