import ciivsoft from '../../dist/plugins/ciivsoft/index.js';
import { hubOn } from '../kit/hub.mjs';
import { call, monotonicMs, startProcess, until } from '../kit/processes.mjs';
import { percentile, spread } from '../kit/stats.mjs';

export const title = 'H7 From a run to seven leads, exactly once';
export const aim = 'p95 at most 3 s from the start of a run to the seventh lead with its note, none twice';
export const reading = [
  'Lever answers after 200 ms, loses one answer in ten after it has written, and has its real rate limit. Patchbay lists what changed since its last run, finds the seven among the people it mirrored, looks them up once more in Lever, and each again just before its lead; it writes, looks back where an answer was lost (what it finds counts at once, that nothing is there only after the time in which a lost request may still take effect), and adds the notes. Each side has an account of its own. The scripts are given the seven, search nothing, check nothing, and try again when no answer comes. Patchbay’s time includes what a script leaves out; what it buys are the last columns. Ten other organisations are busy: their recruiters change two people a second each.',
];

const SEVEN = 7;

async function switchedOn(hub, { slug, key, superAdmin }) {
  const tenant = await hub.organisation(slug);
  await tenant.leverKey(key, superAdmin);
  const { settingsRevision } = await tenant.api('GET', '/v1/installations/ciivsoft');
  await call('PUT', `${hub.url}/v1/installations/ciivsoft/settings`, { key: tenant.key, body: { value: {} }, headers: { 'if-match': String(settingsRevision) } });
  await tenant.enable();
  return tenant;
}

async function startHub({ postgres }, lever) {
  const db = await postgres.forHub([ciivsoft]);
  const hub = await hubOn(db, { leverUrl: lever.ready.baseUrl, plugin: 'ciivsoft', env: { LEVER_POLL_EVERY_MS: '5000' } });
  const hubProcess = await hub.start('both');
  const tenant = await switchedOn(hub, lever.ready.accounts[0]);
  for (const other of lever.ready.busy) await switchedOn(hub, other);
  const all = 1 + lever.ready.busy.length;
  await until('every resume to be read', async () => (await hub.query(`select 1 from cursor where name = 'library' and value::json->>'isRead' = 'true'`)).length === all, 300_000);
  return { hub, tenant, stop: async () => { await hubProcess.stop(); await hub.close(); await postgres.drop(db.superUrl); } };
}

const isWhole = (leads) => new Set(leads.filter((lead) => lead.notes > 0).map((lead) => lead.contact)).size === SEVEN;
const wholeIn = (lever, postingId) => until('seven leads with notes', async () => isWhole(await lever.ask({ kind: 'leads', slug: 'patchbay', postingId })), 120_000, 10);

/** From the click on "run now"; the job and its text are known by then. */
async function patchbay({ hub, tenant }, lever, postingId) {
  await until('the job to be known', async () => (await hub.query(`select 1 from p_ciivsoft.seen_posting where posting_id = $1 and state = 'waiting'`, [postingId])).length === 1, 60_000);
  const from = monotonicMs();
  await tenant.api('POST', '/v1/installations/ciivsoft/schedules/run/run');
  await wholeIn(lever, postingId);
  const ms = monotonicMs() - from;
  await until('the run to rest', async () => (await hub.query(`select 1 from lane where due_at <= now() + interval '1 second'`)).length === 0, 120_000);
  return ms;
}

async function script(work, lever, account, postingId) {
  const from = monotonicMs();
  await work({ baseUrl: lever.ready.baseUrl, ...account }, postingId);
  return monotonicMs() - from;
}

/** Leads and notes beyond one for each person. */
function doubles(leads) {
  const people = new Set(leads.map((lead) => lead.contact)).size;
  return { leads: leads.length - people, notes: leads.reduce((sum, lead) => sum + Math.max(0, lead.notes - 1), 0) };
}

const SLUGS = ['patchbay', 'line', 'at-once'];

async function waysOf(bench, lever, hub) {
  const ways = [{ name: 'Patchbay', work: (postingId) => patchbay(hub, lever, postingId) }];
  if (bench.alone) return ways;
  const { atOnce, straightLine } = await import('../peers/leads.mjs');
  const [, line, once] = lever.ready.accounts;
  ways.push({ name: 'script, one call after another', work: (postingId) => script(straightLine, lever, line, postingId) });
  ways.push({ name: 'script, all at once', work: (postingId) => script(atOnce, lever, once, postingId) });
  return ways;
}

export async function run(bench) {
  const jobs = bench.scale(30, 6, 1);
  const lever = await startProcess('matching/lever-process.mjs', {
    input: { people: 20, delayMs: bench.scale(200, 200, 5), lost: 0.1, sides: SLUGS.slice(0, bench.alone ? 1 : 3), others: bench.scale(10, 10, 0) },
  });
  const hub = await startHub(bench, lever);
  const sides = (await waysOf(bench, lever, hub)).map((way, n) => ({ ...way, slug: SLUGS[n], seconds: [], leads: 0, notes: 0 }));
  await lever.ask({ kind: 'spoil' });
  for (let n = 0; n < jobs; n++) {
    for (const side of sides) {
      const postingId = await lever.ask({ kind: 'open', slug: side.slug, text: `Line Cook ${side.name} ${n}` });
      side.seconds.push(await side.work(postingId) / 1_000);
      const twice = doubles(await lever.ask({ kind: 'leads', slug: side.slug, postingId }));
      side.leads += twice.leads;
      side.notes += twice.notes;
    }
  }
  if (sides[0].leads + sides[0].notes > 0) throw new Error('Patchbay wrote something twice.');
  await hub.stop();
  await lever.stop();
  return {
    columns: [`${jobs} jobs`, 'seven leads with notes, s', 'p95, s', 'written twice: leads', 'notes'],
    rows: sides.map(({ name, seconds, leads, notes }) => ({ name, range: spread(seconds), text: percentile(seconds, 0.95).toFixed(2), text1: String(leads), text2: String(notes) })),
  };
}
