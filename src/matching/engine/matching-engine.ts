import { bestCandidates, bestPostings, DEFAULT_RANK_LIMIT, DEFAULT_REFER_LIMIT, DEFAULT_THRESHOLD, isMatch, mayAdvance, type RecencyOf } from '../evaluate/decisions.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { Evaluator } from '../evaluate/evaluator.js';
import { NO_STATISTICS, type TermStatistics } from '../evaluate/statistics.js';
import { CandidateIndex, type SearchFilter } from '../index/candidate-index.js';
import { documentOf, queryOf, type IndexDocument } from '../index/index-document.js';
import { IndexStatistics } from '../index/index-statistics.js';
import { askedJob, readJob, requirementsOf, type Job, type PostingInput } from '../posting/job.js';
import type { Requirement } from '../posting/requirement.js';
import type { Profile } from '../resume/profile.js';
import { readProfile, type CandidateInput } from '../resume/read-profile.js';
import { lexicon, type Lexicon } from '../taxonomy/lexicon.js';

/** How many people of the index the evaluator looks at for one posting. */
export const SHORTLIST = 200;

/** A decision on one application. `advance: false` is never a rejection: the application stays where it is. */
export interface ApplicationDecision {
  readonly advance: boolean;
  readonly evaluation: Evaluation;
}

/** Options of a ranking. */
export interface RankOptions {
  /** At most so many people; default 7. */
  readonly limit?: number;
  /** Score from which somebody counts as a match; default 62. */
  readonly threshold?: number;
  /** Who may be found. */
  readonly filter?: SearchFilter;
  /** When a person was last active; decides ties. */
  readonly recencyOf?: RecencyOf;
}

/** Why a posting was not searched. */
export type NotSearched = 'too-little-text';

/** The outcome of a search for a posting; `skipped` says why nobody was looked for. */
export interface Ranking {
  readonly best: readonly Evaluation[];
  readonly skipped?: NotSearched;
}

/**
 * The matching engine: reads résumés and advertisements and compares them. Deterministic, without clock, network or
 * database: the same input gives the same bytes in every process. Safe to share; it keeps no state between calls.
 */
export class MatchingEngine {
  private readonly evaluator: Evaluator;
  private readonly words: Lexicon;

  /** `statistics`: the pinned snapshot that says how telling each word is; without one all words count the same. */
  constructor(readonly statistics: TermStatistics = NO_STATISTICS, words: Lexicon = lexicon()) {
    this.words = words;
    this.evaluator = new Evaluator(words, statistics);
  }

  /** Names rules, lexicon and statistics; store it with every decision. */
  get version(): string {
    return this.evaluator.version;
  }

  /** Reads a résumé; redacts first (LG-12). `asOf` (YYYY-MM-DD) ends whatever is still going on. Throws RangeError on a bad date. */
  readProfile(candidate: CandidateInput, asOf: string): Profile {
    return readProfile(candidate, asOf, this.words);
  }

  /** Reads an advertisement, plain text or HTML. */
  readJob(posting: PostingInput): Job {
    return readJob(posting, this.words);
  }

  /** The requirements of an advertisement in running order, with offsets into the text given. */
  requirements(text: string): Requirement[] {
    return requirementsOf(text, this.words);
  }

  /** A job known by requirements that a person reviewed, instead of by an advertisement; its evaluation keeps their order. */
  askedJob(posting: Omit<PostingInput, 'text'>, asked: readonly Omit<Requirement, 'start' | 'end'>[]): Job {
    return askedJob(posting, asked, this.words);
  }

  /** Score 0-100 with every reason. */
  evaluate(job: Job, profile: Profile): Evaluation {
    return this.evaluator.evaluate(job, profile);
  }

  /** Whether an application may advance by itself. */
  decide(job: Job, profile: Profile, threshold = DEFAULT_THRESHOLD): ApplicationDecision {
    const evaluation = this.evaluate(job, profile);
    return { evaluation, advance: !job.isTooThin && mayAdvance(evaluation, threshold) };
  }

  /** The best people for a posting out of an index; never padded. `profileOf` may answer undefined for people who are gone. */
  rank(job: Job, index: CandidateIndex, profileOf: (id: string) => Profile | undefined, options: RankOptions = {}): Ranking {
    if (job.isTooThin) return { best: [], skipped: 'too-little-text' };
    const hits = index.search(queryOf(job, this.words), SHORTLIST, options.filter);
    const profiles = hits.flatMap((hit) => profileOf(hit.id) ?? []);
    const evaluations = profiles.map((profile) => this.evaluate(job, profile));
    return { best: bestCandidates(evaluations, options.limit ?? DEFAULT_RANK_LIMIT, options.threshold ?? DEFAULT_THRESHOLD, options.recencyOf) };
  }

  /** The best other open postings for a person, at most `limit` (3); silence is a valid answer. */
  refer(profile: Profile, open: readonly Job[], limit = DEFAULT_REFER_LIMIT, threshold = DEFAULT_THRESHOLD): Evaluation[] {
    const evaluations = open.filter((job) => !job.isTooThin).map((job) => this.evaluate(job, profile));
    return bestPostings(evaluations, limit, threshold);
  }

  /** True when a person is worth a look for a posting. */
  isMatch(evaluation: Evaluation, threshold = DEFAULT_THRESHOLD): boolean {
    return isMatch(evaluation, threshold);
  }

  /** What the index keeps of a résumé. */
  documentOf(profile: Profile, more: Pick<IndexDocument, 'lastActive' | 'groups'> = {}): IndexDocument {
    return documentOf(profile, this.words, more);
  }
}

/** Counts résumés into a snapshot of statistics. The version should name the collection and the moment. */
export function collectStatistics(profiles: Iterable<Profile>, version: string, words: Lexicon = lexicon()): IndexStatistics {
  return IndexStatistics.collect((function* documents() {
    for (const profile of profiles) yield documentOf(profile, words);
  })(), version);
}

/** An index of résumés under a snapshot. */
export function indexProfiles(profiles: Iterable<Profile>, statistics: IndexStatistics, words: Lexicon = lexicon()): CandidateIndex {
  const index = new CandidateIndex(statistics);
  for (const profile of profiles) index.upsert(documentOf(profile, words));
  return index;
}
