import type { Quote, ResumeCheck } from 'patchbay/sdk';
import type { AnalysisRequirement } from './requirement-list.js';
import type { OutcomeStatus } from './scoring.js';

/** A quote whose place is not known yet: the vendor tells the words only. */
export interface Evidence { readonly quote: string; readonly start: number | null; readonly end: number | null }

export interface RequirementOutcome extends Omit<AnalysisRequirement, 'origin'> {
  readonly status: OutcomeStatus;
  readonly finding: string;
  readonly evidence: readonly Evidence[];
}

const STATUS: Readonly<Record<ResumeCheck['checks'][number]['status'], OutcomeStatus>> = {
  'met': 'met', 'partial': 'partial', 'not-met': 'not-met', 'not-stated': 'unknown',
};

/** The built-in engine's checks, one for each requirement. Nothing counts as shown without words of the résumé (LG-3). Pure. */
export function outcomesFromChecks(requirements: readonly AnalysisRequirement[], { checks }: ResumeCheck): RequirementOutcome[] {
  return requirements.map(({ origin: _origin, ...requirement }, index) => {
    const check = checks[index];
    if (!check) throw new Error('The engine answered without one check for each requirement.');
    const status = STATUS[check.status];
    const isShown = (status !== 'met' && status !== 'partial') || check.evidence.length > 0;
    return { ...requirement, status: isShown ? status : 'unknown', finding: check.finding, evidence: check.evidence };
  });
}

export interface ToldOutcome { readonly requirement: string; readonly isMet: boolean; readonly evidence?: string | null }

const plain = (text: string): string => text.toLocaleLowerCase('en').replace(/\s+/g, ' ').trim();

/**
 * The vendor's outcomes, found again by the words of the requirement; categories are ours, since it tells none.
 * Null when they are about other requirements than these, i.e. about an older version. Pure.
 */
export function outcomesFromVendor(requirements: readonly AnalysisRequirement[], told: readonly ToldOutcome[]): RequirementOutcome[] | null {
  const byText = new Map(told.map((one) => [plain(one.requirement), one]));
  if (byText.size !== requirements.length || requirements.some((one) => !byText.has(plain(one.text)))) return null;
  return requirements.map(({ origin: _origin, ...requirement }) => {
    const one = byText.get(plain(requirement.text));
    const quote = one?.evidence?.trim() ?? '';
    const evidence = quote === '' ? [] : [{ quote, start: null, end: null }];
    const isMet = one?.isMet === true;
    return isMet && evidence.length === 0
      ? { ...requirement, status: 'unknown', finding: 'Popp calls it met without quoting the resume', evidence }
      : { ...requirement, status: isMet ? 'met' : evidence.length > 0 ? 'not-met' : 'unknown', finding: isMet ? 'found by Popp' : 'not found by Popp', evidence };
  });
}

/** Finds the places of quotes in the text they were taken from; a quote that is not there keeps none. Pure. */
export function placed(evidence: readonly Evidence[], text: string | null): Evidence[] {
  return evidence.map((one) => {
    if (one.start !== null || text === null) return one;
    const start = text.indexOf(one.quote);
    return start < 0 ? one : { quote: one.quote, start, end: start + one.quote.length };
  });
}

export const isQuote = (one: Evidence): one is Quote => one.start !== null;

const LEAST_WORDS = 3;
const MANY = 3;

/** True when the résumé repeats several requirements word for word: the advertisement was pasted in. For a human eye only. Pure. */
export function copiesAdvertisement(requirements: readonly { readonly text: string }[], resume: string): boolean {
  const text = plain(resume);
  const telling = requirements.map((one) => plain(one.text)).filter((words) => words.split(' ').length >= LEAST_WORDS);
  const copied = telling.filter((words) => text.includes(words)).length;
  return copied >= MANY && copied * 2 >= telling.length;
}
