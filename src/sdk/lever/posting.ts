import type { Expanded, Loose } from './expansion.js';
import type { Confidentiality } from './opportunity.js';
import type { LeverUser } from './user.js';

export interface MoneyRange {
  readonly min: number | null;
  readonly max: number | null;
  readonly currency: string | null;
  /** e.g. `per-year-salary`. */
  readonly interval: string | null;
}

export interface PostingCategories {
  readonly commitment: string | null;
  readonly department: string | null;
  readonly level: string | null;
  readonly location: string | null;
  readonly team: string | null;
  readonly allLocations: readonly string[];
}

export interface PostingContent {
  readonly description: string;
  readonly descriptionHtml: string;
  readonly lists: readonly { readonly text: string; readonly content: string }[];
  readonly closing: string;
  readonly closingHtml: string;
}

export interface PostingFields {
  readonly id: string;
  readonly text: string;
  /** published, internal (unlisted), closed, draft; pending and rejected where approvals are on. */
  readonly state: string;
  /** Empty for internal postings, where Lever sends null. */
  readonly distributionChannels: readonly string[];
  readonly categories: PostingCategories;
  readonly tags: readonly string[];
  readonly content: PostingContent | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly reqCode: string | null;
  readonly requisitionCodes: readonly string[];
  readonly salaryDescription: string | null;
  readonly salaryRange: MoneyRange | null;
  /** Null for draft and closed postings. */
  readonly urls: { readonly list: string | null; readonly show: string | null; readonly apply: string | null } | null;
  readonly confidentiality: string;
  readonly createdAt: number;
  readonly updatedAt: number | null;
  /** unspecified, onsite, remote or hybrid. */
  readonly workplaceType: string | null;
}

export interface PostingIds {
  readonly user: string | null;
  readonly owner: string | null;
  readonly hiringManager: string | null;
  readonly followers: readonly string[];
}

export interface PostingObjects {
  readonly user: LeverUser | null;
  readonly owner: LeverUser | null;
  readonly hiringManager: LeverUser | null;
  readonly followers: readonly LeverUser[];
}

export type PostingExpand = keyof PostingObjects;
export type Posting = Loose<PostingFields, PostingIds, PostingObjects>;
export type PostingWith<E extends PostingExpand> = Expanded<PostingFields, PostingIds, PostingObjects, E>;

export interface PostingFilter {
  /** `published` alone hides postings of the internal site: pass both channels to see them. */
  readonly state?: string;
  readonly distributionChannel?: readonly ('public' | 'internal')[];
  readonly confidentiality?: Confidentiality | 'all';
  readonly group?: 'location' | 'team' | 'department' | 'commitment';
  readonly team?: readonly string[];
  readonly department?: readonly string[];
  readonly location?: readonly string[];
  readonly commitment?: readonly string[];
  readonly tag?: readonly string[];
}

/** Lever combines the change window with `confidentiality` only; filter the rest yourself. */
export interface PostingChangeFilter {
  readonly updatedAtStart: number;
  readonly updatedAtEnd?: number;
  readonly confidentiality?: Confidentiality | 'all';
}

export interface DeletedPosting { readonly id: string; readonly deletedAt: number }

/** Lever answers this one without an envelope. */
export interface PostingUsers {
  readonly posting: { readonly id: string; readonly text: string };
  readonly users: readonly LeverUser[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
}

/** Only `text` is required on creation; an update changes the fields it names. */
export interface PostingWrite {
  readonly text?: string;
  readonly state?: string;
  readonly distributionChannels?: readonly string[];
  readonly owner?: string;
  readonly hiringManager?: string;
  readonly categories?: Partial<Omit<PostingCategories, 'allLocations'>>;
  readonly tags?: readonly string[];
  readonly content?: {
    readonly descriptionHtml?: string;
    readonly lists?: readonly { readonly text: string; readonly content: string }[];
    readonly closingPostingHtml?: string;
  };
  readonly requisitionCodes?: readonly string[];
  readonly workplaceType?: string;
  /** All four or none. */
  readonly salaryRange?: { readonly min: number; readonly max: number; readonly currency: string; readonly interval: string };
}
