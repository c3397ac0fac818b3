import type { Phone } from './contact.js';
import type { Expanded, Loose } from './expansion.js';
import type { FormField } from './form.js';
import type { Posting } from './posting.js';
import type { LeverUser } from './user.js';

export interface ApplicationFields {
  readonly id: string;
  /** `posting` (job site, agency portal, API), `user` (posting added by a user or by create-opportunity), `referral`. */
  readonly type: string;
  /** Always the opportunity's id, under its old name. */
  readonly candidateId: string;
  readonly opportunityId: string;
  /** This and the next four are null for type `user`. */
  readonly name: string | null;
  readonly company: string | null;
  readonly phone: Phone | null;
  readonly email: string | null;
  readonly comments: string | null;
  readonly links: readonly string[];
  readonly customQuestions: readonly CustomQuestions[];
  readonly createdAt: number;
  /** Its own instant: up to seconds away from the opportunity's. */
  readonly archived: { readonly reason: string | null; readonly archivedAt: number | null } | null;
  readonly requisitionForHire: RequisitionForHire | null;
}

export interface RequisitionForHire {
  readonly id: string;
  readonly requisitionCode: string | null;
  readonly hiringManagerOnHire: string | null;
}

export interface CustomQuestions {
  readonly id: string;
  readonly text: string;
  readonly fields: readonly FormField[];
  readonly baseTemplateId: string | null;
  readonly createdAt: number | null;
  readonly completedAt: number | null;
}

export interface ApplicationIds {
  readonly posting: string | null;
  readonly postingOwner: string | null;
  readonly postingHiringManager: string | null;
  /** Set for the types `user` and `referral`. */
  readonly user: string | null;
}

export interface ApplicationObjects {
  readonly posting: Posting | null;
  readonly postingOwner: LeverUser | null;
  readonly postingHiringManager: LeverUser | null;
  readonly user: LeverUser | null;
}

export type ApplicationExpand = keyof ApplicationObjects;
export type Application = Loose<ApplicationFields, ApplicationIds, ApplicationObjects>;
export type ApplicationWith<E extends ApplicationExpand> = Expanded<ApplicationFields, ApplicationIds, ApplicationObjects, E>;

export interface DeletedApplication {
  readonly id: string;
  readonly deletedAt: number;
  readonly opportunityId: string | null;
  readonly postingId: string | null;
}

/** At most 30 days, epoch ms, both ends included. */
export interface DeletedWindow { readonly deletedAtStart: number; readonly deletedAtEnd: number }
