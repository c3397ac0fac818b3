import type { Expanded, Loose } from './expansion.js';
import type { Feedback } from './form.js';
import type { Stage } from './pipeline.js';
import type { Posting } from './posting.js';
import type { LeverUser } from './user.js';

export interface Interviewer {
  readonly id: string;
  readonly email: string | null;
  readonly name: string | null;
  /** Present inside panels only. */
  readonly responseStatus: string | null;
  /** A template id or `no-feedback`. */
  readonly feedbackTemplate: string | null;
}

export interface PanelInterview {
  readonly id: string;
  readonly date: number;
  readonly durationMinutes: number;
  readonly subject: string | null;
  readonly note: string | null;
  readonly location: string | null;
  readonly feedbackTemplate: string | null;
  readonly feedbackReminder: string | null;
  readonly interviewers: readonly Interviewer[];
}

export interface PanelFields {
  readonly id: string;
  readonly applications: readonly string[];
  readonly canceledAt: number | null;
  readonly createdAt: number;
  readonly start: number | null;
  readonly end: number | null;
  readonly timezone: string | null;
  readonly feedbackReminder: string | null;
  /** Only such panels, made through the API, can be changed through it. */
  readonly externallyManaged: boolean;
  readonly externalUrl: string | null;
  readonly note: string | null;
  readonly interviews: readonly PanelInterview[];
}
export interface PanelIds { readonly stage: string | null; readonly user: string | null }
export interface PanelObjects { readonly stage: Stage | null; readonly user: LeverUser | null }
export type PanelExpand = keyof PanelObjects;
export type Panel = Loose<PanelFields, PanelIds, PanelObjects>;
export type PanelWith<E extends PanelExpand> = Expanded<PanelFields, PanelIds, PanelObjects, E>;

export interface InterviewFields extends PanelInterview {
  readonly panel: string | null;
  readonly timezone: string | null;
  readonly createdAt: number | null;
  readonly canceledAt: number | null;
  readonly gcalEventUrl: string | null;
  readonly opportunityId: string | null;
}
export interface InterviewIds {
  readonly feedbackForms: readonly string[];
  readonly user: string | null;
  readonly stage: string | null;
  readonly postings: readonly string[];
}
export interface InterviewObjects {
  readonly feedbackForms: readonly Feedback[];
  readonly user: LeverUser | null;
  readonly stage: Stage | null;
  readonly postings: readonly Posting[];
}
export type InterviewExpand = keyof InterviewObjects;
export type Interview = Loose<InterviewFields, InterviewIds, InterviewObjects>;
export type InterviewWith<E extends InterviewExpand> = Expanded<InterviewFields, InterviewIds, InterviewObjects, E>;

export interface PanelInterviewWrite {
  /** Given: the existing interview of that id is kept; left out: a new one. */
  readonly id?: string;
  readonly interviewers: readonly { readonly id: string; readonly feedbackTemplate?: string }[];
  readonly date: number;
  /** Minutes, at least 1. */
  readonly duration: number;
  readonly subject?: string;
  readonly note?: string;
  readonly location?: string;
  readonly feedbackTemplate?: string;
  readonly feedbackReminder?: 'once' | 'daily' | 'frequently' | 'none';
}

/** A replacement wipes what it does not name. */
export interface PanelWrite {
  readonly timezone: string;
  readonly interviews: readonly PanelInterviewWrite[];
  /** Left out: the live applications. */
  readonly applications?: readonly string[];
  readonly feedbackReminder?: 'once' | 'daily' | 'frequently' | 'none';
  readonly note?: string;
  readonly externalUrl?: string;
}

export interface InterviewWrite extends Omit<PanelInterviewWrite, 'id'> { readonly panel: string }
