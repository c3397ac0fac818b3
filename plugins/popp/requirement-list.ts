import type { FieldProblem, FoundRequirement, RequirementCategory } from 'patchbay/sdk';
import type { Weights } from './scoring.js';

/** `extracted`: as the engine read it; the others were touched by a person and survive a new extraction (PO-10). */
export type RequirementOrigin = 'extracted' | 'edited' | 'typed';

export interface AnalysisRequirement {
  readonly id: string; readonly text: string; readonly category: RequirementCategory; readonly mandatory: boolean; readonly origin: RequirementOrigin;
}

export const MAX_REQUIREMENTS = 60;
/** What a résumé can hardly show is no must-have until a person says so. */
const NEVER_MANDATORY: readonly RequirementCategory[] = ['other', 'location'];

const plain = (text: string): string => text.toLocaleLowerCase('en').replace(/\s+/g, ' ').trim();

/** New extracted ones take the place of older extracted ones; whatever a person typed or edited stays, first. Pure. */
export function mergeExtracted(
  before: readonly AnalysisRequirement[], found: readonly Omit<FoundRequirement, 'start' | 'end'>[], newId: () => string,
): AnalysisRequirement[] {
  const kept = before.filter((one) => one.origin !== 'extracted');
  const known = new Set(kept.map((one) => plain(one.text)));
  const fresh = found.flatMap(({ text, category, mandatory }) => {
    const words = text.replace(/\s+/g, ' ').trim();
    if (words === '' || known.has(plain(words))) return [];
    known.add(plain(words));
    return [{ id: newId(), text: words, category, mandatory: mandatory && !NEVER_MANDATORY.includes(category), origin: 'extracted' as const }];
  });
  return [...kept, ...fresh].slice(0, MAX_REQUIREMENTS);
}

export interface RequirementInput { readonly id?: string; readonly text: string; readonly category: RequirementCategory; readonly mandatory: boolean }

/** The list as the person saved it: with id = changed, without = added, missing = deleted (PO-11). Pure. */
export function applyEdits(before: readonly AnalysisRequirement[], wanted: readonly RequirementInput[], newId: () => string): AnalysisRequirement[] {
  return wanted.map(({ id, text, category, mandatory }) => {
    const old = before.find((one) => one.id === id);
    const now = { text: text.replace(/\s+/g, ' ').trim(), category, mandatory };
    if (!old) return { id: newId(), ...now, origin: 'typed' };
    const isSame = old.text === now.text && old.category === category && old.mandatory === mandatory;
    return isSame ? old : { id: old.id, ...now, origin: old.origin === 'typed' ? 'typed' : 'edited' };
  });
}

/** What keeps the list from being saved; empty when nothing does. Pure. */
export function editProblems(before: readonly AnalysisRequirement[], wanted: readonly RequirementInput[]): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const seen = new Set<string>();
  for (const [index, { id, text }] of wanted.entries()) {
    if (id !== undefined && !before.some((one) => one.id === id)) problems.push({ field: `/requirements/${index}/id`, message: 'is no requirement of this analysis' });
    if (seen.has(plain(text))) problems.push({ field: `/requirements/${index}/text`, message: 'stands twice in the list' });
    seen.add(plain(text));
  }
  return problems;
}

/** What keeps an analysis from going live (PO-15). Pure. */
export function confirmProblems(requirements: readonly AnalysisRequirement[], weights: Weights): FieldProblem[] {
  if (requirements.length === 0) return [{ field: '/requirements', message: 'at least one requirement is needed' }];
  if (requirements.some((one) => weights[one.category] > 0)) return [];
  return [{ field: '/weights', message: 'every slider that counts stands at zero: move at least one of a category with requirements to the right' }];
}

/** True when résumés must be read again; a new order or another weight needs none (PO-28). Pure. */
export function needsReanalysis(before: readonly AnalysisRequirement[], after: readonly AnalysisRequirement[]): boolean {
  const key = (list: readonly AnalysisRequirement[]): string =>
    JSON.stringify(list.map(({ id, text, category, mandatory }) => JSON.stringify([id, text, category, mandatory])).toSorted());
  return key(before) !== key(after);
}
