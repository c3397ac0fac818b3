import type { Application } from './application.js';
import type { Contact, Phone, ConsentState } from './contact.js';
import type { Expanded, Loose } from './expansion.js';
import type { Stage } from './pipeline.js';
import type { LeverUser } from './user.js';

export type Confidentiality = 'non-confidential' | 'confidential';
/** Lever's six; the type stays open because fields may grow without a new version. */
export type Origin = 'agency' | 'applied' | 'internal' | 'referred' | 'sourced' | 'university';

export interface StageChange {
  readonly toStageId: string;
  /** Position in the stage list at that time, 0-based; the first entry is the entry stage. */
  readonly toStageIndex: number | null;
  readonly updatedAt: number;
  /** Absent on most real rows. */
  readonly userId: string | null;
}

export interface Archived { readonly reason: string | null; readonly archivedAt: number | null }

/** Null as a whole when no policy applies. `contact.allowed: false` = must not be contacted. */
export interface DataProtection { readonly store: ConsentState | null; readonly contact: ConsentState | null }

export interface OpportunityFields {
  readonly id: string;
  /** The contact's name; empty when Lever has none. */
  readonly name: string;
  readonly headline: string;
  /** `confidential` only through a confidential posting. */
  readonly confidentiality: string;
  /** A plain string here, an object on the contact; empty when unknown. */
  readonly location: string;
  readonly phones: readonly Phone[];
  readonly emails: readonly string[];
  readonly links: readonly string[];
  /** Archiving keeps `stage` as it was. */
  readonly archived: Archived | null;
  /** Holds the posting's title, department, team, location and commitment too. */
  readonly tags: readonly string[];
  readonly sources: readonly string[];
  readonly stageChanges: readonly StageChange[];
  readonly origin: string | null;
  readonly createdAt: number;
  /** Null on old rows, which then match no `updatedAt` filter. */
  readonly updatedAt: number | null;
  readonly lastInteractionAt: number | null;
  readonly lastAdvancedAt: number | null;
  readonly snoozedUntil: number | null;
  readonly urls: { readonly list: string | null; readonly show: string | null } | null;
  readonly isAnonymized: boolean;
  readonly dataProtection: DataProtection | null;
  /** Null without a posting; `unspecified` is possible. */
  readonly opportunityLocation: string | null;
}

export interface OpportunityIds {
  readonly contact: string;
  readonly stage: string;
  readonly owner: string | null;
  readonly followers: readonly string[];
  /** Only for origin `sourced`. */
  readonly sourcedBy: string | null;
  /** None or exactly one. */
  readonly applications: readonly string[];
}

export interface OpportunityObjects {
  readonly contact: Contact;
  readonly stage: Stage;
  readonly owner: LeverUser | null;
  readonly followers: readonly LeverUser[];
  readonly sourcedBy: LeverUser | null;
  readonly applications: readonly Application[];
}

export type OpportunityExpand = keyof OpportunityObjects;
/** One person's way through one hiring process. A second posting means a second opportunity on the same contact. */
export type Opportunity = Loose<OpportunityFields, OpportunityIds, OpportunityObjects>;
export type OpportunityWith<E extends OpportunityExpand> = Expanded<OpportunityFields, OpportunityIds, OpportunityObjects, E>;

/** A row of `/opportunities/deleted`. */
export type DeletedOpportunity = OpportunityWith<never> & { readonly deletedAt: number; readonly deletedBy: string | null };

/** Several values of one filter are alternatives, several filters must all hold. Instants in epoch ms, both ends included. */
export interface OpportunityFilter {
  readonly tag?: readonly string[];
  /** Matched against the contact's addresses after Lever's canonicalisation. */
  readonly email?: string;
  readonly origin?: readonly Origin[];
  readonly source?: readonly string[];
  /** Left out: confidential rows are hidden. */
  readonly confidentiality?: Confidentiality | 'all';
  readonly stageId?: readonly string[];
  /** Live applications only; add `archivedPostingId` for the others. */
  readonly postingId?: readonly string[];
  readonly archivedPostingId?: readonly string[];
  readonly createdAtStart?: number;
  readonly createdAtEnd?: number;
  readonly updatedAtStart?: number;
  readonly updatedAtEnd?: number;
  readonly advancedAtStart?: number;
  readonly advancedAtEnd?: number;
  readonly archivedAtStart?: number;
  readonly archivedAtEnd?: number;
  /** Left out: archived and live rows are mixed. */
  readonly archived?: boolean;
  readonly archiveReasonId?: readonly string[];
  readonly snoozed?: boolean;
  readonly contactId?: readonly string[];
  readonly location?: readonly string[];
}

export interface OpportunityCreate {
  readonly name?: string;
  readonly headline?: string;
  readonly location?: string;
  readonly emails?: readonly string[];
  readonly phones?: readonly { readonly type?: string; readonly value: string }[];
  readonly links?: readonly string[];
  readonly tags?: readonly string[];
  readonly sources?: readonly string[];
  /** Left out: `lead-new`, also when a posting is given. */
  readonly stage?: string;
  /** One posting at most: Lever refuses several. */
  readonly postings?: readonly [string];
  /** Attach to this person; otherwise Lever matches by e-mail. */
  readonly contact?: string;
  readonly origin?: Origin;
  readonly owner?: string;
  readonly followers?: readonly string[];
  /** In the past only. */
  readonly createdAt?: number;
  readonly archived?: { readonly reason: string; readonly archivedAt?: number };
  readonly opportunityLocation?: string;
}

export interface CreatedOpportunity {
  /** True when the addresses matched a person Lever already knew. */
  readonly deduped: boolean;
  readonly opportunity: OpportunityWith<never>;
}

export interface ArchiveChange {
  /** Null takes the opportunity out of the archive. */
  readonly reason: string | null;
  readonly cleanInterviews?: boolean;
  readonly requisitionId?: string;
}
