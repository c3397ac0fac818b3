import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CiivsoftWorld } from '../support/ciivsoft-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { baker, cook, COOK_JOB } from '../support/kitchen.js';

/** In the middle of a run, between a lead's request and its answer, and right after the answer was written down. */
const BOUNDARIES = ['job.before-commit:6', 'job.after-commit:7', 'action.before-send:2', 'action.after-send:1', 'action.after-send:5', 'action.after-settle:4'];

let world: HubOverSandbox;
let ciivsoft: CiivsoftWorld;
let round = 0;
const children = new Set<ChildProcess>();

async function startProcess(failpoint: string | null): Promise<ChildProcess> {
  const child = spawn(process.execPath, [resolve('dist/src/main.js')], {
    env: { ...process.env, ...world.env, NODE_ENV: 'test', ...(failpoint && { PATCHBAY_FAILPOINT: `${failpoint}:exit` }) }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** What an undisturbed run leaves behind: seven leads with a note each, the match screened, the other one left. */
function result(postingId: string, applicants: readonly string[]) {
  const leads = ciivsoft.leadsOf(postingId);
  return {
    leads: leads.length, people: new Set(leads.map((lead) => lead.contactId)).size, notesOnLeads: leads.map((lead) => lead.notes.length),
    applicants: applicants.map((id) => [ciivsoft.opportunity(id).stage === ciivsoft.stage('CiiVSOFT SCREENED'), ciivsoft.opportunity(id).notes.length]),
  };
}
const UNDISTURBED = { leads: 7, people: 7, notesOnLeads: Array.from({ length: 7 }, () => 1), applicants: [[true, 1], [false, 1]] };

describe('a run of CiiVSOFT that is killed', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    ciivsoft = new CiivsoftWorld(world);
    for (let n = 0; n < 9; n += 1) await ciivsoft.person(`Cook ${n}`, `cook-${n}@example.com`, cook(`Cook ${n}`));
    await ciivsoft.setUp();
    await ciivsoft.enable();
    await world.hub.stop();
  }, 180_000);

  afterEach(async () => { for (const child of [...children]) await kill(child); });

  afterAll(async () => {
    await world?.sandbox.close();
    await world?.db.drop();
  });

  it.each([null, ...BOUNDARIES])('CI-9 CI-38 ends as an undisturbed one (killed at %s)', async (boundary) => {
    round += 1;
    const lever = { postingId: '', applicants: [] as string[] };
    const doomed = await startProcess(boundary);
    const content = { descriptionHtml: '<div>We are hiring.</div>', lists: COOK_JOB.map((list) => ({ text: list.text, content: list.items.map((item) => `<li>${item}</li>`).join('') })) };
    lever.postingId = String((await world.inLever('POST', '/postings', { text: `Line Cook ${round}`, state: 'published', distributionChannels: ['public', 'internal'], content })).id);
    for (const [name, text] of [['match', cook(`Match ${round}`)], ['other', baker(`Other ${round}`)]] as const) {
      const made = await world.inLever('POST', '/apply', { postingId: lever.postingId, name: `${name} ${round}`, email: `${name}-${round}@example.com`, resume: { filename: 'cv.txt', text } });
      lever.applicants.push(String(made.id));
    }
    const known = async () => (await world.db.asOwner(
      `select 1 from p_ciivsoft.seen_posting where posting_id = $1 and (select count(*) from p_ciivsoft.screening where posting_id = $1) = 2`, [lever.postingId])).length === 1;
    const startRun = async () => (await world.api('POST', '/v1/installations/ciivsoft/schedules/run/run').catch(() => ({ status: 0 }))).status === 202;
    const isDead = () => doomed.signalCode === 'SIGKILL';
    await until(async () => isDead() || await known(), 'the queues to fill', 40_000);
    if (!isDead()) await startRun();
    if (boundary !== null) await until(isDead, `the process to die at ${boundary}`, 40_000);
    const survivor = boundary === null ? doomed : await startProcess(null);
    if (boundary !== null) {
      await until(known, 'the queues to fill after all', 40_000);
      await until(startRun, 'a run by the survivor');
    }
    await until(() => JSON.stringify(result(lever.postingId, lever.applicants)) === JSON.stringify(UNDISTURBED), 'the whole result', 60_000).catch(() => undefined);
    await sleep(1_000);
    await kill(survivor);
    expect(result(lever.postingId, lever.applicants)).toEqual(UNDISTURBED);
  }, 150_000);
});
