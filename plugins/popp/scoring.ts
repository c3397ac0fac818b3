import { REQUIREMENT_CATEGORIES, type RequirementCategory } from 'patchbay/sdk';

/** What became of one requirement; `unknown`: the résumé says nothing either way, so that a recruiter can ask. */
export type OutcomeStatus = 'met' | 'partial' | 'not-met' | 'unknown';
export const OUTCOME_STATUSES: readonly OutcomeStatus[] = ['met', 'partial', 'not-met', 'unknown'];

export interface Judged { readonly category: RequirementCategory; readonly mandatory: boolean; readonly status: OutcomeStatus }

/** Slider of a category: 0 to 100 in steps of 5; right counts more (PO-13). */
export type Weights = Readonly<Record<RequirementCategory, number>>;
export const WEIGHT_STEP = 5;
export const DEFAULT_WEIGHTS: Weights = { experience: 50, skills: 50, qualifications: 50, location: 50, languages: 50, other: 50 };

/** One used category: `points` of `requirements` possible. */
export interface CategoryPoints { readonly category: RequirementCategory; readonly requirements: number; readonly points: number }

const VALUE: Readonly<Record<OutcomeStatus, number>> = { 'met': 1, 'partial': 0.5, 'not-met': 0, 'unknown': 0 };

/** The categories that hold at least one requirement, in their fixed order (PO-20). */
export function pointsOf(judged: readonly Judged[]): CategoryPoints[] {
  return REQUIREMENT_CATEGORIES.flatMap((category) => {
    const own = judged.filter((one) => one.category === category);
    const points = own.reduce((sum, one) => sum + VALUE[one.status], 0);
    return own.length === 0 ? [] : [{ category, requirements: own.length, points }];
  });
}

/** Category score, 0 to 100, two decimals. */
export const percentOf = ({ points, requirements }: CategoryPoints): number => round2((100 * points) / requirements);

/**
 * Overall score in hundredths of a point, 0 to 10,000: the weighted mean of the used categories over used weights only
 * (PO-21). Null when no used category carries weight.
 */
export function overallOf(categories: readonly CategoryPoints[], weights: Weights): number | null {
  const sum = categories.reduce((total, { category }) => total + weights[category], 0);
  if (sum === 0) return null;
  const weighted = categories.reduce((total, one) => total + weights[one.category] * (one.points / one.requirements), 0);
  return Math.round((10_000 * weighted) / sum);
}

export interface MandatoryResult { readonly all: number; readonly met: number; readonly isMet: boolean }

/** Meeting every must-have decides the group and never the arithmetic (PO-22). */
export function mandatoryOf(judged: readonly Judged[]): MandatoryResult {
  const must = judged.filter((one) => one.mandatory);
  const met = must.filter((one) => one.status === 'met').length;
  return { all: must.length, met, isMet: met === must.length };
}

export interface Ranked { readonly score: number; readonly mandatoryMet: number; readonly appliedAt: number; readonly id: string }

/** Best first; ties by mandatory requirements met, then by who applied first. */
export function compareRanked(a: Ranked, b: Ranked): number {
  return b.score - a.score || b.mandatoryMet - a.mandatoryMet || a.appliedAt - b.appliedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Which categories count nothing, and why (PO-20). */
export function unusedOf(
  requirements: readonly { readonly category: RequirementCategory }[], weights: Weights,
): { category: RequirementCategory; why: string }[] {
  return REQUIREMENT_CATEGORIES.flatMap((category) => {
    if (!requirements.some((one) => one.category === category)) {
      return [{ category, why: 'No requirement is mapped to this category: it is not considered in the score.' }];
    }
    return weights[category] === 0 ? [{ category, why: 'Its slider stands at zero: it is not considered in the score.' }] : [];
  });
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
