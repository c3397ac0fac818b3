import type { MatchingEngine } from '../engine/matching-engine.js';
import type { Requirement } from '../posting/requirement.js';
import { redact } from '../redaction/redact.js';
import { lexicon } from '../taxonomy/lexicon.js';
import type { AssistedRequirements, EmbeddingsAndExtraction, ProposedRequirement } from './embeddings-and-extraction.js';

/** Settings of the assistance. */
export interface AssistanceLimits {
  readonly timeoutMs: number;
}

/** Similarities of a résumé to some advertisements, or why there are none. */
export type Similarities = { readonly values: readonly number[] } | { readonly fallback: string };

/**
 * The built-in engine with a model beside it. The model can only add proposals whose words stand in the text; whatever goes
 * wrong (time, network, nonsense), the answer is the built-in one, and says so. Résumés leave redacted (LG-12).
 */
export class ModelAssistance {
  constructor(
    private readonly engine: MatchingEngine, private readonly model: EmbeddingsAndExtraction | undefined,
    private readonly limits: AssistanceLimits = { timeoutMs: 10_000 },
  ) {}

  /** Requirements by rule, with the model's further proposals apart. Never throws because of the model. */
  async requirements(advertisement: string): Promise<AssistedRequirements> {
    const requirements = this.engine.requirements(advertisement);
    if (!this.model) return { requirements, proposals: [], source: 'built-in' };
    const { model } = this;
    const answer = await this.within((signal) => model.proposeRequirements(advertisement, signal));
    if ('fallback' in answer) return { requirements, proposals: [], source: 'built-in', fallback: answer.fallback };
    return { requirements, proposals: literal(answer.value, advertisement, requirements), source: 'built-in and model' };
  }

  /** Cosine similarity of a résumé, redacted, to each advertisement. */
  async similarities(resume: string, advertisements: readonly string[]): Promise<Similarities> {
    if (!this.model) return { fallback: 'switched off' };
    const { model } = this;
    const answer = await this.within((signal) => model.embed([redact(resume, lexicon()).text, ...advertisements], signal));
    if ('fallback' in answer) return answer;
    const [person, ...jobs] = answer.value;
    if (!person || jobs.length !== advertisements.length) return { fallback: 'the model answered with another number of vectors' };
    return { values: jobs.map((job) => cosine(person, job)) };
  }

  private async within<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<{ value: T } | { fallback: string }> {
    const signal = AbortSignal.timeout(this.limits.timeoutMs);
    try {
      return { value: await ask(signal) };
    } catch (error) {
      if (signal.aborted) return { fallback: `no answer within ${this.limits.timeoutMs} ms` };
      return { fallback: error instanceof Error ? error.message : 'the model failed' };
    }
  }
}

/** Keeps what stands literally in the text and was not read already. */
function literal(proposals: readonly ProposedRequirement[], text: string, known: readonly Requirement[]): Requirement[] {
  return proposals.flatMap((proposal) => {
    const start = proposal.text.trim() === '' ? -1 : text.indexOf(proposal.text);
    const end = start + proposal.text.length;
    if (start < 0 || known.some((r) => r.start < end && start < r.end)) return [];
    return [{ text: proposal.text, start, end, category: 'other' as const, mandatory: proposal.mandatory }];
  });
}

function cosine(a: readonly number[], b: readonly number[]): number {
  let dot = 0;
  let left = 0;
  let right = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    dot += a[i]! * b[i]!;
    left += a[i]! ** 2;
    right += b[i]! ** 2;
  }
  return left > 0 && right > 0 ? dot / Math.sqrt(left * right) : 0;
}
