import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fisherExact } from './fisher.js';
import { answerOf, impactTable, surveyAnswer, type SurveyAnswer } from './impact.js';

const people = (n: number, selected: number, sex: string | null, race: string | null = 'White'): SurveyAnswer[] =>
  Array.from({ length: n }, (_, index) => ({ sex, race, isSelected: index < selected }));

describe("Fisher's exact test", () => {
  it.each([
    // From textbooks: tea tasting; a trial; and a hand-computed table.
    [[3, 1, 1, 3], 0.4857142857], [[1, 9, 11, 3], 0.0027594561852], [[8, 2, 1, 5], 0.03496503497], [[10, 0, 0, 10], 0.0000108251], [[5, 5, 5, 5], 1],
  ] as [[number, number, number, number], number][])('of %j is %d', (table, p) => {
    expect(fisherExact(...table)).toBeCloseTo(p, 8);
  });

  it('lies between 0 and 1, does not depend on the order of groups, and holds for large tables', () => {
    const n = fc.integer({ min: 0, max: 60 });
    fc.assert(fc.property(n, n, n, n, (a, b, c, d) => {
      const p = fisherExact(a, b, c, d);
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThanOrEqual(1);
      expect(fisherExact(c, d, a, b)).toBeCloseTo(p, 10);
      expect(fisherExact(b, a, d, c)).toBeCloseTo(p, 10);
    }));
    expect(fisherExact(500, 4_500, 550, 4_450)).toBeGreaterThan(0.05);
    expect(fisherExact(500, 4_500, 650, 4_350)).toBeLessThan(0.0001);
  });
});

describe('impact report', () => {
  it('LG-6 tells selection rates and ratios to the best group, flags below four fifths, with significance', () => {
    const { groups } = impactTable('sex', [...people(40, 20, 'Male'), ...people(40, 8, 'Female')]);
    expect(groups).toMatchObject([
      { group: 'Male', people: 40, selected: 20, selectionRate: 0.5, impactRatio: 1, isBest: true, isFlagged: false, pValue: null },
      { group: 'Female', selectionRate: 0.2, impactRatio: 0.4, isFlagged: true, isSignificant: true },
    ]);
    const few = impactTable('sex', [...people(6, 3, 'Male'), ...people(6, 2, 'Female')]).groups[1];
    expect(few).toMatchObject({ isFlagged: true, isSignificant: false });
  });

  it('LG-6 hides groups under five people entirely and still counts them', () => {
    const table = impactTable('race', [...people(10, 5, null, 'White'), ...people(4, 4, null, 'Asian'), ...people(3, 0, null, null)]);
    expect(table.groups.find((one) => one.group === 'Asian')).toMatchObject({ people: null, selected: null, selectionRate: null, impactRatio: null, pValue: null });
    expect(table).toMatchObject({ unknown: 3, hiddenGroups: 1, hiddenPeople: 4 });
    expect(table.groups[0]).toMatchObject({ group: 'White', isBest: true });
  });

  it('LG-6 marks groups under two per cent and crosses sex with race', () => {
    const table = impactTable('sex and race', [...people(200, 100, 'Female', 'White'), ...people(200, 100, 'Male', 'White'), ...people(5, 1, 'Male', 'Asian'), ...people(7, 1, 'Male', null)]);
    expect(table.groups.map((one) => [one.group, one.isSmallShare])).toEqual([['Female, White', false], ['Male, White', false], ['Male, Asian', true]]);
    expect(table.unknown).toBe(7);
  });

  it('LG-6 never divides by nothing', () => {
    expect(impactTable('sex', [])).toEqual({ by: 'sex', groups: [], unknown: 0, hiddenGroups: 0, hiddenPeople: 0 });
    expect(impactTable('sex', people(10, 0, 'Female')).groups).toMatchObject([{ selectionRate: 0, impactRatio: null, isFlagged: false }]);
  });

  it('LG-6 counts declined answers as unknown and whoever reached the stage or was hired as selected', () => {
    expect([answerOf('Female'), answerOf('Decline to self-identify'), answerOf(''), answerOf(undefined), answerOf(7)]).toEqual(['Female', null, null, null, null]);
    const selection = { stageIds: new Set(['screen']), hiredReasonIds: new Set(['h']) };
    const of = (row: object) => surveyAnswer({ gender: 'Female', race: 'White', ...row }, selection).isSelected;
    expect([of({ currentStage: 'screen' }), of({ currentStage: 'applicant-new' }), of({ currentStage: 'applicant-new', applicationArchiveReason: 'h' })]).toEqual([true, false, true]);
  });
});
