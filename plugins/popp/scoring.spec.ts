import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REQUIREMENT_CATEGORIES } from 'patchbay/sdk';
import { compareRanked, DEFAULT_WEIGHTS, mandatoryOf, overallOf, percentOf, pointsOf, unusedOf, type Judged, type OutcomeStatus } from './scoring.js';

const judged = (category: Judged['category'], status: OutcomeStatus, mandatory = false): Judged => ({ category, status, mandatory });
const anyJudged = fc.array(fc.record({
  category: fc.constantFrom(...REQUIREMENT_CATEGORIES), status: fc.constantFrom<OutcomeStatus>('met', 'partial', 'not-met', 'unknown'), mandatory: fc.boolean(),
}), { minLength: 1, maxLength: 20 });

describe('scoring', () => {
  it('PO-21 is the weighted mean of the used categories over used weights only', () => {
    const points = pointsOf([judged('skills', 'met'), judged('skills', 'met'), judged('skills', 'not-met'), judged('experience', 'met')]);
    expect(overallOf(points, DEFAULT_WEIGHTS)).toBe(8_333);
    expect(overallOf(points, { ...DEFAULT_WEIGHTS, skills: 100, experience: 25 })).toBe(Math.round(10_000 * (100 * (2 / 3) + 25) / 125));
    expect(points.map(percentOf)).toEqual([100, 66.67]);
  });

  it('PO-20 leaves a category without requirements out, whatever its slider says, and says so', () => {
    const all = [judged('skills', 'met'), judged('experience', 'not-met')];
    const score = overallOf(pointsOf(all), DEFAULT_WEIGHTS);
    expect(score).toBe(5_000);
    expect(overallOf(pointsOf(all), { ...DEFAULT_WEIGHTS, qualifications: 100, languages: 0 })).toBe(score);
    expect(pointsOf(all).map((one) => one.category)).not.toContain('qualifications');
    const unused = unusedOf(all, { ...DEFAULT_WEIGHTS, experience: 0 });
    expect(unused.map((one) => one.category)).toEqual(['experience', 'qualifications', 'location', 'languages', 'other']);
    expect(unused.find((one) => one.category === 'qualifications')?.why).toContain('not considered in the score');
  });

  it('PO-13 counts a category more the further right its slider is', () => {
    const points = pointsOf([judged('skills', 'met'), judged('experience', 'not-met')]);
    const at = (skills: number) => overallOf(points, { ...DEFAULT_WEIGHTS, skills }) ?? -1;
    expect([0, 25, 50, 75, 100].map(at)).toEqual([0, 3_333, 5_000, 6_000, 6_667]);
  });

  it('PO-22 a mandatory requirement changes the group, never the arithmetic', () => {
    fc.assert(fc.property(anyJudged, (all) => {
      const flipped = all.map((one) => ({ ...one, mandatory: !one.mandatory }));
      expect(overallOf(pointsOf(flipped), DEFAULT_WEIGHTS)).toBe(overallOf(pointsOf(all), DEFAULT_WEIGHTS));
    }));
    expect(mandatoryOf([judged('skills', 'met', true), judged('skills', 'unknown', true), judged('other', 'not-met')])).toEqual({ all: 2, met: 1, isMet: false });
    expect(mandatoryOf([judged('skills', 'not-met')]).isMet).toBe(true);
  });

  it('PO-21 stays between 0 and 100, is 100 exactly when all is met, and equal weights give the plain mean', () => {
    fc.assert(fc.property(anyJudged, (all) => {
      const points = pointsOf(all);
      const score = overallOf(points, DEFAULT_WEIGHTS) ?? -1;
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(10_000);
      expect(score === 10_000).toBe(all.every((one) => one.status === 'met'));
      const mean = points.reduce((sum, one) => sum + one.points / one.requirements, 0) / points.length;
      expect(Math.abs(score - 10_000 * mean)).toBeLessThanOrEqual(0.5);
    }));
  });

  it('treats "not found" as not met in the score, half for what is partly shown', () => {
    const of = (status: OutcomeStatus) => overallOf(pointsOf([judged('skills', status)]), DEFAULT_WEIGHTS);
    expect([of('met'), of('partial'), of('not-met'), of('unknown')]).toEqual([10_000, 5_000, 0, 0]);
    expect(overallOf(pointsOf([judged('skills', 'met')]), { ...DEFAULT_WEIGHTS, skills: 0 })).toBeNull();
  });

  it('orders ties by mandatory requirements met, then by who applied first', () => {
    const rows = [
      { id: 'a', score: 50, mandatoryMet: 1, appliedAt: 1 }, { id: 'b', score: 50, mandatoryMet: 2, appliedAt: 9 },
      { id: 'c', score: 50, mandatoryMet: 2, appliedAt: 3 }, { id: 'd', score: 70, mandatoryMet: 0, appliedAt: 9 },
    ];
    expect(rows.toSorted(compareRanked).map((row) => row.id)).toEqual(['d', 'c', 'b', 'a']);
  });
});
