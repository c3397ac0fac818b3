import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import popp from '../../dist/plugins/popp/index.js';
import { ASKED } from '../load/applicants.mjs';
import { hubOn } from '../kit/hub.mjs';
import { monotonicMs, startProcess } from '../kit/processes.mjs';
import { ratios, spread } from '../kit/stats.mjs';
import { query } from '../kit/stores.mjs';

export const title = 'H9 Scoring applicants';
export const aim = '1,000 applicants against 12 requirements; ranked anew after a change of weights without a résumé read';
export const reading = [
  'One process each, one core. Patchbay’s is the built-in engine of the Popp plugin, called as the plugin calls it: each résumé is redacted and read anew, held against the twelve requirements with quotes and their places, and scored. The peers index the same texts and search twelve times for the keywords of a requirement; a hit counts as met. Neither reading the file nor storing the result is in it.',
  'F1 of "met" says what the speed is worth: held against the structured half of the generated applicants over all pairs. A search knows no other name of a skill, no years and no degree above the one asked for. The texts are templates that the engine was measured on before; real ones are harder for everybody.',
  'In practice Lever sets the pace: a résumé costs two calls of the ten a second that a credential may make, so 1,000 applicants take at least 200 s to fetch.',
  '"Ranked anew" is a whole `PUT …/weights` over REST with PostgreSQL behind it, every score changed, and the first page of the new order read; Lever is asked nothing.',
];

async function scorer(bench, name, file, more) {
  const worker = await startProcess(file, { input: { count: bench.count, ...more } });
  return {
    name,
    round: async () => {
      const answer = await worker.ask('score');
      if (answer.judgements !== bench.count * ASKED.length) throw new Error(`${name}: ${answer.judgements} judgements of ${bench.count * ASKED.length}.`);
      return answer;
    },
    stop: () => worker.stop(),
  };
}

async function subjectsOf(bench) {
  const subjects = [await scorer(bench, 'Patchbay, built-in engine', 'kit/scoring-process.mjs')];
  if (bench.alone) return subjects;
  subjects.push(await scorer(bench, 'MiniSearch, a query for each requirement', 'peers/scoring.mjs', { stack: 'miniSearch' }));
  const databaseUrl = await bench.postgres.forPeer();
  const postgres = await scorer(bench, 'PostgreSQL full text, a query for each requirement', 'peers/scoring.mjs', { stack: 'postgres', databaseUrl });
  subjects.push({ ...postgres, stop: async () => { await postgres.stop(); await bench.postgres.drop(databaseUrl); } });
  return subjects;
}

const CATEGORIES = ['experience', 'skills', 'qualifications', 'languages'];
const weightsOf = (round) => ({ experience: 50, skills: round % 2 === 0 ? 100 : 0, qualifications: 50, location: 0, languages: 50, other: 0 });

/** The weighted mean over the categories, in hundredths of a point. */
function expectedScore({ categories }, weights) {
  const sum = categories.reduce((total, { category }) => total + weights[category], 0);
  return Math.round(10_000 * categories.reduce((total, { category, points, requirements }) => total + weights[category] * points / requirements, 0) / sum);
}

/** A live analysis whose applicants were scored before. */
async function fillAnalysis(superUrl, { tenantId, installationId }, count) {
  const id = randomUUID();
  const requirements = ASKED.map(({ id: key, text, category, mandatory, origin }) => ({ id: key, text, category, mandatory, origin }));
  await query(superUrl, `insert into p_popp.analysis (id, tenant_id, installation_id, posting_id, posting_title, state, live_posting_id, engine, source_text, requirements,
      weights, weights_revision, version, include_leads, include_archived, feed_number, vendor_requirements, created_by, created_at)
    values ($1, $2, $3, 'posting', 'Analyst', 'live', 'posting', 'built-in', '', $4, $5, 0, 1, false, false, 0, '[]', 'bench', 0)`,
  [id, tenantId, installationId, JSON.stringify(requirements), JSON.stringify(weightsOf(1))]);
  await query(superUrl, `insert into p_popp.candidate (id, tenant_id, installation_id, analysis_id, posting_id, opportunity_id, contact_id, application_id, applied_at, status, run,
      outcomes, version, score, categories, mandatory_all, mandatory_met, meets_mandatory, flags, stage_id)
    select gen_random_uuid(), $1, $2, $3, 'posting', 'opportunity-' || n, 'contact-' || n, 'application-' || n, n, 'scored', 1, 1, 1, 0,
      (select jsonb_agg(jsonb_build_object('category', c, 'requirements', 3, 'points', (n / power(4, k - 1)::int) % 4)) from unnest($5::text[]) with ordinality as t(c, k)), 2, n % 3, n % 3 = 2, '[]', 'applicant-new'
    from generate_series(1, $4::int) n`, [tenantId, installationId, id, count, CATEGORIES]);
  return id;
}

