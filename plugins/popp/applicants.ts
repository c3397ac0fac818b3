import type { MirroredOpportunity, MirroredStage } from 'patchbay/sdk';

export interface Inclusion { readonly leads: boolean; readonly archived: boolean }

const FIRST_APPLICANT_STAGE = 'applicant-new';

export type Exclusion = 'other-posting' | 'no-application' | 'gone' | 'archived' | 'lead';

/**
 * Why somebody on the posting is not analysed; null when they are: active opportunities in applicant or later stages,
 * leads and archived ones only by the checkbox (PO-27). Pure.
 */
export function exclusionOf(one: MirroredOpportunity, postingId: string, stages: readonly MirroredStage[], include: Inclusion): Exclusion | null {
  if (one.postingId !== postingId) return 'other-posting';
  if (one.deleted || one.anonymised) return 'gone';
  if (one.applicationId === null) return 'no-application';
  if (one.archivedAt !== null && !include.archived) return 'archived';
  return isLead(one.stageId, stages) && !include.leads ? 'lead' : null;
}

/** Stages before Lever's first applicant stage hold leads. */
function isLead(stageId: string, stages: readonly MirroredStage[]): boolean {
  const first = stages.find((stage) => stage.id === FIRST_APPLICANT_STAGE);
  const own = stages.find((stage) => stage.id === stageId);
  return first !== undefined && own !== undefined && own.position < first.position;
}

/** Stages in which nobody is rejected from here: an offer is out (PO-35). Hired people are archived in Lever. */
export function offerStages(stages: readonly MirroredStage[]): string[] {
  const offer = stages.find((stage) => stage.id === 'offer');
  return offer ? stages.filter((stage) => stage.position >= offer.position).map((stage) => stage.id) : [];
}

/** A posting that takes applicants. */
export const isOpenPosting = (state: string | null): boolean => state === 'published' || state === 'internal';
