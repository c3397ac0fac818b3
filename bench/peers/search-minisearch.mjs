/** MiniSearch in a process of its own. */
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import MiniSearch from 'minisearch';
import { input, monotonicMs, say } from '../kit/processes.mjs';

const { dir, jobs: jobCount } = input();
const index = new MiniSearch({ fields: ['words'], storeFields: ['consent', 'hired'], tokenize: (text) => text.split(' '), processTerm: (word) => word });
for await (const line of createInterface({ input: createReadStream(join(dir, 'people.tsv')) })) {
  const [id, consent, hired, words] = line.split('\t');
  index.add({ id, consent: consent === '1', hired: hired === '1', words });
}
const jobs = JSON.parse(readFileSync(join(dir, 'jobs-for-peers.json'), 'utf8')).slice(0, jobCount)
  .map(({ words, there }) => ({ text: words.map(([word]) => word).join(' '), weights: new Map(words), there: new Set(there) }));

function search({ text, weights, there }) {
  return index.search(text, {
    combineWith: 'OR', boostTerm: (word) => weights.get(word) ?? 1, filter: (person) => person.consent && !person.hired && !there.has(person.id),
  }).slice(0, 7);
}

process.on('message', () => say(jobs.map((job) => {
  const from = monotonicMs();
  if (search(job).length !== 7) throw new Error('MiniSearch found too few people.');
  return monotonicMs() - from;
})));
process.once('SIGTERM', () => process.exit(0));
say({ people: index.documentCount });
