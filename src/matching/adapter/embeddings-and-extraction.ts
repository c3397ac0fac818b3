import type { Requirement } from '../posting/requirement.js';

/** A requirement proposed by a model; shown as a proposal, never taken over unseen. */
export interface ProposedRequirement {
  /** Literally in the advertisement. */
  readonly text: string;
  readonly mandatory: boolean;
}

/**
 * Optional help from outside: embeddings and extraction. Off unless a customer switches it on. Implementations may fail
 * or be slow; callers go through `ModelAssistance`, which falls back to the built-in engine.
 */
export interface EmbeddingsAndExtraction {
  /** Model name; part of what a decision stores. */
  readonly model: string;
  /** One vector per text, in order. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<number[][]>;
  /** What an advertisement asks for, in the model's reading. */
  proposeRequirements(advertisement: string, signal: AbortSignal): Promise<ProposedRequirement[]>;
}

/** Requirements with their origin. */
export interface AssistedRequirements {
  readonly requirements: readonly Requirement[];
  /** Places the model adds that the rules did not read; offsets as in `requirements`. */
  readonly proposals: readonly Requirement[];
  readonly source: 'built-in' | 'built-in and model';
  /** Why the model was left out, when it was. */
  readonly fallback?: string;
}
