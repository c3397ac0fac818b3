import type { Expanded, Loose } from './expansion.js';
import type { LeverUser } from './user.js';

/** One entry of a note's thread. */
export interface NoteEntry {
  readonly type: string;
  readonly text: string | null;
  readonly value: string;
  readonly user: string | null;
  readonly score: number | null;
  /** The opportunity's stage when it was written. */
  readonly stage: string | null;
  readonly createdAt: number;
}

export interface NoteFields {
  readonly id: string;
  /** The thread, oldest first; a note made through the API has one entry. */
  readonly fields: readonly NoteEntry[];
  readonly secret: boolean;
  readonly completedAt: number | null;
  readonly createdAt: number;
  readonly deletedAt: number | null;
}

export interface NoteIds {
  /** Null when it was made through the API without `perform_as`. */
  readonly user: string | null;
}
export interface NoteObjects { readonly user: LeverUser | null }

export type NoteExpand = keyof NoteObjects;
/** Carries no opportunity id and no `updatedAt`. */
export type Note = Loose<NoteFields, NoteIds, NoteObjects>;
export type NoteWith<E extends NoteExpand> = Expanded<NoteFields, NoteIds, NoteObjects, E>;

export interface NoteCreate {
  readonly value: string;
  readonly secret?: boolean;
  readonly score?: 1 | 2 | 3 | 4;
  readonly notifyFollowers?: boolean;
  /** In the past only. */
  readonly createdAt?: number;
}

/** Replaces the whole thread; only notes made through the API. */
export interface NoteReplace {
  readonly values: readonly { readonly value: string; readonly createdAt?: number }[];
  readonly secret?: boolean;
  readonly score?: 1 | 2 | 3 | 4;
}
