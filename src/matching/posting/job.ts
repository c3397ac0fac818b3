import { countStems } from '../lexical/stems.js';
import { wordsOf } from '../lexical/words.js';
import { levelOf } from '../taxonomy/job-level.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { conditionsOf } from './conditions.js';
import { extractRequirements } from './extract-requirements.js';
import { readPostingText } from './posting-text.js';
import type { Requirement, UnderstoodRequirement } from './requirement.js';

/** An advertisement as it comes in: plain text or HTML. */
export interface PostingInput {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly location?: string;
}

/** An advertisement, read: what the evaluator compares people with. */
export interface Job {
  readonly id: string;
  readonly title: string;
  readonly location?: string;
  readonly occupations: readonly { readonly id: string; readonly confidence: number }[];
  readonly level: number;
  readonly requirements: readonly UnderstoodRequirement[];
  readonly titleStems: ReadonlyMap<string, number>;
  readonly dutyStems: ReadonlyMap<string, number>;
  readonly stems: ReadonlyMap<string, number>;
  /** True when the text says too little to compare anybody with it. */
  readonly isTooThin: boolean;
}

const ENOUGH_WORDS = 12;
const OPENING = 500;

/** Reads an advertisement. Pure; about a millisecond for a page. */
export function readJob(posting: PostingInput, lexicon: Lexicon): Job {
  const text = readPostingText(posting.text);
  const { requirements, duties } = extractRequirements(text, lexicon);
  const stems = countStems(wordsOf(text.text));
  const occupations = occupationsOf(posting.title, text.text, lexicon);
  const evident = requirements.filter((r) => r.conditions.some((c) => c.kind !== 'quality' && c.kind !== 'place' && c.kind !== 'work-right'));
  return {
    id: posting.id, title: posting.title, location: posting.location, requirements, stems,
    occupations,
    level: levelOf(posting.title),
    titleStems: countStems(wordsOf(posting.title)), dutyStems: countStems(wordsOf(duties)),
    isTooThin: evident.length === 0 && stems.size < ENOUGH_WORDS,
  };
}

/** A job whose requirements a person wrote or edited. Their words are read anew; category and mandatory stay as given. Pure. */
export function askedJob(posting: Omit<PostingInput, 'text'>, asked: readonly Omit<Requirement, 'start' | 'end'>[], lexicon: Lexicon): Job {
  const text = asked.map((requirement) => requirement.text).join('\n');
  return {
    ...readJob({ ...posting, text }, lexicon),
    requirements: asked.map((requirement) => ({ ...requirement, start: 0, end: requirement.text.length, conditions: conditionsOf(requirement.text, lexicon) })),
  };
}

/** From the title; when it says nothing known, from the first sentences of the text. */
function occupationsOf(title: string, text: string, lexicon: Lexicon): Job['occupations'] {
  const named = lexicon.occupations.readTitle(title).filter((m, i) => m.confidence >= 0.5 || i === 0);
  const opening = named.length > 0 ? [] : lexicon.occupations.findLiteral(wordsOf(text.slice(0, OPENING))).filter((m) => text.slice(m.start, m.end).includes(' '));
  const best = new Map<string, number>();
  for (const { id, confidence } of [...named, ...opening.slice(0, 1).map((m) => ({ ...m, confidence: 0.6 }))]) {
    best.set(id, Math.max(confidence, best.get(id) ?? 0));
  }
  return [...best].map(([id, confidence]) => ({ id, confidence })).slice(0, 3);
}

/** What an advertisement asks for, in running order. Offsets count UTF-16 code units of the text given, markup included. */
export function requirementsOf(text: string, lexicon: Lexicon): Requirement[] {
  return extractRequirements(readPostingText(text), lexicon).requirements
    .map(({ text: quote, start, end, category, mandatory }) => ({ text: quote, start, end, category, mandatory }));
}
