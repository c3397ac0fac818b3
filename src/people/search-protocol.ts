import type { Comparison, JobText } from '../sdk/people.js';

export interface ResumeText {
  readonly contactId: string;
  readonly hash: string;
  /** Null: nothing to read any more. */
  readonly text: string | null;
  readonly lastActive: number;
}

/** A person to compare: by the profile the thread still holds under this hash, or by the text. */
export interface AskedPerson { readonly contactId: string; readonly hash: string; readonly lastActive: number; readonly text?: string }

/** What the hub asks of the search thread. `index` names one tenant's people under one set of statistics. */
export type SearchRequest =
  | { readonly kind: 'state'; readonly index: string }
  /** A new, empty collection; `finish` then counts it, or takes the statistics given. */
  | { readonly kind: 'begin'; readonly index: string; readonly asOf: string }
  | { readonly kind: 'add'; readonly index: string; readonly resumes: readonly ResumeText[]; readonly change: number }
  | { readonly kind: 'finish'; readonly index: string; readonly statistics: object | null; readonly version: string }
  | { readonly kind: 'rename'; readonly index: string; readonly to: string }
  | { readonly kind: 'keep-only'; readonly index: string; readonly contactIds: readonly string[] }
  | { readonly kind: 'shortlist'; readonly index: string; readonly job: JobText; readonly without: readonly string[] }
  | { readonly kind: 'compare'; readonly index: string; readonly jobs: readonly JobText[]; readonly people: readonly AskedPerson[];
      readonly asOf: string; readonly threshold: number };

export interface SearchAnswers {
  'state': { readonly change: number; readonly people: number } | null;
  'begin': null;
  'add': null;
  'finish': { readonly statistics: object; readonly documents: number };
  'rename': null;
  'keep-only': null;
  'shortlist': { readonly isTooThin: boolean; readonly people: readonly string[] };
  /** `needed`: people whose text must be given. Nobody is compared then. */
  'compare': { readonly comparisons: readonly Comparison[]; readonly tooThin: readonly string[]; readonly needed: readonly string[] };
}

export type SearchKind = SearchRequest['kind'];
export type RequestOf<K extends SearchKind> = Extract<SearchRequest, { kind: K }>;
