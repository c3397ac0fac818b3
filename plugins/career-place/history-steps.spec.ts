import { describe, expect, it } from '@jest/globals';
import { advance, type Step } from './funnel.js';
import { detailOf, takenFrom, type HistoryRow } from './history-steps.js';
import type { StageMove } from './stage-move.js';
import { CP_TAGS } from './tags.js';
import { transitionWrites, type WriteSituation } from './transition-writes.js';

const MOVE: StageMove = { kind: 'move', stageId: 'screen', seenStageId: 'applicant-new', stageText: 'Phone screen' };
const situation: WriteSituation = {
  entryId: 'e1', opportunityId: 'o1', subject: { funnel: 'Welder', cardUrl: 'https://cp.example/card', zone: 'UTC' }, knownTags: ['CP-InProg'], isExclusive: true,
  mayTag: true, move: MOVE,
};
const step = (kind: Step['kind'], transition: number, more: Partial<Step> = {}): Step => ({ kind, transition, round: 1, at: 1_000 * transition, ...more });
const reasons = [
  { step: 'requirements', requirement: 'Licence', answer: 'B', text: 'Expected C.' }, { step: 'requirements', requirement: 'Lifting', answer: 'x', text: 'secret condition', sensitive: true },
];
const STEPS = [
  step('invited', 1), step('started', 2), step('submitted', 3), step('review_started', 4, { reviewKind: 'video' }), step('unqualified', 5, { reasons }),
  step('qualified', 6, { override: { by: 'Kim', reason: 'Papers came.' } }),
];

function writtenDown(steps: readonly Step[]): HistoryRow[] {
  const { taken } = advance({ status: 'inviting', transition: 0, round: 0 }, steps);
  return taken.map((one) => ({
    kind: one.step.kind, status: one.after, transition: one.step.transition, isApplied: true, at: one.step.at,
    detail: JSON.parse(JSON.stringify(detailOf(one, one === taken.at(-1) ? { move: MOVE, isTagSwap: true } : null))) as Record<string, unknown>,
  }));
}

describe('the history', () => {
  it('SH-9 D5 leads to the very same writes again: same keys, same texts', () => {
    const rows: HistoryRow[] = [{ kind: 'applied', status: 'queued', transition: null, isApplied: true, at: 0, detail: null }, ...writtenDown(STEPS)];
    const { taken, move, isTagSwap } = takenFrom(rows);
    expect(isTagSwap).toBe(true);
    const original = transitionWrites(advance({ status: 'inviting', transition: 0, round: 0 }, STEPS), situation);
    expect(transitionWrites({ taken }, { ...situation, move, knownTags: isTagSwap ? CP_TAGS : [] })).toEqual(original);
  });

  it('SH-14 leaves out what came too late, and what erasure emptied', () => {
    const [first, second] = writtenDown(STEPS) as [HistoryRow, HistoryRow];
    expect(takenFrom([{ ...first, isApplied: false }, { ...second, detail: null }])).toEqual({ taken: [], move: null, isTagSwap: false });
  });

  it('SH-18 remembers no move where none was decided', () => {
    const [taken] = advance({ status: 'submitted', transition: 5, round: 1 }, [step('qualified', 6)]).taken;
    expect(taken && detailOf(taken, { move: { kind: 'stay', why: 'already there' }, isTagSwap: false })).toEqual({ round: 1, before: 'submitted' });
  });

  it('CP-31 keeps no telling reason', () => {
    expect(JSON.stringify(writtenDown(STEPS))).not.toContain('secret');
    expect(JSON.stringify(writtenDown(STEPS))).toContain('Expected C.');
  });
});
