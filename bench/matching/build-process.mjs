/** Builds the index of many people, stores it, and writes the same people down for the peers. */
import { once } from 'node:events';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CandidateIndex, IndexStatistics, serialiseIndex } from '../../dist/src/matching/index.js';
import { input, monotonicMs, say } from '../kit/processes.mjs';
import { forPeers, lineOf, openJobs, people, sample } from './corpus.mjs';

const SEED = 20260101;
const { count, jobs: jobCount, dir, forPeers: isForPeers } = input();
const known = sample();
const jobs = openJobs(known, jobCount, count, SEED + 1);
const statistics = IndexStatistics.collect(people(known, count, SEED), 'bench');
const index = new CandidateIndex(statistics);
const lines = isForPeers ? createWriteStream(join(dir, 'people.tsv')) : null;
let ms = 0;
for (const person of people(known, count, SEED)) {
  const from = monotonicMs();
  index.upsert(person);
  ms += monotonicMs() - from;
  if (lines && !lines.write(lineOf(person))) await once(lines, 'drain');
}
if (lines) { lines.end(); await once(lines, 'finish'); }
const bytes = serialiseIndex(index);
writeFileSync(join(dir, 'index.bin'), bytes);
writeFileSync(join(dir, 'jobs.json'), JSON.stringify(jobs));
writeFileSync(join(dir, 'jobs-for-peers.json'), JSON.stringify(jobs.map(forPeers)));
process.once('SIGTERM', () => process.exit(0));
say({ people: index.size, jobs: jobs.length, addUs: (ms * 1_000) / count, bytes: bytes.length });
