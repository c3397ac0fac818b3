import { read, write } from './operation.js';

const C = '/candidates/:opportunity';

/** Lever's deprecated names for opportunities: known so that a key can be checked for them, not called otherwise. */
export const CANDIDATE_OPERATIONS = {
  'candidates.get': read('Find a candidate', 'opportunities', C),
  'candidates.list': read('Find all candidates', 'opportunities', '/candidates'),
  'candidateNotes.get': read('Find a candidate note', 'notes', `${C}/notes/:note`),
  'candidateNotes.list': read('Find all candidate notes', 'notes', `${C}/notes`),
  'candidateForms.get': read('Find a candidate form', 'forms', `${C}/forms/:form`),
  'candidateReferrals.get': read('Find a candidate referral', 'referrals', `${C}/referrals/:referral`),
  'candidateReferrals.list': read('Find all candidate referrals', 'referrals', `${C}/referrals`),
  'candidateResumes.list': read('Find all candidate resumes', 'resumes', `${C}/resumes`),
  'candidateResumes.download': read('Download a candidate resume', 'resumes', `${C}/resumes/:resume/download`),
  'candidateApplications.get': read('Find a candidate application', 'applications', `${C}/applications/:application`),
  'candidateApplications.list': read('Find all candidate applications', 'applications', `${C}/applications`),
  'candidatePanels.get': read('Find a candidate interview panel', 'panels', `${C}/panels/:panel`),
  'candidatePanels.list': read('Find all candidate interview panels', 'panels', `${C}/panels`),
  'candidateOffers.list': read('Find all candidate offers', 'offers', `${C}/offers`),
  'candidateFiles.get': read('Find a candidate file', 'files', `${C}/files/:file`),
  'candidateFiles.download': read('Download a candidate file', 'files', `${C}/files/:file/download`),
  'candidates.updateStage': write('Update a candidate stage', 'opportunities', `PUT ${C}/stage`),
  'candidatePanels.update': write('Update a candidate interview panel', 'panels', `PUT ${C}/panels/:panel`),
  'candidates.addTags': write('Add candidate tags', 'opportunities', `POST ${C}/addTags`),
} as const;
