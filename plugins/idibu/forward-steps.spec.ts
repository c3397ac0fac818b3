import { describe, expect, it } from '@jest/globals';
import { nextStep, retried, stateOf, stepsOf, withStep, type Step, type StepName, type StepState } from './forward-steps.js';

const plan = { kind: 'vacancy' as const, hasCv: true, hasPool: true, isKnown: false };
const names = (steps: readonly Step[]) => steps.map((step) => step.name);
const after = (states: Partial<Record<StepName, StepState>>, kind: 'vacancy' | 'pool' = 'vacancy') =>
  Object.entries(states).reduce<readonly Step[]>((steps, [name, state]) => withStep(steps, name as StepName, { state, reason: state === 'held' ? 'why' : null }), stepsOf({ ...plan, kind }));

describe('the steps of a forward', () => {
  it('ID-14 ID-35 go person, CV, vacancy link, note', () => {
    expect(names(stepsOf(plan))).toEqual(['person', 'cv', 'link', 'note']);
    expect(names(stepsOf({ ...plan, hasCv: false }))).toEqual(['person', 'link', 'note']);
  });

  it('ID-20 ID-25 keep on file without a link, in the chosen pool', () => {
    expect(names(stepsOf({ ...plan, kind: 'pool' }))).toEqual(['person', 'cv', 'pool', 'note']);
    expect(names(stepsOf({ ...plan, kind: 'pool', hasPool: false }))).toEqual(['person', 'cv', 'note']);
  });

  it('ID-24 amber after a forward that stands adds the pool alone', () => {
    expect(names(stepsOf({ ...plan, kind: 'pool', isKnown: true }))).toEqual(['person', 'pool']);
    expect(names(stepsOf({ ...plan, isKnown: true }))).toEqual(['person', 'cv', 'link', 'note']);
  });

  it('ID-35 begin one after another, none before the person stands', () => {
    expect(nextStep(after({}))).toBe('person');
    expect(nextStep(after({ person: 'sent' }))).toBeNull();
    expect(nextStep(after({ person: 'held' }))).toBeNull();
    expect(nextStep(after({ person: 'failed' }))).toBeNull();
    expect(nextStep(after({ person: 'done' }))).toBe('cv');
    expect(nextStep(after({ person: 'done', cv: 'failed' }))).toBe('link');
  });

  it('ID-34 a missing vacancy holds the link only', () => {
    const steps = after({ person: 'done', cv: 'done', link: 'held' });
    expect(nextStep(steps)).toBe('note');
    expect(stateOf(steps)).toBe('running');
    expect(stateOf(after({ person: 'done', cv: 'done', link: 'held', note: 'done' }))).toBe('needs-vacancy');
  });

  it('ID-31 ID-35 tell how far it is', () => {
    expect(stateOf(after({ person: 'held' }))).toBe('needs-pick');
    expect(stateOf(after({ person: 'done', cv: 'held', link: 'done', note: 'done' }))).toBe('needs-attention');
    expect(stateOf(after({ person: 'done', cv: 'failed', link: 'done', note: 'done' }))).toBe('failed');
    expect(stateOf(after({ person: 'done', cv: 'done', link: 'done', note: 'done' }))).toBe('done');
    expect(stateOf(after({ person: 'cancelled' }))).toBe('cancelled');
  });

  it('ID-35 are tried again alone: what stands stays', () => {
    const again = retried(after({ person: 'done', cv: 'failed', link: 'held', note: 'done' }), 7);
    expect(again.map((step) => step.state)).toEqual(['done', 'waiting', 'waiting', 'done']);
    expect(again[1]).toMatchObject({ reason: null, at: 7 });
  });
});
