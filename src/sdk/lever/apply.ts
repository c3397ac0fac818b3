import type { FormField } from './form.js';

/** A question of the public application form. */
export interface ApplyQuestion {
  readonly name: string;
  readonly text: string;
  readonly type: string | null;
  readonly required: boolean;
  readonly options: readonly { readonly text: string }[];
}

export interface ConsentDisclosure {
  readonly statement: string | null;
  readonly displayState: string | null;
  readonly compliancePolicyId: string | null;
}

/** What `GET /postings/:id/apply` asks an applicant. */
export interface ApplyForm {
  readonly id: string | null;
  readonly text: string;
  readonly customQuestions: readonly { readonly id: string; readonly text: string; readonly fields: readonly FormField[] }[];
  readonly personalInformation: readonly ApplyQuestion[];
  readonly urls: readonly ApplyQuestion[];
  readonly eeoQuestions: Readonly<Record<string, unknown>> | null;
  readonly consentDisclosures: { readonly store: ConsentDisclosure | null; readonly marketing: ConsentDisclosure | null };
}

interface Consent { readonly provided: boolean; readonly compliancePolicyId?: string }

export interface ApplyBody {
  /** Order and count must equal the form's. */
  readonly customQuestions?: readonly { readonly id: string; readonly fields: readonly { readonly value: unknown }[] }[];
  /** A résumé is given as the `uri` of an `Upload`. */
  readonly personalInformation: readonly { readonly name: string; readonly value: string }[];
  readonly urls?: readonly { readonly name: string; readonly value: string }[];
  readonly eeoResponses?: Readonly<Record<string, string>>;
  readonly consent?: { readonly marketing?: Consent; readonly store?: Consent };
  readonly ipAddress?: string;
  readonly source?: string;
  readonly origin?: 'applied' | 'internal';
}

/** Lever gives no opportunity id here: wait for the webhook or search by e-mail. */
export interface Applied { readonly applicationId: string }

/** A file waiting for 24 h to be named by an application; at most 30 MB. */
export interface Upload {
  readonly id: string;
  readonly uri: string;
  readonly filename: string;
  readonly size: number | null;
  readonly expiresAt: number | null;
}
