/** A process that holds the index and answers for jobs: each `ask` runs all of them and tells how long each took, in ms. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { deserialiseIndex } from '../../dist/src/matching/index.js';
import { input, monotonicMs, say } from '../kit/processes.mjs';
import { people, sample } from './corpus.mjs';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const LIMIT = 7;
const { dir, threshold } = input();

/** Collected twice: the bytes of a file that was read are let go by the second time only. */
async function heldMb() {
  collect();
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}

const jobs = JSON.parse(readFileSync(join(dir, 'jobs.json'), 'utf8')).map(({ query, there }) => ({
  query: new Map(query), filter: { require: ['consent'], refuse: ['hired'], without: new Set(there) },
}));
const before = await heldMb();
const from = monotonicMs();
const load = () => deserialiseIndex(readFileSync(join(dir, 'index.bin')));
const index = load();
const loadMs = monotonicMs() - from;
const mb = await heldMb() - before;

function timed(work) {
  const started = monotonicMs();
  work();
  return monotonicMs() - started;
}

/** Ends with an error when one job's list is not exactly what adding up everything gives. */
function check() {
  let found = 0;
  for (const { query, filter } of jobs) {
    const hits = index.search(query, LIMIT, filter);
    if (JSON.stringify(hits) !== JSON.stringify(index.searchExhaustively(query, LIMIT, filter))) throw new Error('The pruned search found others than the exhaustive one.');
    found += hits.length;
  }
  return { jobs: jobs.length, found };
}

function upserts() {
  const changed = [...people(sample(), 500, 7)];
  return changed.map((person) => timed(() => index.upsert(person)));
}

/** Everyone against every job: the best three jobs of each person; checked for some against one search per job. */
function everyone() {
  let pairs = 0;
  let matched = 0;
  const ms = timed(() => index.matchAll(jobs.map((job) => job.query), 3, (_id, best) => { matched += 1; pairs += best.length; }, threshold));
  return { ms, matched, pairs };
}

const ANSWERS = {
  round: () => jobs.map(({ query, filter }) => timed(() => index.search(query, LIMIT, filter))), exhaustive: () => jobs.slice(0, 10).map(({ query, filter }) => timed(() => index.searchExhaustively(query, LIMIT, filter))),
  check, upserts, everyone,
};
process.on('message', (message) => say(ANSWERS[message]()));
process.once('SIGTERM', () => process.exit(0));
say({ loadMs, mb, people: index.size });
