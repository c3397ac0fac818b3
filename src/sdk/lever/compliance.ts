import type { Contact } from './contact.js';
import type { Expanded, Loose } from './expansion.js';
import type { FormField } from './form.js';
import type { Posting } from './posting.js';
import type { LeverUser } from './user.js';

/** Answers to the equal-opportunity survey, mostly US and sensitive: read for reports only, never stored per person. */
export interface EeoResponseFields {
  readonly id: string | null;
  /** Everything else of the row as Lever sent it (gender, race, veteran, disability, …). */
  readonly answers: Readonly<Record<string, unknown>>;
}
export type AnonymousEeoResponse = EeoResponseFields;

export interface EeoResponseIds {
  readonly contact: string | null; readonly hiringManager: string | null; readonly posting: string | null;
}
export interface EeoResponseObjects {
  readonly contact: Contact | null; readonly hiringManager: LeverUser | null; readonly posting: Posting | null;
}
export type EeoResponseExpand = keyof EeoResponseObjects;
export type EeoResponse = Loose<EeoResponseFields, EeoResponseIds, EeoResponseObjects>;
export type EeoResponseWith<E extends EeoResponseExpand> = Expanded<EeoResponseFields, EeoResponseIds, EeoResponseObjects, E>;

/** Left out: the last seven days. */
export interface AnonymousEeoFilter { readonly fromDate?: number; readonly toDate?: number }
export interface EeoFilter { readonly createdAtStart?: number; readonly createdAtEnd?: number }

export interface DiversitySurvey {
  readonly id: string;
  readonly text: string;
  readonly instructions: string | null;
  /** Set for a survey whose location the candidate chooses. */
  readonly candidateLocations: { readonly countryCodes: readonly string[] } | null;
  /** Set for a survey that goes by the posting's location. */
  readonly postingLocations: Readonly<Record<string, unknown>> | null;
  readonly fields: readonly FormField[];
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}
export interface DiversitySurveyFilter { readonly countryCode?: string; readonly location?: string }

/** A paid addition to Lever; newest first. */
export interface AuditEvent {
  readonly id: string;
  readonly createdAt: number;
  /** e.g. `key:added`, `user:deactivated`, `export:downloaded`. */
  readonly type: string;
  readonly user: Readonly<Record<string, unknown>> | null;
  readonly target: Readonly<Record<string, unknown>> | null;
  readonly meta: Readonly<Record<string, unknown>> | null;
}
export interface AuditEventFilter {
  readonly type?: string;
  readonly userId?: string;
  readonly targetType?: string;
  /** Needs `targetType`. */
  readonly targetId?: string;
  readonly createdAtStart?: number;
  readonly createdAtEnd?: number;
}
