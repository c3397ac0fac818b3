import type { ForwardKind } from './trigger.js';
import type { ForwardState } from './trigger.js';

export type StepName = 'person' | 'cv' | 'link' | 'pool' | 'note';
export type StepState = 'waiting' | 'sent' | 'done' | 'held' | 'failed' | 'skipped' | 'cancelled';

/** One write of a forward; the next one begins when it stands (ID-35). */
export interface Step {
  readonly name: StepName;
  readonly state: StepState;
  /** Tries of this step, counting those a person asked for. */
  readonly attempt: number;
  /** When its state changed, epoch ms. */
  readonly at: number | null;
  /** Why it is held, failed or skipped, in plain words. */
  readonly reason: string | null;
}

export interface Plan {
  readonly kind: ForwardKind;
  readonly hasCv: boolean;
  /** A pool was chosen and the CRM has pools (ID-25). */
  readonly hasPool: boolean;
  /** The person went into this CRM for this application before: amber then adds the pool alone (ID-24). */
  readonly isKnown: boolean;
}

/** The steps of a forward in their order: person, CV, vacancy link or pool, note (ID-35). Pure. */
export function stepsOf({ kind, hasCv, hasPool, isKnown }: Plan): Step[] {
  const isWhole = kind === 'vacancy' || !isKnown;
  const names: StepName[] = [
    'person', ...(isWhole && hasCv ? ['cv' as const] : []), ...(kind === 'vacancy' ? ['link' as const] : []),
    ...(kind === 'pool' && hasPool ? ['pool' as const] : []), ...(isWhole ? ['note' as const] : []),
  ];
  return names.map((name) => ({ name, state: 'waiting', attempt: 0, at: null, reason: null }));
}

/** The step to be sent now; null while one is under way or nothing may go on. A person that is not there stops the rest, a held link does not. Pure. */
export function nextStep(steps: readonly Step[]): StepName | null {
  if (steps.some((step) => step.state === 'sent')) return null;
  const person = steps.find((step) => step.name === 'person');
  if (person && person.state !== 'waiting' && person.state !== 'done') return null;
  return steps.find((step) => step.state === 'waiting')?.name ?? null;
}

export function withStep(steps: readonly Step[], name: StepName, change: Partial<Omit<Step, 'name'>>): Step[] {
  return steps.map((step) => (step.name === name ? { ...step, ...change } : step));
}

/** Steps that a person may try again: what is held or failed begins anew. Pure. */
export function retried(steps: readonly Step[], now: number): Step[] {
  return steps.map((step) => (['held', 'failed', 'cancelled'].includes(step.state) ? { ...step, state: 'waiting', at: now, reason: null } : step));
}

/** What the steps together say about the forward. Pure. */
export function stateOf(steps: readonly Step[]): ForwardState {
  const is = (name: StepName, state: StepState) => steps.some((step) => step.name === name && step.state === state);
  if (steps.some((step) => step.state === 'cancelled')) return 'cancelled';
  if (is('person', 'held')) return 'needs-pick';
  if (is('person', 'failed')) return 'failed';
  if (nextStep(steps) !== null || steps.some((step) => step.state === 'sent')) return 'running';
  if (is('link', 'held')) return 'needs-vacancy';
  if (steps.some((step) => step.state === 'held')) return 'needs-attention';
  return steps.some((step) => step.state === 'failed') ? 'failed' : 'done';
}
