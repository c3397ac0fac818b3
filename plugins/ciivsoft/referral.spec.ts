import { describe, expect, it } from '@jest/globals';
import { afterComparison, jobsToCompare, standingOf, watchUntil, type WaitingChance } from './referral.js';

const chance = (more: Partial<WaitingChance> = {}): WaitingChance => ({ postingId: 'p1', comparedPostings: ['p2'], watchUntil: 100, state: 'queued', ...more });
const job = (id: string, state = 'published') => ({ id, state });

describe('REFiiNE', () => {
  it('CI-31 CI-33 CI-36 compares open jobs, each once, never the one applied for', () => {
    const jobs = jobsToCompare(chance(), [job('p1'), job('p2'), job('p3'), job('p4', 'closed'), job('p5', 'internal')]);
    expect(jobs.map(({ id }) => id)).toEqual(['p3', 'p5']);
  });

  it('CI-37 drops who was hired, withdrew, was turned down, is gone, or was advanced by a user', () => {
    const standing = (more: object) => standingOf({ stageId: 'applicant-new', archive: null, isAnonymised: false, ...more });
    expect(standing({})).toEqual({ kind: 'go' });
    for (const archive of ['hired', 'withdrew', 'turned-down'] as const) expect(standing({ archive }).kind).toBe('drop');
    expect(standing({ isAnonymised: true }).kind).toBe('drop');
    expect(standingOf(null).kind).toBe('drop');
    expect(standing({ stageId: 'onsite' }).kind).toBe('drop');
  });

  it('SH-16 waits while the application is archived for now', () => {
    expect(standingOf({ stageId: 'applicant-new', archive: 'neutral', isAnonymised: false })).toMatchObject({ kind: 'wait' });
  });

  it('CI-36 watches for thirty days and then expires; one match closes the entry', () => {
    expect(watchUntil(0, 30)).toBe(30 * 86_400_000);
    expect(afterComparison(chance(), 0, 99)).toMatchObject({ state: 'watching' });
    expect(afterComparison(chance(), 0, 100)).toMatchObject({ state: 'expired' });
    expect(afterComparison(chance(), 2, 99)).toEqual({ state: 'referred', reason: null });
  });
});
