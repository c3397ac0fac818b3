import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { advance, hasGap, isActive, stepsFromHistory, type FunnelState, type Step, type StepKind } from './funnel.js';

const START: FunnelState = { status: 'inviting', transition: 0, round: 0 };
const step = (kind: StepKind, transition: number, more: Partial<Step> = {}): Step => ({ kind, transition, round: 1, at: transition * 1_000, ...more });
const way = (...kinds: StepKind[]): Step[] => kinds.map((kind, index) => step(kind, index + 1));

describe('the way through a funnel', () => {
  it('CP-14 stays in progress from the start through the review', () => {
    expect(advance(START, way('invited', 'started', 'submitted', 'review_started', 'review_started')).taken.map((taken) => taken.after))
      .toEqual(['invited', 'in_progress', 'submitted', 'in_review', 'in_review']);
  });

  it('CP-15 decides right after submission without Homework and Video Interview, and after a review with them', () => {
    expect(advance(START, way('invited', 'started', 'submitted', 'qualified')).state.status).toBe('qualified');
    expect(advance(START, way('invited', 'started', 'submitted', 'review_started', 'unqualified')).state.status).toBe('unqualified');
  });

  it('CP-26 accepts a start after the opt-out and a new invitation', () => {
    expect(advance(START, way('invited', 'opted_out', 'started')).taken.at(-1)).toMatchObject({ before: 'opted_out', after: 'in_progress' });
    expect(advance(START, [...way('invited', 'opted_out'), step('invited', 3, { round: 2 })]).state).toEqual({ status: 'invited', transition: 3, round: 2 });
  });

  it('CP-38 can be left from every open status and from no other', () => {
    for (const kinds of [['invited'], ['invited', 'started'], ['invited', 'started', 'submitted'], ['invited', 'opted_out']] as StepKind[][]) {
      expect(advance(START, way(...kinds, 'withdrawn')).state.status).toBe('withdrawn');
    }
    expect(advance(START, way('invited', 'started', 'submitted', 'qualified', 'withdrawn')).ignored).toMatchObject([{ why: 'impossible' }]);
  });

  it('CP-39 takes a reversed decision in both directions', () => {
    expect(advance(START, way('invited', 'started', 'submitted', 'unqualified', 'qualified')).taken.at(-1)).toMatchObject({ before: 'unqualified', after: 'qualified' });
    expect(advance(START, way('invited', 'started', 'submitted', 'qualified', 'unqualified')).state.status).toBe('unqualified');
  });

  it('SH-14 tells a late step apart and applies nothing of it', () => {
    const known: FunnelState = { status: 'submitted', transition: 3, round: 1 };
    expect(advance(known, [step('started', 2)])).toEqual({ state: known, taken: [], ignored: [{ step: step('started', 2), why: 'late' }] });
  });

  it('SH-13 SH-14 ends the same however often and in whatever order steps are told one by one, once gaps are filled', () => {
    const kinds: StepKind[] = ['invited', 'opted_out', 'started', 'submitted', 'review_started', 'unqualified', 'qualified'];
    const all = way(...kinds);
    const history = all.map(({ transition, at }, index) => ({ transition, at, status: advance(START, all.slice(0, index + 1)).state.status }));
    fc.assert(fc.property(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 30 }), (told) => {
      let state = START;
      for (const one of [...told, all.at(-1) as Step]) {
        const older = stepsFromHistory(state, { transition: 7, reasons: [], history }, [one]).filter((other) => other.transition < one.transition);
        const missing = hasGap(state, one) ? older : [];
        const next = advance(state, [...missing, one]).state;
        expect(next.transition).toBeGreaterThanOrEqual(state.transition);
        state = next;
      }
      expect(state).toEqual({ status: 'qualified', transition: 7, round: 1 });
    }));
  });

  it('reads missing steps from the applicant’s history, with the reasons of the newest and what was told better', () => {
    const reasons = [{ step: 'requirements', requirement: 'Licence', answer: 'B', text: 'Expected C.' }];
    const history = [
      { transition: 1, status: 'invited', at: 1 }, { transition: 2, status: 'opted_out', at: 2 }, { transition: 3, status: 'invited', at: 3 },
      { transition: 4, status: 'in_progress', at: 4 }, { transition: 5, status: 'submitted', at: 5 }, { transition: 6, status: 'unqualified', at: 6 },
    ];
    const told = step('submitted', 5, { at: 500, round: 2 });
    expect(stepsFromHistory({ status: 'invited', transition: 1, round: 1 }, { transition: 6, reasons, history }, [told])).toEqual([
      { kind: 'opted_out', transition: 2, round: 1, at: 2 }, { kind: 'invited', transition: 3, round: 2, at: 3 }, { kind: 'started', transition: 4, round: 2, at: 4 },
      told, { kind: 'unqualified', transition: 6, round: 2, at: 6, reasons },
    ]);
  });

  it('CP-34 counts somebody as active until decided, opted out or gone', () => {
    expect((['queued', 'inviting', 'undelivered', 'invited', 'in_progress', 'submitted', 'in_review'] as const).every(isActive)).toBe(true);
    expect((['qualified', 'unqualified', 'opted_out', 'withdrawn', 'erased'] as const).some(isActive)).toBe(false);
  });
});
