import { CandidateIndex, IndexStatistics, mainReasons, MatchingEngine, queryOf, lexicon, SHORTLIST, type Evaluation, type Profile, type StatisticsSnapshot }
  from '../matching/index.js';
import type { Comparison, JobText } from '../sdk/people.js';
import { ProfileCache } from './profile-cache.js';
import type { AskedPerson, RequestOf, ResumeText, SearchAnswers, SearchKind, SearchRequest } from './search-protocol.js';

interface Indexed { engine: MatchingEngine; index: CandidateIndex; readonly asOf: string; change: number; bytes: number; usedAt: number }
interface Collecting { readonly asOf: string; readonly resumes: Map<string, ResumeText>; change: number }

/** What an indexed person costs in memory, against the length of the text: postings, ids and their share of the terms. */
const BYTES_PER_CHARACTER = 3;
const reader = new MatchingEngine();

/**
 * The indexes of one process: rebuilt from what the hub gives, never a second truth. Past `maxBytes` the ones used least
 * recently go. Pure apart from what it remembers.
 */
export class PeopleIndexes {
  private readonly indexes = new Map<string, Indexed>();
  private readonly collecting = new Map<string, Collecting>();
  private readonly profiles = new ProfileCache();
  private turn = 0;

  constructor(private readonly maxBytes: number) {}

  answer<K extends SearchKind>(request: RequestOf<K>): SearchAnswers[K] {
    return this.dispatch(request) as SearchAnswers[K];
  }

  private dispatch(request: SearchRequest): SearchAnswers[SearchKind] {
    switch (request.kind) {
      case 'state': return this.state(request.index);
      case 'begin': this.collecting.set(request.index, { asOf: request.asOf, resumes: new Map(), change: 0 }); return null;
      case 'add': return this.add(request);
      case 'finish': return this.finish(request);
      case 'rename': return this.rename(request.index, request.to);
      case 'keep-only': return this.keepOnly(request);
      case 'shortlist': return this.shortlist(request);
      case 'compare': return this.compare(request);
    }
  }

  private state(name: string): SearchAnswers['state'] {
    const known = this.indexes.get(name);
    return known ? { change: known.change, people: known.index.size } : null;
  }

  private add({ index: name, resumes, change }: RequestOf<'add'>): null {
    const collecting = this.collecting.get(name);
    if (collecting) {
      for (const resume of resumes) collecting.resumes.set(resume.contactId, resume);
      collecting.change = change;
      return null;
    }
    const known = this.known(name);
    for (const resume of resumes) this.put(known, resume);
    known.change = change;
    return null;
  }

  private finish({ index: name, statistics: given, version }: RequestOf<'finish'>): SearchAnswers['finish'] {
    const { asOf, resumes, change } = this.collecting.get(name) ?? { asOf: '1970-01-01', resumes: new Map<string, ResumeText>(), change: 0 };
    this.collecting.delete(name);
    const people = [...resumes.values()].filter((resume) => resume.text !== null);
    const documents = (function* each(read: (resume: ResumeText) => Profile) {
      for (const resume of people) yield reader.documentOf(read(resume));
    })((resume) => this.profileOf(resume, asOf));
    const statistics = given ? new IndexStatistics(given as StatisticsSnapshot) : commonWords(IndexStatistics.collect(documents, version));
    const indexed: Indexed = {
      engine: new MatchingEngine(statistics), index: new CandidateIndex(statistics), asOf, change, bytes: 0, usedAt: 0,
    };
    for (const resume of people) this.put(indexed, resume);
    this.indexes.set(name, indexed);
    this.touch(indexed);
    this.evict(name);
    return { statistics: statistics.toJSON(), documents: people.length };
  }

  private rename(name: string, to: string): null {
    const known = this.known(name);
    this.indexes.delete(name);
    this.indexes.set(to, known);
    return null;
  }

  private keepOnly({ index: name, contactIds }: RequestOf<'keep-only'>): null {
    const known = this.known(name);
    const kept = new Set(contactIds);
    for (const id of known.index.state().ids) if (id !== '' && !kept.has(id)) known.index.delete(id);
    this.profiles.clear();
    return null;
  }

