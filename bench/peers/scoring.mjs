/** Twelve searches for keywords over the résumés, as a team without a matching engine would build it: a hit counts as met. */
import pg from 'pg';
import { applicants, ASKED, f1Of } from '../load/applicants.mjs';
import { input, monotonicMs, say } from '../kit/processes.mjs';

const { stack, count, databaseUrl } = input();
const people = applicants(count);

async function miniSearch() {
  const { default: MiniSearch } = await import('minisearch');
  return async () => {
    const index = new MiniSearch({ fields: ['text'] });
    index.addAll(people.map(({ text }, id) => ({ id, text })));
    return ASKED.map(({ keywords }) => index.search(keywords, { combineWith: 'AND' }).map(({ id }) => id));
  };
}

async function postgres() {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`create table resume (id int primary key, body text not null, words tsvector generated always as (to_tsvector('english', body)) stored)`);
  await client.query('create index resume_words on resume using gin (words)');
  return async () => {
    await client.query('truncate resume');
    await client.query('insert into resume (id, body) select n - 1, body from unnest($1::text[]) with ordinality as t(body, n)', [people.map(({ text }) => text)]);
    const found = [];
    for (const { keywords } of ASKED) found.push((await client.query(`select id from resume where words @@ plainto_tsquery('english', $1)`, [keywords])).rows.map(({ id }) => id));
    return found;
  };
}

const search = await { miniSearch, postgres }[stack]();

async function score() {
  const from = monotonicMs();
  const hits = (await search()).map((ids) => new Set(ids));
  const met = people.map((_, n) => hits.map((found) => found.has(n)));
  const points = met.map((row, n) => ({ n, points: row.filter(Boolean).length })).sort((a, b) => b.points - a.points || a.n - b.n);
  const ms = monotonicMs() - from;
  return { ms, judgements: points.length * ASKED.length, f1: f1Of(people, met) };
}

process.on('message', () => { void score().then(say); });
say('ready');