/** Weights changed over REST; the answer is the time until the first page of the new order is there. */
async function ranking(bench) {
  let asked = 0;
  const lever = createServer((_request, response) => { asked += 1; response.end('{"data":[]}'); });
  await new Promise((resolve) => { lever.listen(0, '127.0.0.1', resolve); });
  const db = await bench.postgres.forHub([popp]);
  const hub = await hubOn(db, { plugin: 'popp', leverUrl: `http://127.0.0.1:${lever.address().port}/v1`, env: { VENDOR_POPP_URL: 'http://127.0.0.1:9' } });
  const web = await hub.start('web');
  const tenant = await hub.organisation('acme');
  await query(db.superUrl, `update installation set state = 'enabled'`);
  const path = `/v1/popp/analyses/${await fillAnalysis(db.superUrl, tenant, bench.count)}`;
  let turn = 0;
  return {
    round: async () => {
      turn += 1;
      const from = monotonicMs();
      await tenant.api('PUT', `${path}/weights`, weightsOf(turn));
      const { data } = await tenant.api('GET', `${path}/candidates?limit=200`);
      const ms = monotonicMs() - from;
      if (data.some((one, n) => n > 0 && one.score > data[n - 1].score) || data.length === 0) throw new Error('The order is not that of the scores.');
      const wrong = (await query(db.superUrl, 'select score, categories from p_popp.candidate')).filter((row) => row.score !== expectedScore(row, weightsOf(turn)));
      if (wrong.length > 0 || asked > 0) throw new Error(`${wrong.length} scores are wrong, Lever was asked ${asked} times.`);
      return ms;
    },
    asked: () => asked,
    stop: async () => { await web.stop(); await hub.close(); lever.close(); await bench.postgres.drop(db.superUrl); },
  };
}

export async function run(bench) {
  const sized = { ...bench, count: bench.scale(1_000, 300, 30) };
  const subjects = await subjectsOf(sized);
  const ranker = await ranking(sized);
  const answers = subjects.map(() => []);
  const ranked = [];
  try {
    for (let round = -1; round < bench.rounds; round++) {
      for (let index = 0; index < subjects.length; index++) {
        const answer = await subjects[index].round();
        if (round >= 0) answers[index].push(answer);
      }
      const ms = await ranker.round();
      if (round >= 0) ranked.push(ms);
    }
  } finally {
    for (const subject of [...subjects, ranker]) await subject.stop();
  }
  const rates = answers.map((rounds) => rounds.map(({ ms }) => sized.count / ms * 1_000));
  return {
    columns: [`${sized.count.toLocaleString('en-US')} applicants × ${ASKED.length} requirements`, 'applicants/s', 'Patchbay ÷ it', 'F1 of "met"', 'judgements', 'ranked anew, ms', 'résumés read for it'],
    rows: subjects.map(({ name }, index) => ({
      name, rate: spread(rates[index]), ratio: index === 0 ? null : ratios(rates[0], rates[index]), text1: answers[index][0].f1.toFixed(3),
      handled: answers[index].reduce((sum, one) => sum + one.judgements, 0),
      ...(index === 0 ? { range: spread(ranked), text2: String(ranker.asked()) } : { text3: '', text4: '' }),
    })),
  };
}
