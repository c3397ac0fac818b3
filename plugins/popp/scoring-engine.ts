import type { RequirementCategory } from 'patchbay/sdk';
import type { Analysis } from './analysis.entity.js';
import type { Candidate } from './candidate.entity.js';
import type { Tx, Working } from './popp.context.js';
import type { ResumeReading } from './resume.js';
import type { Analysed } from './results.js';

export interface ProposedRequirement { readonly text: string; readonly category: RequirementCategory; readonly mandatory: boolean }

/** Why somebody is read: their (newest) resume, or requirements that were changed. */
export type ReadingCause = 'resume' | 'version';

export type ReadableResume = Extract<ResumeReading, { ok: true }>;

/** `handed-over`: the result comes as an event of the vendor; `isNew` unless the vendor has the resume and reads it again by itself. */
export type EngineAnswer = { readonly kind: 'analysed'; readonly analysed: Analysed } | { readonly kind: 'handed-over'; readonly isNew: boolean };

/** What reads job descriptions and resumes. The rest of the plugin cannot tell the engines apart. */
export interface ScoringEngine {
  /** What a job description asks for. May throw `OutsideError`. */
  requirementsOf(ctx: Working, description: string): Promise<readonly ProposedRequirement[]>;
  /** A version was confirmed: makes it known where resumes are read, then the applicants are collected. */
  open(tx: Tx, analysis: Analysis): Promise<void>;
  /** Holds one resume against the requirements. */
  analyse(
    ctx: Working, analysis: Analysis, candidate: Candidate, read: { readonly resume: ReadableResume; readonly because: ReadingCause },
  ): Promise<EngineAnswer>;
  /** The analysis was archived. */
  close(tx: Tx, analysis: Analysis): Promise<void>;
}
