import { describe, expect, it } from '@jest/globals';
import { scoreNote } from './note.js';
import { knownObstacle, mayRetry, offeredReasons, undoRefusal, undoSeen, type ItemState } from './rejection.js';

const items = (...states: ItemState[]) => states.map((state) => ({ state, attempt: 1 }));

describe('rejections', () => {
  it('PO-33 never offers a hired reason, nor an inactive one', () => {
    const reasons = [
      { id: '1', text: 'Hired', type: 'hired', status: 'active' }, { id: '2', text: 'Rejected on Popp', type: 'non-hired', status: 'active' },
      { id: '3', text: 'Old', type: 'non-hired', status: 'inactive' }, { id: '4', text: 'Bare', type: null, status: null },
    ];
    expect(offeredReasons(reasons).map((one) => one.text)).toEqual(['Rejected on Popp', 'Bare']);
  });

  it('PO-34 retries the failures alone', () => {
    const all: ItemState[] = ['pending', 'done', 'marked', 'skipped', 'failed', 'held', 'cancelled', 'undone', 'undo-skipped'];
    expect(items(...all).filter(mayRetry).map((item) => item.state)).toEqual(['failed', 'held', 'cancelled']);
  });

  it('PO-35 names what stands in the way', () => {
    const person = { archivedAt: null, hired: false, isGone: false, stageId: 'screen' };
    expect(knownObstacle('reject', person, ['offer'])).toBeNull();
    expect(knownObstacle('reject', { ...person, stageId: 'offer' }, ['offer'])).toContain('offer');
    expect(knownObstacle('shortlist', { ...person, stageId: 'offer' }, ['offer'])).toBeNull();
    expect(knownObstacle('reject', { ...person, archivedAt: 1 }, [])).toContain('archived already');
    expect(knownObstacle('reject', { ...person, archivedAt: 1, hired: true }, [])).toContain('hired');
  });

  it('PO-39 can be taken back for ten minutes, once', () => {
    const decision = { kind: 'reject', at: 1_000 };
    expect(undoRefusal(decision, items('done', 'skipped'), 1_000 + 600_000)).toBeNull();
    expect(undoRefusal(decision, items('done'), 1_001 + 600_000)).toContain('ten minutes');
    expect(undoRefusal(decision, items('undone', 'failed'), 2_000)).toContain('Nobody');
    expect(undoRefusal({ kind: 'shortlist', at: 1_000 }, items('done'), 2_000)).toContain('Only a rejection');
  });

  it('PO-39 is taken back only while nothing else has touched the opportunity', () => {
    const left = { reasonId: 'r', stageId: 's' };
    expect(undoSeen({ stage: 's', archived: { reason: 'r', archivedAt: 9 } }, left)).toEqual({ seen: { reasonId: 'r', archivedAt: 9, stageId: 's' } });
    for (const fresh of [null, { stage: 's', archived: null }, { stage: 't', archived: { reason: 'r', archivedAt: 9 } }, { stage: 's', archived: { reason: 'q', archivedAt: 9 } }]) {
      expect(undoSeen(fresh, left)).toMatchObject({ skip: expect.any(String) });
    }
  });

  it('PO-41 writes score, mandatory result and report link; the score may be hidden', () => {
    const content = { postingTitle: 'Welder', version: 2, score: 8_333, mandatory: { all: 3, met: 2, isMet: false }, reportLink: 'https://hub.example/r' };
    expect(scoreNote(content)).toContain('Score: 83.3 of 100');
    expect(scoreNote(content)).toContain('Mandatory: not all met (2 of 3 mandatory requirements met)');
    expect(scoreNote(content)).toContain('https://hub.example/r');
    expect(scoreNote({ ...content, score: null })).not.toContain('Score');
  });
});
