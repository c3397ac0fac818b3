import type { Job } from '../posting/job.js';
import type { Condition } from '../posting/requirement.js';
import type { Profile } from '../resume/profile.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { CLOSENESS } from '../taxonomy/occupations.js';

/** Fields of an indexed résumé, each with its own weight. */
export type Field = 'titles' | 'skills' | 'body';

/** What the index holds of a person: terms with their counts, when they were last active, and the groups filters ask for. */
export interface IndexDocument {
  readonly id: string;
  readonly fields: Readonly<Record<Field, ReadonlyMap<string, number>>>;
  /** Any growing number; ties go to the larger one. */
  readonly lastActive?: number;
  /** Names of sets the person belongs to ("consented", "hired"), for filters. */
  readonly groups?: readonly string[];
}

/** Terms looked for, with their weights. */
export type IndexQuery = ReadonlyMap<string, number>;

const QUERY = { occupation: 3, close: 2, near: 1, title: 2, mandatory: 1.5, preferred: 0.7, duties: 0.4 } as const;

/** The index terms of a résumé: occupations and title words, skills and licences, words. */
export function documentOf(profile: Profile, lexicon: Lexicon, more: Pick<IndexDocument, 'lastActive' | 'groups'> = {}): IndexDocument {
  const titles = new Map<string, number>();
  for (const position of profile.positions) {
    for (const { id } of position.occupations) count(titles, `o:${id}`);
    for (const stem of position.titleStems.keys()) count(titles, `t:${stem}`);
  }
  for (const { id } of profile.statedOccupations) count(titles, `o:${id}`);
  const skills = new Map<string, number>();
  for (const [skill, evidence] of profile.skills) {
    if (evidence.context === 'denied' || evidence.context === 'wished') continue;
    for (const shown of lexicon.skills.shownBy(skill)) count(skills, `s:${shown}`, evidence.context === 'used' ? 2 : 1);
  }
  for (const [name, { status }] of profile.credentials) if (status === 'active') count(skills, `c:${name}`);
  const body = new Map([...profile.stems].map(([stem, times]) => [`w:${stem}`, times] as const));
  return { id: profile.id, fields: { titles, skills, body }, ...more };
}

/** What an advertisement looks for in the index. */
export function queryOf(job: Job, lexicon: Lexicon): IndexQuery {
  const query = new Map<string, number>();
  const want = (term: string, weight: number): void => void query.set(term, Math.max(weight, query.get(term) ?? 0));
  for (const { id } of job.occupations) {
    want(`o:${id}`, QUERY.occupation);
    for (const [other, closeness] of lexicon.occupations.related(id)) want(`o:${other}`, closeness >= CLOSENESS.close ? QUERY.close : QUERY.near);
  }
  for (const stem of job.titleStems.keys()) want(`t:${stem}`, QUERY.title);
  for (const requirement of job.requirements) {
    const weight = requirement.mandatory ? QUERY.mandatory : QUERY.preferred;
    for (const condition of requirement.conditions) for (const [term, share] of termsOf(condition)) want(term, weight * share);
  }
  for (const stem of job.dutyStems.keys()) want(`w:${stem}`, QUERY.duties);
  return query;
}

function termsOf(condition: Condition): [string, number][] {
  switch (condition.kind) {
    case 'skill': return condition.anyOf.map((skill) => [`s:${skill}`, 1]);
    case 'credential': return condition.anyOf.map((name) => [`c:${name}`, 1]);
    case 'text': return condition.stems.map((stem) => [`w:${stem}`, 0.5]);
    default: return [];
  }
}

function count(counts: Map<string, number>, term: string, times = 1): void {
  counts.set(term, (counts.get(term) ?? 0) + times);
}