  private shortlist({ index: name, job: text, without }: RequestOf<'shortlist'>): SearchAnswers['shortlist'] {
    const { engine, index } = this.known(name);
    const job = engine.readJob(postingOf(text));
    if (job.isTooThin) return { isTooThin: true, people: [] };
    return { isTooThin: false, people: index.search(queryOf(job, lexicon()), SHORTLIST, { without: new Set(without) }).map((hit) => hit.id) };
  }

  private compare({ index: name, jobs: texts, people, asOf, threshold }: RequestOf<'compare'>): SearchAnswers['compare'] {
    const { engine } = this.known(name);
    const needed = people.filter((person) => person.text === undefined && !this.profiles.has(person.hash, asOf)).map((person) => person.contactId);
    if (needed.length > 0) return { comparisons: [], tooThin: [], needed };
    const jobs = texts.map((text) => engine.readJob(postingOf(text)));
    const readable = jobs.filter((job) => !job.isTooThin);
    const evaluations = people.flatMap((person) => {
      const profile = this.profileOf({ ...person, text: person.text ?? '' }, asOf);
      return readable.map((job) => ({ person, evaluation: engine.evaluate(job, { ...profile, id: person.contactId }) }));
    });
    const best = evaluations.sort((a, b) => b.evaluation.score - a.evaluation.score || b.person.lastActive - a.person.lastActive
      || compareText(a.person.contactId, b.person.contactId) || compareText(a.evaluation.posting, b.evaluation.posting));
    return {
      needed, tooThin: jobs.filter((job) => job.isTooThin).map((job) => job.id),
      comparisons: best.map(({ person, evaluation }) => comparisonOf(engine, evaluation, person, threshold)),
    };
  }

  private put(indexed: Indexed, resume: ResumeText): void {
    if (resume.text === null) return indexed.index.delete(resume.contactId);
    const document = reader.documentOf(this.profileOf(resume, indexed.asOf), { lastActive: resume.lastActive });
    indexed.index.upsert({ ...document, id: resume.contactId });
    indexed.bytes += resume.text.length * BYTES_PER_CHARACTER;
  }

  private profileOf(resume: { hash: string; text: string | null; contactId: string }, asOf: string): Profile {
    return this.profiles.get(resume.hash, asOf, () => reader.readProfile({ id: resume.contactId, text: resume.text ?? '' }, asOf));
  }

  private known(name: string): Indexed {
    const known = this.indexes.get(name);
    if (!known) throw new RangeError(`No index ${name}.`);
    this.touch(known);
    return known;
  }

  private touch(indexed: Indexed): void {
    this.turn += 1;
    indexed.usedAt = this.turn;
  }

  private evict(kept: string): void {
    const oldestFirst = [...this.indexes].filter(([name]) => name !== kept).sort(([, a], [, b]) => a.usedAt - b.usedAt);
    let bytes = [...this.indexes.values()].reduce((sum, indexed) => sum + indexed.bytes, 0);
    for (const [name, indexed] of oldestFirst) {
      if (bytes <= this.maxBytes) return;
      this.indexes.delete(name);
      bytes -= indexed.bytes;
    }
  }
}

/** Words of a single person say something about that person and nothing about the language. */
function commonWords(counted: IndexStatistics): IndexStatistics {
  const snapshot = counted.toJSON();
  const common = Object.entries(snapshot.frequencies).filter(([, frequency]) => frequency > 1);
  return new IndexStatistics({ ...snapshot, frequencies: Object.fromEntries(common) });
}

function comparisonOf(engine: MatchingEngine, evaluation: Evaluation, person: AskedPerson, threshold: number): Comparison {
  const isMatch = engine.isMatch(evaluation, threshold);
  return {
    contactId: person.contactId, jobId: evaluation.posting, score: evaluation.score, isMatch, meetsAll: isMatch && evaluation.meetsMandatory,
    flags: evaluation.flags, resumeHash: person.hash, engineVersion: evaluation.engineVersion,
    reasons: mainReasons(evaluation).map(({ kind, text, weight, outOf, matched, status, mandatory, evidence }) => ({
      kind, text, weight, outOf, matched, status, mandatory, evidence: evidence.slice(0, 3),
    })),
  };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const postingOf = ({ id, title, location, text }: JobText) => ({ id, title, text, ...(location !== null && { location }) });
