import { fisherExact } from './fisher.js';

/** One anonymous answer: nobody's name, no id; `group` values are Lever's own words. */
export interface SurveyAnswer { readonly sex: string | null; readonly race: string | null; readonly isSelected: boolean }

export const SMALLEST_GROUP = 5;
export const SMALL_SHARE = 0.02;
export const FOUR_FIFTHS = 0.8;
export const SIGNIFICANT = 0.05;

export interface ImpactGroup {
  readonly group: string;
  /** Null together with everything else: fewer than five people, hidden. */
  readonly people: number | null;
  readonly selected: number | null;
  readonly selectionRate: number | null;
  /** Against the best group; null without one. */
  readonly impactRatio: number | null;
  readonly pValue: number | null;
  readonly isBest: boolean;
  /** Below four fifths of the best group's rate. */
  readonly isFlagged: boolean;
  readonly isSignificant: boolean;
  /** Under 2 % of all who answered: may be left out of conclusions, and is counted. */
  readonly isSmallShare: boolean;
}

export interface ImpactTable {
  readonly by: 'sex' | 'race' | 'sex and race';
  readonly groups: readonly ImpactGroup[];
  /** Whoever did not answer this question. */
  readonly unknown: number;
  /** Groups that are hidden because they hold fewer than five people. */
  readonly hiddenGroups: number;
  readonly hiddenPeople: number;
}

interface Count { people: number; selected: number }

/** Selection rates, impact ratios and significance for each group of one question (LG-6). Pure. */
export function impactTable(by: ImpactTable['by'], answers: readonly SurveyAnswer[]): ImpactTable {
  const counts = new Map<string, Count>();
  let unknown = 0;
  for (const answer of answers) {
    const group = groupOf(by, answer);
    if (group === null) {
      unknown += 1;
      continue;
    }
    const count = counts.get(group) ?? { people: 0, selected: 0 };
    counts.set(group, { people: count.people + 1, selected: count.selected + (answer.isSelected ? 1 : 0) });
  }
  const shown = [...counts].filter(([, count]) => count.people >= SMALLEST_GROUP);
  const hidden = [...counts].filter(([, count]) => count.people < SMALLEST_GROUP);
  const best = shown.reduce<[string, Count] | null>((a, b) => (a === null || rateOf(b[1]) > rateOf(a[1]) ? b : a), null);
  const known = answers.length - unknown;
  const groups = [
    ...shown.map(([group, count]) => measured(group, count, best, known)), ...hidden.map(([group, { people }]) => concealed(group, people / known)),
  ].toSorted((a, b) => (b.selectionRate ?? -1) - (a.selectionRate ?? -1) || (a.group < b.group ? -1 : 1));
  return { by, groups, unknown, hiddenGroups: hidden.length, hiddenPeople: hidden.reduce((sum, [, count]) => sum + count.people, 0) };
}

function groupOf(by: ImpactTable['by'], { sex, race }: SurveyAnswer): string | null {
  if (by === 'sex') return sex;
  if (by === 'race') return race;
  return sex === null || race === null ? null : `${sex}, ${race}`;
}

const rateOf = ({ people, selected }: Count): number => selected / people;
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

function measured(group: string, count: Count, best: [string, Count] | null, known: number): ImpactGroup {
  const rate = rateOf(count);
  const bestRate = best ? rateOf(best[1]) : 0;
  const isBest = best?.[0] === group;
  const ratio = bestRate > 0 ? rate / bestRate : null;
  const p = best && !isBest ? fisherExact(count.selected, count.people - count.selected, best[1].selected, best[1].people - best[1].selected) : null;
  return {
    group, people: count.people, selected: count.selected, selectionRate: rounded(rate), impactRatio: ratio === null ? null : rounded(ratio),
    pValue: p === null ? null : rounded(p), isBest, isFlagged: ratio !== null && ratio < FOUR_FIFTHS, isSignificant: p !== null && p < SIGNIFICANT,
    isSmallShare: count.people / known < SMALL_SHARE,
  };
}

function concealed(group: string, share: number): ImpactGroup {
  return {
    group, people: null, selected: null, selectionRate: null, impactRatio: null, pValue: null, isBest: false, isFlagged: false, isSignificant: false,
    isSmallShare: share < SMALL_SHARE,
  };
}

const DECLINED = /decline|prefer not|not wish|don't wish|unspecified/i;

/** Lever's word for an answer; nothing, or a refusal to say, counts as unknown. Pure. */
export function answerOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || DECLINED.test(text) ? null : text;
}

export interface Selection {
  /** Stages that count as chosen: from the one for Shortlist on. */
  readonly stageIds: ReadonlySet<string>;
  readonly hiredReasonIds: ReadonlySet<string>;
}

/** An anonymous row of Lever as an answer. Pure. */
export function surveyAnswer(row: Readonly<Record<string, unknown>>, selection: Selection): SurveyAnswer {
  const isHired = typeof row.applicationArchiveReason === 'string' && selection.hiredReasonIds.has(row.applicationArchiveReason);
  const isAhead = typeof row.currentStage === 'string' && selection.stageIds.has(row.currentStage);
  return { sex: answerOf(row.gender), race: answerOf(row.race), isSelected: isHired || isAhead };
}
