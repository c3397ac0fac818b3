import type { Job } from '../posting/job.js';
import type { Position, Profile, Span } from '../resume/profile.js';
import { unionMonths } from '../resume/dates.js';
import type { Lexicon } from '../taxonomy/lexicon.js';

/** How well a work history fits an occupation. */
export interface OccupationFit {
  /** 0-1; recent work counts more. */
  readonly value: number;
  readonly closeness: number;
  readonly title?: string;
  readonly span?: Span;
}

/** What is looked for: occupations with the confidence of their reading, and the words of the title. */
export interface Wanted {
  readonly occupations: Job['occupations'];
  readonly titleStems: ReadonlyMap<string, number>;
}

const STILL_FRESH_MONTHS = 30;
const OLD_MONTHS = 120;
const OLD_WEIGHT = 0.6;
const HEAD_WEIGHT = 0.85;
const COUNTS_FULLY = 0.8;
const COUNTS_PARTLY = 0.5;
const PART = 0.3;
const GENERIC = new Set(['manag', 'engin', 'specialist', 'assist', 'coordin', 'associ', 'offic', 'consult', 'analyst', 'director', 'supervisor', 'repres', 'technician', 'oper', 'administr', 'execut', 'agent', 'worker', 'clerk', 'senior', 'junior', 'lead', 'head', 'develop', 'advisor', 'staff', 'intern', 'traine', 'ii', 'iii', 'sr', 'jr', 'chief', 'depart', 'gener']);

/** The best fit of any job held, or claimed in the head of the résumé. */
export function occupationFit(wanted: Wanted, profile: Profile, lexicon: Lexicon): OccupationFit {
  let best: OccupationFit = { value: 0, closeness: 0 };
  for (const position of profile.positions) {
    const closeness = closenessOf(wanted, position, lexicon) * (position.isTraining ? 0.6 : 1);
    const value = closeness * recency(position, profile.asOf);
    if (value > best.value) best = { value, closeness, title: position.title, span: position };
  }
  const isUndated = profile.positions.length === 0;
  for (const stated of profile.statedOccupations) {
    const closeness = occupationCloseness(wanted, [stated], lexicon);
    const value = closeness * (isUndated ? 0.95 : HEAD_WEIGHT);
    if (value > best.value) best = { value, closeness, title: lexicon.occupations.nameOf(stated.id), span: stated.span };
  }
  return best;
}

/** Months of work in the occupation: time counted once, neighbours in part, training not at all. */
export function relevantMonths(wanted: Wanted, profile: Profile, lexicon: Lexicon): number {
  const dated = profile.positions.flatMap((position) => {
    if (position.startMonth === undefined || position.endMonth === undefined || position.isTraining) return [];
    return [{ startMonth: position.startMonth, endMonth: position.endMonth, closeness: closenessOf(wanted, position, lexicon) }];
  });
  const full = unionMonths(dated.filter((d) => d.closeness >= COUNTS_FULLY));
  const wide = unionMonths(dated.filter((d) => d.closeness >= COUNTS_PARTLY * 0.9));
  return full + PART * (wide - full);
}

/** Closeness of one job to the occupation wanted, by the lexicon or, where it is silent, by the words of the titles. */
export function closenessOf(wanted: Wanted, position: Position, lexicon: Lexicon): number {
  const known = occupationCloseness(wanted, position.occupations, lexicon);
  const words = titleLikeness(wanted.titleStems, position.titleStems);
  const isJudged = wanted.occupations.length > 0 && position.occupations.length > 0;
  return Math.max(known, isJudged ? words * 0.6 : words * 0.9);
}

function occupationCloseness(wanted: Wanted, held: readonly { id: string; confidence: number }[], lexicon: Lexicon): number {
  let best = 0;
  for (const a of wanted.occupations) {
    for (const b of held) best = Math.max(best, lexicon.occupations.closeness(a.id, b.id) * Math.sqrt(a.confidence * b.confidence));
  }
  return best;
}

function titleLikeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const weight = (stem: string): number => (GENERIC.has(stem) ? 0.3 : 1);
  let shared = 0;
  let all = 0;
  for (const stem of a.keys()) {
    all += weight(stem);
    if (b.has(stem)) shared += weight(stem);
  }
  for (const stem of b.keys()) if (!a.has(stem)) all += weight(stem) * 0.5;
  return all > 0 ? shared / all : 0;
}

function recency(position: Position, asOf: number): number {
  if (position.endMonth === undefined) return 0.9;
  const age = asOf - position.endMonth;
  if (age <= STILL_FRESH_MONTHS) return 1;
  const aged = Math.min(1, (age - STILL_FRESH_MONTHS) / (OLD_MONTHS - STILL_FRESH_MONTHS));
  return 1 - (1 - OLD_WEIGHT) * aged;
}
