import type { FormField } from './form.js';
import type { Confidentiality } from './opportunity.js';

export interface Stage {
  readonly id: string;
  text: string;
  readonly pipeline: 'lead' | 'applicant' | 'screen' | 'onsite' | 'offer';
  readonly rank: number;
  readonly hasInterview: boolean;
}

export interface ArchiveReason {
  readonly id: string;
  text: string;
  readonly type: 'hired' | 'non-hired';
  status: 'active' | 'inactive';
}

export type PostingState = 'published' | 'internal' | 'closed' | 'draft' | 'pending' | 'rejected';
export const postingStates: readonly PostingState[] = ['published', 'internal', 'closed', 'draft', 'pending', 'rejected'];

export interface PostingList {
  readonly text: string;
  readonly content: string;
}

export interface SalaryRange {
  readonly min: number;
  readonly max: number;
  readonly currency: string;
  readonly interval: string;
}

export interface CustomQuestionSet {
  readonly id: string;
  readonly text: string;
  readonly fields: FormField[];
  readonly distribution: string[];
}

export interface PostingCategories {
  commitment: string | null;
  department: string | null;
  level: string | null;
  location: string | null;
  team: string | null;
  allLocations: string[];
}

export interface Posting {
  readonly id: string;
  text: string;
  state: PostingState;
  distributionChannels: string[];
  readonly user: string;
  owner: string | null;
  hiringManager: string | null;
  readonly categories: PostingCategories;
  tags: string[];
  descriptionHtml: string;
  lists: PostingList[];
  closingHtml: string;
  country: string | null;
  followers: string[];
  reqCode: string | null;
  requisitionCodes: string[];
  salaryDescriptionHtml: string | null;
  salaryRange: SalaryRange | null;
  confidentiality: Confidentiality;
  readonly createdAt: number;
  updatedAt: number;
  workplaceType: string;
  customQuestions: CustomQuestionSet[];
  asksEeo: boolean;
}

export interface Requisition {
  readonly id: string;
  readonly createdAt: number;
  status: string;
  name: string;
  requisitionCode: string;
  headcountTotal: number | 'unlimited';
  headcountHired: number;
  backfill: boolean;
  readonly creator: string | null;
  owner: string | null;
  hiringManager: string | null;
  internalNotes: string;
  compensationBand: SalaryRange | null;
  approval: Readonly<Record<string, unknown>>;
  employmentStatus: string | null;
  location: string | null;
  team: string | null;
  department: string | null;
  postings: string[];
  offerIds: string[];
  timeToFillStartAt: number | null;
  timeToFillEndAt: number | null;
  updatedAt: number;
  customFields: Readonly<Record<string, unknown>>;
  closedAt: number | null;
  stateHistory: Array<{ beginAt: number; status: string; attribution: { timestamp: number; service: string } }>;
}

export interface RequisitionFieldOption {
  readonly id: string;
  text: string;
}

export interface RequisitionField {
  readonly id: string;
  text: string;
  type: string;
  isRequired: boolean;
  subfields?: ReadonlyArray<{ id: string; text: string; type: string }>;
  options?: RequisitionFieldOption[];
}

export interface EeoResponse {
  readonly applicationId: string;
  readonly opportunityId: string;
  readonly source: string;
  readonly respondedAt: number;
  readonly answers: Readonly<Record<string, unknown>>;
}

export interface DiversitySurvey {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly text: string;
  readonly countryCodes: string[];
  readonly instructions: string;
  readonly fields: FormField[];
}

export interface Upload {
  readonly id: string;
  readonly filename: string;
  readonly expiresAt: number;
  readonly content: Buffer;
}

export interface AuditEvent {
  readonly id: string;
  readonly createdAt: number;
  readonly type: string;
  readonly user: { id: string; email: string; name: string; role: string } | null;
  readonly target: { id: string; type: string; label: string } | null;
  readonly meta: Readonly<Record<string, unknown>>;
}
