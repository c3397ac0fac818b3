import { describe, expect, it } from '@jest/globals';
import { asSeen, mayTake, progressOf, startExtraction, type Extraction } from './extraction.js';

const START = 1_000_000;
const running = startExtraction(null, 'posting', START);

describe('extraction', () => {
  it('PO-9 shows progress for up to 30 seconds', () => {
    const at = (seconds: number) => progressOf(running, START + seconds * 1_000);
    expect([0, 10, 29].map((seconds) => [at(seconds).percent, at(seconds).secondsLeft])).toEqual([[0, 30], [33, 20], [96, 1]]);
    expect(at(10)).toMatchObject({ state: 'running', waysOn: [] });
    const done: Extraction = { ...running, state: 'done', endedAt: START + 2_000 };
    expect(progressOf(done, START + 90_000)).toMatchObject({ state: 'done', percent: 100 });
  });

  it('PO-10 offers other ways after 30 seconds or a failure, with the cause', () => {
    expect(progressOf(running, START + 30_001)).toMatchObject({ state: 'failed', message: expect.stringContaining('30 seconds'), waysOn: ['retry', 'paste-text', 'write-by-hand'] });
    expect(progressOf({ ...running, state: 'failed', cause: 'no-text' }, START).message).toContain('empty');
    expect(asSeen(running, START + 30_000).state).toBe('running');
  });

  it('PO-10 discards late results, and answers to an older try', () => {
    expect(mayTake(running, 1, START + 29_000)).toBe(true);
    expect(mayTake(running, 1, START + 31_000)).toBe(false);
    const again = startExtraction(running, 'pasted', START + 5_000);
    expect(again).toMatchObject({ attempt: 2, source: 'pasted' });
    expect(mayTake(again, 1, START + 6_000)).toBe(false);
    expect(mayTake(again, 2, START + 6_000)).toBe(true);
    expect(mayTake(null, 1, START)).toBe(false);
  });
});
