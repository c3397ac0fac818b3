import { readFileSync } from 'node:fs';
import { lexicon, MatchingEngine, queryOf } from '../../dist/src/matching/index.js';
import { fileOf } from '../kit/processes.mjs';
import { seeded } from '../kit/stats.mjs';

const AS_OF = '2026-01-01';
const RARE_WORDS = 50_000;
const FIELDS = ['titles', 'skills', 'body'];
const rowsOf = (name) => readFileSync(fileOf(`../sandbox/data/${name}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line));

/** What the engine reads out of the sample's résumés and advertisements; everything larger is mixed from these. */
export function sample() {
  const engine = new MatchingEngine();
  const people = rowsOf('candidates').map(({ id, role, resumeText }) => ({ role, fields: engine.documentOf(engine.readProfile({ id, text: resumeText }, AS_OF)).fields }));
  const jobs = rowsOf('postings').map(({ id, role, title, location, description }) => ({ role, query: queryOf(engine.readJob({ id, title, location, text: description }), lexicon()) }));
  return { people, jobs, byRole: Map.groupBy(people, (person) => person.role) };
}

const idOf = (n) => `${n.toString(16).padStart(8, '0')}-0000-4000-8000-${(n * 2654435761 % 4294967296).toString(16).padStart(12, '0')}`;

/** Terms of `into` kept with one chance, those of `from` added with another. */
function mixed(into, from, keep, add, random) {
  const terms = new Map();
  for (const [term, times] of into) if (random() < keep) terms.set(term, times);
  for (const [term, times] of from) if (!terms.has(term) && random() < add) terms.set(term, times);
  return terms;
}

/** As many people as asked for, each mixed from two of one trade, with a few words that hardly anybody else has. */
export function* people({ people: known, byRole }, count, seed) {
  const random = seeded(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  for (let n = 0; n < count; n++) {
    const first = pick(known);
    const second = pick(byRole.get(first.role)).fields;
    const titles = mixed(first.fields.titles, second.titles, 0.9, 0.1, random);
    const skills = mixed(first.fields.skills, second.skills, 0.8, 0.2, random);
    const body = mixed(first.fields.body, second.body, 0.7, 0.25, random);
    for (let word = 0; word < 5; word++) body.set(`w:rare${Math.floor(RARE_WORDS * random() ** 3)}`, 1);
    yield {
      id: idOf(n), fields: { titles, skills, body }, lastActive: Math.floor(random() * 1e9),
      groups: [...(random() < 0.85 ? ['consent'] : []), ...(random() < 0.05 ? ['hired'] : [])],
    };
  }
}

/** Open jobs, each mixed from two advertisements, with people who are in its pipeline already. */
export function openJobs({ jobs }, count, peopleCount, seed) {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, n) => {
    const first = jobs[n % jobs.length];
    const second = jobs[Math.floor(random() * jobs.length)];
    const query = n < jobs.length ? first.query : mixed(first.query, second.query, 0.75, 0.1, random);
    return { query: [...query], there: Array.from({ length: 50 }, () => idOf(Math.floor(random() * peopleCount))) };
  });
}

/** One word for a term, as every peer can read it. */
const wordOf = (term) => term.toLowerCase().replace(/[^a-z0-9]/g, 'z');

/** A person as a line for the peers: id, consent, hired, and their words as often as the engine counts them. */
export function lineOf({ id, groups, fields }) {
  const words = FIELDS.flatMap((field) => [...fields[field]].flatMap(([term, times]) => Array.from({ length: times }, () => wordOf(term))));
  return `${id}\t${groups.includes('consent') ? 1 : 0}\t${groups.includes('hired') ? 1 : 0}\t${words.join(' ')}\n`;
}

export const forPeers = ({ query, there }) => ({ words: query.map(([term, weight]) => [wordOf(term), weight]), there });
