import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Category } from '../../src/matching/index.js';
import { isHeldOut } from './split.js';

const FOLDER = join(process.cwd(), 'test', 'quality', 'data');

export interface GoldRequirement { text: string; start: number; end: number; category: Category; mandatory: boolean }
export interface GoldPosting { id: string; title: string; location?: string; text: string; requirements: GoldRequirement[] }
export interface GoldApplication { id: string; posting: string; candidate: string; advance: boolean }

const CATEGORY: Record<string, Category> = { experience: 'experience', skill: 'skills', education: 'qualifications', qualification: 'qualifications', location: 'location' };

function rows<T>(name: string): T[] {
  return readFileSync(join(FOLDER, name), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as T);
}

export function postings(): GoldPosting[] {
  type Row = { id: string; title: string; location: string; description: string; requirements: (Omit<GoldRequirement, 'category'> & { category: string })[] };
  return rows<Row>('postings.jsonl').map(({ id, title, location, description, requirements }) => ({
    id, title, location, text: description, requirements: requirements.map((r) => ({ ...r, category: categoryOf(r.category, r.text) })),
  }));
}

/** The sample knows no languages: it files them under skills. */
function categoryOf(name: string, text: string): Category {
  return /^(German|French|Spanish)$/.test(text) ? 'languages' : CATEGORY[name]!;
}

export function candidates(): { id: string; text: string }[] {
  return rows<{ id: string; resumeText: string }>('candidates.jsonl').map(({ id, resumeText }) => ({ id, text: resumeText }));
}

export function applications(): GoldApplication[] {
  return rows<{ id: string; posting: string; candidate: string; truth: { advance: boolean } }>('applications.jsonl')
    .map(({ id, posting, candidate, truth }) => ({ id, posting, candidate, advance: truth.advance }));
}

/** Grade of a pair: 3 fits, 2 right occupation but short of something, 1 neighbouring occupation, 0 otherwise. */
export function grades(): Map<string, number> {
  return new Map(rows<{ posting: string; candidate: string; grade: number }>('relevance.jsonl').map((r) => [`${r.posting} ${r.candidate}`, r.grade]));
}

/** The hand-made advertisements, with their marks taken off and turned into spans. */
export function advertisements(): GoldPosting[] {
  return markedTexts('advertisements');
}

/** Every annotated job description, in two parts: what rules may be made from, and what they are measured on. */
export function descriptions(): { development: GoldPosting[]; heldOut: GoldPosting[] } {
  const mixed = [...markedTexts('advertisements'), ...markedTexts('descriptions')];
  return {
    development: [...mixed.filter((one) => !isHeldOut(one.id)), ...markedTexts(join('descriptions', 'tuning'))],
    heldOut: [...mixed.filter((one) => isHeldOut(one.id)), ...markedTexts(join('descriptions', 'apart'))],
  };
}

function markedTexts(name: string): GoldPosting[] {
  const folder = join(FOLDER, name);
  return readdirSync(folder).filter((file) => /\.(txt|html)$/.test(file)).sort().map((file) => {
    const [title, ...rest] = readFileSync(join(folder, file), 'utf8').split('\n');
    return { id: file, title: title!, ...unmarked(rest.join('\n')) };
  });
}

/** A hand-made résumé with its judgement: advertisements it fits, and those it falls short of. */
export interface JudgedResume { id: string; text: string; fits: string[]; short: string[] }

export function judgedResumes(): JudgedResume[] {
  const folder = join(FOLDER, 'resumes');
  return readdirSync(folder).filter((name) => name.endsWith('.txt')).sort().map((name) => {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n');
    const judged = (label: string): string[] => lines[0]!.startsWith(`${label}:`) ? lines[0]!.slice(label.length + 1).trim().split(' ') : [];
    return { id: name, fits: judged('fits'), short: judged('short'), text: lines.slice(1).join('\n') };
  });
}

function unmarked(marked: string): { text: string; requirements: GoldRequirement[] } {
  const requirements: GoldRequirement[] = [];
  let text = '';
  let from = 0;
  for (const match of marked.matchAll(/\{\{([MN]) (\w+)\|([^}]+)\}\}/g)) {
    text += marked.slice(from, match.index);
    requirements.push({ text: match[3]!, start: text.length, end: text.length + match[3]!.length, category: match[2] as Category, mandatory: match[1] === 'M' });
    text += match[3]!;
    from = match.index + match[0].length;
  }
  return { text: text + marked.slice(from), requirements };
}
