import type { Feedback, FormField, ProfileForm, Referral } from './form.js';
import type { Phone } from './people.js';

export const origins = ['applied', 'sourced', 'referred', 'university', 'agency', 'internal'] as const;
export type Origin = (typeof origins)[number];
export type Confidentiality = 'confidential' | 'non-confidential';

export interface Archived {
  readonly reason: string;
  readonly archivedAt: number;
}

export interface StageChange {
  readonly toStageId: string;
  readonly toStageIndex: number;
  readonly updatedAt: number;
  readonly userId?: string;
}

export interface AnsweredForm {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly instructions: string;
  readonly fields: FormField[];
  readonly baseTemplateId: string;
  readonly user: string | null;
  readonly referrer?: string;
  readonly stage: string | null;
  readonly createdAt: number;
  readonly completedAt: number | null;
}

export interface RequisitionForHire {
  readonly id: string;
  readonly requisitionCode: string;
  readonly hiringManagerOnHire: string | null;
}

export interface Application {
  readonly id: string;
  readonly type: 'posting' | 'user' | 'referral';
  postingId: string;
  readonly user: string | null;
  name: string | null;
  company: string | null;
  phone: Phone | null;
  email: string | null;
  links: string[];
  comments: string | null;
  customQuestions: AnsweredForm[];
  readonly createdAt: number;
  archived: Archived | null;
  requisitionForHire: RequisitionForHire | null;
  ipAddress: string | null;
  referer: string | null;
  userAgent: string | null;
  acceptLanguage: string | null;
  timezone: string | null;
}

export interface NoteEntry {
  readonly createdAt: number;
  readonly score: number | null;
  readonly stage: string;
  readonly user: string | null;
  readonly value: string;
}

export interface Note {
  readonly id: string;
  entries: NoteEntry[];
  readonly user: string | null;
  secret: boolean;
  readonly completedAt: number;
  readonly createdAt: number;
  deletedAt: number | null;
  readonly madeByApi: boolean;
}

export type FileStatus = 'processing' | 'processed' | 'unsupported' | 'error' | null;

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly uploadedAt: number;
  status: FileStatus;
  readonly size: number;
  readonly content: () => Buffer;
}

export interface WorkYearMonth {
  readonly year: number;
  readonly month: number;
}

export interface ParsedResume {
  readonly positions: ReadonlyArray<{
    org: string | null; title: string | null; summary: string | null; location: string | null;
    start: WorkYearMonth | null; end: WorkYearMonth | null;
  }>;
  readonly schools: ReadonlyArray<{
    org: string | null; degree: string | null; field: string | null; summary: string | null;
    start: WorkYearMonth | null; end: WorkYearMonth | null;
  }>;
}

export interface Resume {
  readonly id: string;
  readonly createdAt: number;
  readonly file: StoredFile | null;
  readonly parsedData?: ParsedResume;
}

export interface FileAction {
  readonly id: string;
  readonly type: 'file-added' | 'resume-imported' | 'file-remove';
  readonly occurredAt: number;
  readonly user: string | null;
  readonly meta: Readonly<Record<string, unknown>>;
}

export interface OfferDocument {
  readonly fileName: string;
  readonly uploadedAt: number;
  readonly content: () => Buffer;
}

export interface Offer {
  readonly id: string;
  readonly posting: string | null;
  readonly createdAt: number;
  status: string;
  readonly creator: string;
  readonly fields: ReadonlyArray<{ text: string; identifier: string; value: unknown }>;
  readonly signatures: { candidate: Readonly<Record<string, unknown>> };
  approved: boolean | null;
  approvedAt: number | null;
  sentAt: number | null;
  sentDocument: OfferDocument | null;
  signedDocument: OfferDocument | null;
}

export interface Interviewer {
  readonly id: string;
  readonly feedbackTemplate: string;
}

export interface Interview {
  readonly id: string;
  subject: string | null;
  note: string | null;
  interviewers: Interviewer[];
  date: number;
  duration: number;
  location: string | null;
  feedbackTemplate: string | null;
  feedbackReminder: string;
  readonly user: string;
  readonly stage: string;
  readonly createdAt: number;
}

export interface Panel {
  readonly id: string;
  applications: string[];
  canceledAt: number | null;
  readonly createdAt: number;
  timezone: string;
  feedbackReminder: string;
  readonly externallyManaged: boolean;
  externalUrl: string | null;
  note: string | null;
  readonly stage: string;
  readonly user: string;
  interviews: Interview[];
}

export interface Opportunity {
  readonly id: string;
  contactId: string;
  stage: string;
  confidentiality: Confidentiality;
  archived: Archived | null;
  tags: string[];
  sources: string[];
  stageChanges: StageChange[];
  origin: Origin;
  sourcedBy: string | null;
  owner: string | null;
  followers: string[];
  application: Application | null;
  readonly createdAt: number;
  updatedAt: number | null;
  lastInteractionAt: number;
  lastAdvancedAt: number;
  snoozedUntil: number | null;
  isAnonymized: boolean;
  opportunityLocation: string | null;
  readonly notes: Note[];
  readonly resumes: Resume[];
  readonly files: StoredFile[];
  readonly fileActions: FileAction[];
  readonly offers: Offer[];
  readonly panels: Panel[];
  readonly feedback: Feedback[];
  readonly forms: ProfileForm[];
  readonly referrals: Referral[];
}

export interface DeletedOpportunity {
  readonly opportunity: Opportunity;
  readonly deletedAt: number;
  readonly deletedBy: string | null;
}
