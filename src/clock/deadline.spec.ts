import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deadline } from './deadline.js';

describe('a deadline', () => {
  it('aborts with what aborted a parent', () => {
    const parent = new AbortController();
    const deadline = new Deadline(60_000, undefined, parent.signal);
    parent.abort(new Error('switched off'));
    expect(deadline.signal.reason).toMatchObject({ message: 'switched off' });
    expect(deadline.isLate).toBe(false);
    deadline.end();
  });

  it('is aborted at once by a parent that is', () => {
    const deadline = new Deadline(60_000, AbortSignal.abort('gone'));
    expect(deadline.signal).toMatchObject({ aborted: true, reason: 'gone' });
    deadline.end();
  });

  it('aborts when the time is over', async () => {
    const deadline = new Deadline(1);
    await sleep(20);
    expect(deadline.isLate).toBe(true);
    expect(deadline.signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('stays as it is once it has ended', async () => {
    const parent = new AbortController();
    const deadline = new Deadline(1, parent.signal);
    deadline.end();
    deadline.end();
    parent.abort();
    await sleep(20);
    expect(deadline.signal.aborted).toBe(false);
  });
});
