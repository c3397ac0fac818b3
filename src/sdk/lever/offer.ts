import type { Expanded, Loose } from './expansion.js';
import type { LeverUser } from './user.js';

export interface OfferDocument { readonly fileName: string | null; readonly uploadedAt: number | null }

export interface OfferFields {
  readonly id: string;
  readonly posting: string | null;
  readonly createdAt: number;
  /** draft, approval-sent, approved, sent, sent-manually, opened, denied or signed. */
  readonly status: string;
  /** The field `job_posting` was seen to hold the application's id. */
  readonly fields: readonly { readonly text: string | null; readonly identifier: string | null; readonly value: unknown }[];
  readonly signatures: Readonly<Record<string, unknown>> | null;
  readonly approved: boolean | null;
  readonly approvedAt: number | null;
  readonly sentAt: number | null;
  readonly sentDocument: OfferDocument | null;
  readonly signedDocument: OfferDocument | null;
}
export interface OfferIds { readonly creator: string | null }
export interface OfferObjects { readonly creator: LeverUser | null }
export type OfferExpand = keyof OfferObjects;
export type Offer = Loose<OfferFields, OfferIds, OfferObjects>;
export type OfferWith<E extends OfferExpand> = Expanded<OfferFields, OfferIds, OfferObjects, E>;
