/** Lever's wire shapes, as recorded; unknown further fields are ignored. Instants are epoch ms. */
export interface Phone { readonly type?: string | null; readonly value: string }
export interface Archived { readonly reason: string | null; readonly archivedAt: number | null }
export interface Consent { readonly allowed: boolean; readonly expiresAt: number | null }

export interface Application {
  readonly id: string;
  /** `posting` applied by site, agency or API; `user` posting added by a person; `referral`. */
  readonly type: string;
  readonly opportunityId: string;
  readonly posting: string | { readonly id: string } | null;
  readonly user: string | null;
  readonly email: string | null;
  readonly comments: string | null;
  readonly createdAt: number;
  readonly archived: Archived | null;
}

export interface StageChangeEntry {
  readonly toStageId: string;
  readonly toStageIndex: number;
  readonly updatedAt: number;
  /** Absent in most entries. */
  readonly userId?: string | null;
}

export interface Opportunity {
  readonly id: string;
  /** May be empty or null. */
  readonly name: string | null;
  /** Contact id, or the contact when expanded. */
  readonly contact: string | { readonly id: string };
  readonly headline: string | null;
  readonly stage: string | { readonly id: string; readonly text: string };
  readonly confidentiality: string;
  readonly location: string | null;
  readonly phones: readonly Phone[];
  readonly emails: readonly string[] | null;
  readonly links: readonly string[];
  readonly archived: Archived | null;
  readonly tags: readonly string[] | null;
  readonly sources: readonly string[];
  /** The first one is the entry stage. */
  readonly stageChanges: readonly StageChangeEntry[] | null;
  readonly origin: string | null;
  readonly owner: string | null;
  readonly applications: readonly (string | Application)[];
  readonly createdAt: number;
  /** Null on old rows: they never match an updated filter. */
  readonly updatedAt: number | null;
  readonly lastInteractionAt: number | null;
  readonly isAnonymized?: boolean;
  readonly dataProtection: { readonly store?: Consent; readonly contact?: Consent } | null;
  readonly urls: { readonly list: string; readonly show: string } | null;
}

export interface Contact {
  readonly id: string;
  readonly name: string | null;
  readonly headline: string | null;
  readonly isAnonymized: boolean;
  readonly location: { readonly name: string } | null;
  readonly emails: readonly string[];
  readonly phones: readonly Phone[];
}

export interface PostingCategories {
  readonly commitment?: string | null;
  readonly department?: string | null;
  readonly location?: string | null;
  readonly team?: string | null;
}

export interface PostingContent {
  readonly description?: string;
  readonly lists?: readonly { readonly text: string; readonly content: string }[];
  readonly closing?: string;
}

export interface Posting {
  readonly id: string;
  readonly text: string;
  /** published, internal, closed, draft, pending or rejected. */
  readonly state: string;
  readonly owner: string | null;
  readonly hiringManager: string | null;
  readonly followers?: readonly string[] | null;
  readonly categories: PostingCategories | null;
  readonly content?: PostingContent | null;
  readonly confidentiality?: string;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}

export interface NoteField { readonly type: string; readonly value: string | null; readonly user: string | null; readonly createdAt: number }
export interface Note {
  readonly id: string;
  /** The thread, oldest first. */
  readonly fields: readonly NoteField[];
  readonly user: string | null;
  readonly secret: boolean;
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

export interface ResumeFile { readonly name: string; readonly ext: string; readonly uploadedAt: number; readonly status: string | null; readonly size: number }
export interface Resume {
  readonly id: string;
  readonly createdAt: number;
  /** Null for résumés made from a profile. */
  readonly file: ResumeFile | null;
  readonly parsedData?: unknown;
}
export interface LeverFile {
  readonly id: string;
  readonly name: string;
  readonly ext: string;
  readonly uploadedAt: number | string;
  readonly status: string | null;
  readonly size: number | string;
}
export interface Stage { readonly id: string; readonly text: string }
export interface ArchiveReason { readonly id: string; readonly text: string; readonly status: string; readonly type: string }
export interface SourceOrTag { readonly text: string; readonly count: number }
export interface LeverUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly accessRole: string;
  readonly deactivatedAt: number | null;
}
export interface LeverWebhook {
  readonly id: string;
  readonly event: string;
  readonly url: string;
  /** `signatureToken` comes with the answer to a creation only. */
  readonly configuration: { readonly signatureToken?: string } | null;
}
export interface DeletedRow { readonly id: string; readonly deletedAt: number }
/** Objects whose fields the hub does not read yet are passed through as they came. */
export type LeverRecord = Readonly<Record<string, unknown>> & { readonly id: string };
