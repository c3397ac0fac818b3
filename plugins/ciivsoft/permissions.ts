import type { LeverOperation } from 'patchbay/sdk';

/** The 45 read permissions that the key must have, in the order of the set-up guide (CI-3). */
export const READS = [
  'stages.get', 'requisitions.get', 'postings.get', 'referrals.get', 'notes.get', 'forms.get', 'opportunities.get', 'contacts.get',
  'candidateReferrals.get', 'candidateNotes.get', 'candidateForms.get', 'candidates.get', 'stages.list', 'requisitions.list', 'requisitionFields.get',
  'resumes.get', 'panels.get', 'applications.get', 'candidatePanels.get', 'candidateFiles.get', 'candidateApplications.get', 'tags.list',
  'requisitionFields.list', 'postings.list', 'referrals.list', 'offers.list', 'files.list', 'applications.list', 'candidates.list',
  'candidateReferrals.list', 'candidateOffers.list', 'candidateApplications.list', 'offers.download', 'candidateResumes.download', 'resumes.list',
  'panels.list', 'notes.list', 'forms.list', 'opportunities.list', 'opportunities.listDeleted', 'candidateResumes.list', 'candidatePanels.list',
  'candidateNotes.list', 'resumes.download', 'candidateFiles.download',
] as const satisfies readonly LeverOperation[];

/** The 11 write permissions. */
export const WRITES = [
  'requisitionFields.update', 'postings.update', 'panels.update', 'candidates.updateStage', 'requisitions.update', 'opportunities.updateStage',
  'notes.update', 'candidatePanels.update', 'notes.create', 'opportunities.addTags', 'candidates.addTags',
] as const satisfies readonly LeverOperation[];

/**
 * Our addition: Lever has no call that puts a posting on an opportunity, so a lead is a new opportunity of the same person.
 * Without it ARKiiVE and REFiiNE wait and FiiLTER works.
 */
export const LEADS_OPERATION = 'opportunities.create' satisfies LeverOperation;

/** Our addition: tells hired people from others and one archive reason from another. Without it every archived person counts as turned down. */
export const REASONS_OPERATION = 'archiveReasons.list' satisfies LeverOperation;
