import type { Expanded, Loose } from './expansion.js';
import type { Confidentiality } from './opportunity.js';
import type { MoneyRange, Posting } from './posting.js';
import type { LeverUser } from './user.js';

export interface RequisitionFields {
  readonly id: string;
  readonly name: string;
  readonly requisitionCode: string | null;
  readonly confidentiality: string;
  /** open, onHold, closed, draft, pending or rejected. */
  readonly status: string;
  /** A number or `unlimited`. */
  readonly headcountTotal: number | string | null;
  readonly headcountHired: number | null;
  readonly headcountInfinite: boolean;
  readonly backfill: boolean;
  readonly internalNotes: string | null;
  readonly compensationBand: MoneyRange | null;
  /** Free text in real data. */
  readonly employmentStatus: string | null;
  readonly location: string | null;
  readonly team: string | null;
  readonly department: string | null;
  readonly offerIds: readonly string[];
  readonly customFields: Readonly<Record<string, unknown>>;
  readonly timeToFillStartAt: number | null;
  readonly timeToFillEndAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  readonly closedAt: number | null;
}

export interface RequisitionIds {
  readonly creator: string | null;
  readonly owner: string | null;
  readonly hiringManager: string | null;
  readonly postings: readonly string[];
}

export interface RequisitionObjects {
  readonly creator: LeverUser | null;
  readonly owner: LeverUser | null;
  readonly hiringManager: LeverUser | null;
  readonly postings: readonly Posting[];
}

export type RequisitionExpand = keyof RequisitionObjects;
export type Requisition = Loose<RequisitionFields, RequisitionIds, RequisitionObjects>;
export type RequisitionWith<E extends RequisitionExpand> = Expanded<RequisitionFields, RequisitionIds, RequisitionObjects, E>;

/** There is no filter on changes: list them all each time. */
export interface RequisitionFilter {
  readonly createdAtStart?: number;
  readonly createdAtEnd?: number;
  readonly requisitionCode?: string;
  readonly status?: string;
  readonly confidentiality?: Confidentiality | 'all';
}

export interface RequisitionCreate {
  readonly name: string;
  readonly requisitionCode: string;
  readonly headcountTotal: number | 'unlimited';
  readonly backfill?: boolean;
  readonly compensationBand?: MoneyRange;
  readonly createdAt?: number;
  readonly customFields?: Readonly<Record<string, unknown>>;
  readonly employmentStatus?: string;
  readonly hiringManager?: string;
  readonly internalNotes?: string;
  readonly location?: string;
  readonly owner?: string;
  readonly status?: string;
  readonly team?: string;
  readonly postingIds?: readonly string[];
}

/** Replaces the requisition: omitted fields are reset. */
export type RequisitionReplace = RequisitionCreate;

/** Id is snake_case, not a UUID. */
export interface RequisitionField {
  readonly id: string;
  readonly text: string;
  /** number, text, date, object or dropdown. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly subfields: readonly { readonly id: string; readonly text: string; readonly type: string }[];
  readonly options: readonly RequisitionFieldOption[];
}

export interface RequisitionFieldOption { readonly id: string | null; readonly text: string }
export interface RequisitionFieldFilter { readonly isRequired?: boolean; readonly type?: string }

export interface RequisitionFieldWrite {
  readonly id?: string;
  readonly text: string;
  readonly type: string;
  readonly isRequired?: boolean;
  readonly subfields?: readonly { readonly id?: string; readonly text: string; readonly type: string }[];
  readonly options?: readonly { readonly id?: string; readonly text: string }[];
}
