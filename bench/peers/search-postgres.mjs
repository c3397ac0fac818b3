import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { monotonicMs } from '../kit/processes.mjs';

const BATCH = 500;
const TENANT = 1;

/** Full-text search as PostgreSQL has it: a GIN index over tsvectors, `ts_rank_cd`, the filters in the same query. */
export async function postgresSearch(url, dir, jobCount) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`create table person (id text primary key, tenant int not null, consent boolean not null, hired boolean not null, words tsvector not null);
    create table pipeline (job int not null, person text not null, primary key (job, person))`);
  for await (const rows of batches(join(dir, 'people.tsv'))) {
    await client.query(`insert into person select id, ${TENANT}, consent = '1', hired = '1', to_tsvector('simple', words)
      from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as p (id, consent, hired, words)`, [0, 1, 2, 3].map((n) => rows.map((row) => row[n])));
  }
  await client.query('create index on person using gin (words)');
  const jobs = JSON.parse(readFileSync(join(dir, 'jobs-for-peers.json'), 'utf8')).slice(0, jobCount);
  for (const [n, { there }] of jobs.entries()) await client.query('insert into pipeline select $1, id from unnest($2::text[]) as p (id) on conflict do nothing', [n, there]);
  await client.query('vacuum analyze person');
  const ask = ({ words }, n) => client.query(
    `select id, ts_rank_cd(words, query) as score from person, to_tsquery('simple', $1) as query
     where tenant = $2 and consent and not hired and words @@ query and not exists (select from pipeline where job = $3 and person = person.id)
     order by score desc, id limit 7`, [words.map(([word]) => word).join(' | '), TENANT, n]);
  return {
    round: async () => {
      const ms = [];
      for (const [n, job] of jobs.entries()) {
        const from = monotonicMs();
        const { rows } = await ask(job, n);
        ms.push(monotonicMs() - from);
        if (rows.length !== 7) throw new Error('PostgreSQL found too few people.');
      }
      return ms;
    },
    stop: () => client.end(),
  };
}

async function* batches(file) {
  let rows = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    rows.push(line.split('\t'));
    if (rows.length === BATCH) { yield rows; rows = []; }
  }
  if (rows.length > 0) yield rows;
}
