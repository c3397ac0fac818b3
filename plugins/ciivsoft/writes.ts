import type { ActionSpec, ComparisonReason } from 'patchbay/sdk';
import { NEW_APPLICANT, SOLUTION_NAMES, type Solution } from './ciivsoft.context.js';
import type { Proposal } from './decision.js';
import { arkiiveNote, filterNote, refineNote, thinNote, unreadableNote, type Judged } from './notes.js';
import type { Screening } from './screening.entity.js';

export const SUGGESTED_TAG = 'CiiVSOFT Suggested';
export const SOURCES: Readonly<Record<'arkiive' | 'refine', string>> = { arkiive: 'CiiVSOFT ARKiiVE', refine: 'CiiVSOFT REFiiNE' };

/** A decision as its writes need it; the same decision leads to the same writes, key by key (D5). */
export interface DecisionToWrite extends Judged {
  readonly id: string;
  readonly solution: Solution;
  readonly contactId: string;
  readonly opportunityId: string | null;
  readonly postingId: string;
  readonly decidedAt: number;
  readonly proposal: Proposal;
  readonly hasOwner: boolean;
}

const THEN = 'outcome';
const thenOf = (decisionId: string, write: 'last' | 'lead' | 'note') => ({ job: THEN, context: { decisionId, write } });

function common(decision: DecisionToWrite, meaning: string) {
  return { meaning, occasion: decision.id, reasons: summaryOf(decision) };
}

/** One line for the journey, then the reasons. At least one, always: no reason, no action (LG-3). */
function summaryOf({ solution, jobTitle, score, threshold, reasons }: DecisionToWrite): string[] {
  const texts = reasons.filter((reason) => reason.text !== '').slice(0, 5).map((reason) => reason.text);
  return [`${SOLUTION_NAMES[solution]} for "${jobTitle}": score ${score}, threshold ${threshold}`, ...texts];
}

/** The writes to Lever of one decision, in order; the last one reports back. Pure. */
export function decisionWrites(decision: DecisionToWrite, screenedStageId: string | null): ActionSpec[] {
  const writes = decision.solution === 'filter' ? filterWrites(decision, screenedStageId) : leadWrites(decision);
  const last = decision.solution === 'filter' ? 'last' : 'lead';
  return writes.map((write, index) => (index < writes.length - 1 ? write : { ...write, then: thenOf(decision.id, last) }));
}

function filterWrites(decision: DecisionToWrite, screenedStageId: string | null): ActionSpec[] {
  const { opportunityId, proposal } = decision;
  if (opportunityId === null || (proposal !== 'advance' && proposal !== 'suggest' && proposal !== 'stay')) return [];
  const note: ActionSpec = {
    ...common(decision, `filter:note:${proposal}`), kind: 'note.add', opportunityId, text: filterNote(decision, proposal), occurredAt: decision.decidedAt,
  };
  if (proposal === 'suggest') return [{ ...common(decision, 'filter:tag'), kind: 'tag.add', opportunityId, tags: [SUGGESTED_TAG] }, note];
  if (proposal === 'stay' || screenedStageId === null) return [note];
  return [note, { ...common(decision, 'filter:advance'), kind: 'stage.move', opportunityId, stageId: screenedStageId, seenStageId: NEW_APPLICANT }];
}

/** CI-42: origin sourced and stage lead-new are the hub's own way of making leads. */
function leadWrites(decision: DecisionToWrite): ActionSpec[] {
  if (decision.proposal !== 'lead' || decision.solution === 'filter') return [];
  return [{
    ...common(decision, `${decision.solution}:lead`), kind: 'lead.create', contactId: decision.contactId, postingId: decision.postingId,
    source: SOURCES[decision.solution], occurredAt: decision.decidedAt, ownerFromPosting: decision.hasOwner,
  }];
}

/** The note on a lead that was made (CI-14, CI-39); the last write of its decision. Pure. */
export function leadNote(decision: DecisionToWrite, leadOpportunityId: string, appliedTitle: string | null): ActionSpec {
  return {
    ...common(decision, `${decision.solution}:note`), kind: 'note.add', opportunityId: leadOpportunityId, occurredAt: decision.decidedAt,
    text: decision.solution === 'refine' ? refineNote(decision, appliedTitle ?? 'another job') : arkiiveNote(decision),
    then: thenOf(decision.id, 'note'),
  };
}

export const TOO_THIN = 'the posting says too little';

/** The note on an application that was not screened (CI-19, CI-28); the same review leads to the same note. Pure. */
export function unscreenedNote({ applicationId, opportunityId, state, reason, pass, reviewedAt }: Screening, jobTitle: string): ActionSpec {
  const why = reason ?? TOO_THIN;
  return {
    kind: 'note.add', opportunityId, text: state === 'thin' ? thinNote(jobTitle) : unreadableNote(jobTitle, why), occurredAt: reviewedAt ?? 0,
    meaning: `filter:note:${state}`, occasion: `${applicationId}:${pass}`, reasons: [`FiiLTER did not screen the application: ${why}`],
  };
}

export const hasReason = (reasons: readonly ComparisonReason[]): boolean => reasons.some((reason) => reason.matched && reason.evidence.length > 0);
