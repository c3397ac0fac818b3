import { describe, expect, it } from '@jest/globals';
import type { FactInput } from '../ledger/facts.js';
import { causeOf, type CandidateAction } from './echo.js';

const action = (over: Partial<CandidateAction>): CandidateAction => ({
  id: '1', kind: 'stage.move', integrationKey: 'career-place', depth: 0, request: { stageId: 's' }, result: null, sentAt: 1, isTold: false, ...over,
});
const fact = (kind: FactInput['kind'], payload: object): FactInput =>
  ({ kind, naturalKey: 'k', opportunityId: 'opp', postingId: null, occurredAt: 2, payload } as FactInput);
const moved = (toStageId: string) => fact('stage.changed', { opportunityId: 'opp', index: 1, fromStageId: 'a', toStageId, at: 2, byUserId: null });

describe('echoes', () => {
  it('SH-15 knows its own stage move again', () => {
    expect(causeOf(moved('s'), [action({})])).toEqual({ actionId: '1', integrationKey: 'career-place', depth: 0 });
  });

  it('SH-15 takes another stage for the act of a person', () => {
    expect(causeOf(moved('t'), [action({})])).toBeNull();
  });

  it('SH-15 knows its own tags again, also between others', () => {
    const tags = fact('tags.changed', { opportunityId: 'opp', added: ['CP-Sent', 'by hand'], removed: [] });
    expect(causeOf(tags, [action({ kind: 'tag.add', request: { tags: ['CP-Sent'] } })])?.actionId).toBe('1');
    expect(causeOf(tags, [action({ kind: 'tag.remove', request: { tags: ['CP-Sent'] } })])).toBeNull();
  });

  it('SH-15 puts one change down to one write: who moves there again is a person', () => {
    expect(causeOf(moved('s'), [action({ isTold: true })])).toBeNull();
    expect(causeOf(moved('s'), [action({ isTold: true }), action({ id: '2', sentAt: 5 })])?.actionId).toBe('2');
  });

  it('names the newest of several writes', () => {
    expect(causeOf(moved('s'), [action({ id: '1', sentAt: 1 }), action({ id: '2', sentAt: 5 })])?.actionId).toBe('2');
  });
});
