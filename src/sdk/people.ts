import type { Quote } from './matching.js';

/** A job advertisement as text, plain or HTML. */
export interface JobText { readonly id: string; readonly title: string; readonly location: string | null; readonly text: string }

/** A résumé to be kept; the newest of a person replaces the one before. `text` null: it could not be read, and `problem` says why. */
export interface ResumeToKeep {
  readonly contactId: string;
  /** Names the file or form it came from: the same source is not read twice. */
  readonly source: string;
  /** When the source was made, epoch ms. */
  readonly sourceAt: number;
  readonly text: string | null;
  readonly problem: string | null;
  /** Last sign of life, epoch ms; decides ties. */
  readonly lastActiveAt: number;
}

/** What is known of a kept résumé. The text itself is sealed under the person's key and does not come back out. */
export interface KeptResume {
  readonly contactId: string;
  readonly source: string;
  readonly sourceAt: number;
  /** SHA-256 of the text, hex; null when it could not be read. */
  readonly hash: string | null;
  readonly problem: string | null;
  readonly lastActiveAt: number;
}

/** A person known by the kept résumé, or by a text given here. */
export interface ComparedPerson { readonly contactId: string; readonly text?: string }

/** One line of the account of a score; the weights of all lines add up to it. */
export interface ComparisonReason {
  readonly kind: string;
  /** A sentence for a recruiter. */
  readonly text: string;
  readonly weight: number;
  readonly outOf: number;
  readonly matched: boolean;
  readonly status: 'met' | 'partial' | 'not-met' | 'not-stated';
  readonly mandatory: boolean;
  /** Literal pieces of the résumé. */
  readonly evidence: readonly Quote[];
}

/** One person held against one job. */
export interface Comparison {
  readonly contactId: string;
  readonly jobId: string;
  /** 0-100, one decimal. */
  readonly score: number;
  /** Above the threshold, from a fitting occupation, with evidence. */
  readonly isMatch: boolean;
  /** A match whose must-haves are all met. */
  readonly meetsAll: boolean;
  /** What a recruiter needs first, most telling lines. */
  readonly reasons: readonly ComparisonReason[];
  /** What needs a human eye, e.g. `keyword-stuffing`. */
  readonly flags: readonly string[];
  /** SHA-256 of the text that was read. */
  readonly resumeHash: string;
  readonly engineVersion: string;
}

/** `statistics`: the number that a run has pinned; `asOf` (YYYY-MM-DD) ends whatever is still going on. */
export interface SearchOptions { readonly statistics: number; readonly asOf: string }

export interface Shortlist {
  /** True when the advertisement says too little to compare anybody with it; then nobody is listed. */
  readonly isTooThin: boolean;
  readonly people: readonly string[];
}

export interface Compared {
  /** Best first: by score, then the most recently active, then the smaller id. */
  readonly comparisons: readonly Comparison[];
  /** Jobs that say too little. */
  readonly tooThin: readonly string[];
  /** People without a kept résumé that can be read. */
  readonly unknown: readonly string[];
}

/**
 * The tenant's people as searchable text. Deterministic: the same people, statistics and date give the same answers in every
 * process. Only worker processes search; elsewhere the first use throws.
 */
export interface People {
  kept(contactIds: readonly string[]): Promise<ReadonlyMap<string, KeptResume>>;
  /** Number of people who can be found. */
  count(): Promise<number>;
  /** Freezes how telling each word is among the people kept now; answers the number to give with every question of a run. */
  pinStatistics(asOf: string): Promise<number>;
  /** The 200 who come closest by words, without those named. Searches everybody. */
  shortlist(job: JobText, options: SearchOptions & { readonly without: readonly string[] }): Promise<Shortlist>;
  /** Holds each person against each job. About a millisecond a pair. */
  compare(jobs: readonly JobText[], people: readonly ComparedPerson[], options: SearchOptions & { readonly threshold: number }): Promise<Compared>;
}

/** Part of a unit of work. */
export interface PeopleWrites {
  /** Keeps a newer résumé; false when a newer one is kept already, or the person was erased. */
  keep(resume: ResumeToKeep): Promise<boolean>;
  /** A later sign of life of somebody who is kept. */
  seen(contactId: string, at: number): Promise<void>;
  forget(contactId: string): Promise<void>;
}
