import type { Expanded, Loose } from './expansion.js';
import type { Stage } from './pipeline.js';
import type { LeverUser } from './user.js';

/** One question and, on filled-in forms, its answer. The shape of `value` follows `type`; dates are epoch ms. */
export interface FormField {
  readonly id: string | null;
  /**
   * text, textarea, dropdown, multiple-choice, multiple-select, file-upload, date, currency, yes-no, score,
   * score-system, scorecard, code, university or note.
   */
  readonly type: string;
  readonly text: string;
  readonly description: string | null;
  readonly required: boolean;
  readonly options: readonly { readonly text: string; readonly optionId: string | null }[];
  readonly value: unknown;
}

interface FilledForm {
  readonly id: string;
  readonly type: string | null;
  readonly text: string;
  readonly instructions: string | null;
  readonly fields: readonly FormField[];
  readonly baseTemplateId: string | null;
  readonly createdAt: number;
  readonly completedAt: number | null;
}

export interface FeedbackFields extends FilledForm {
  readonly interview: string | null;
  readonly panel: string | null;
  readonly updatedAt: number | null;
  /** A deleted form is still answered by id. */
  readonly deletedAt: number | null;
}
export interface FeedbackIds { readonly user: string | null }
export interface FeedbackObjects { readonly user: LeverUser | null }
export type FeedbackExpand = keyof FeedbackObjects;
export type Feedback = Loose<FeedbackFields, FeedbackIds, FeedbackObjects>;
export type FeedbackWith<E extends FeedbackExpand> = Expanded<FeedbackFields, FeedbackIds, FeedbackObjects, E>;

export interface ProfileFormFields extends FilledForm { readonly deletedAt: number | null }
export interface ProfileFormIds { readonly user: string | null; readonly stage: string | null }
export interface ProfileFormObjects { readonly user: LeverUser | null; readonly stage: Stage | null }
export type FormExpand = keyof ProfileFormObjects;
/** A profile form of one opportunity. */
export type Form = Loose<ProfileFormFields, ProfileFormIds, ProfileFormObjects>;
export type FormWith<E extends FormExpand> = Expanded<ProfileFormFields, ProfileFormIds, ProfileFormObjects, E>;

export type ReferralFields = FilledForm;
export interface ReferralIds { readonly user: string | null; readonly referrer: string | null; readonly stage: string | null }
export interface ReferralObjects {
  readonly user: LeverUser | null; readonly referrer: LeverUser | null; readonly stage: Stage | null;
}
export type ReferralExpand = keyof ReferralObjects;
export type Referral = Loose<ReferralFields, ReferralIds, ReferralObjects>;
export type ReferralWith<E extends ReferralExpand> = Expanded<ReferralFields, ReferralIds, ReferralObjects, E>;

export interface FeedbackTemplate {
  /** A UUID, or `no-feedback`. */
  readonly id: string;
  readonly text: string;
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly instructions: string | null;
  readonly fields: readonly FormField[];
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly stage: Stage | null;
}

export interface FormTemplate {
  readonly id: string;
  readonly text: string;
  readonly group: { readonly id: string; readonly name: string } | null;
  readonly instructions: string | null;
  readonly secretByDefault: boolean;
  readonly fields: readonly FormField[];
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}

export interface FieldAnswer { readonly id: string; readonly value: unknown }

export interface FeedbackCreate {
  readonly baseTemplateId: string;
  /** Both or neither. */
  readonly panel?: string;
  readonly interview?: string;
  readonly fieldValues: readonly FieldAnswer[];
  readonly createdAt?: number;
  readonly completedAt?: number;
}
export interface FeedbackReplace { readonly fieldValues: readonly FieldAnswer[]; readonly completedAt?: number }
/** All fields of the template must be sent. */
export interface FormCreate {
  readonly baseTemplateId: string;
  readonly fields: readonly FieldAnswer[];
  readonly secret?: boolean;
}

export interface TemplateField {
  readonly id?: string;
  readonly type: string;
  readonly text: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly options?: readonly { readonly text: string }[];
}
/** A feedback template needs exactly one `score-system` field. */
export interface TemplateWrite {
  readonly text: string;
  readonly instructions?: string;
  readonly group?: string;
  readonly fields: readonly TemplateField[];
}
