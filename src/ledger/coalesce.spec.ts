import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Coalesce } from './coalesce.js';

describe('asking often', () => {
  let done = 0;
  beforeEach(() => { jest.useFakeTimers(); done = 0; });
  afterEach(() => { jest.useRealTimers(); });

  it('works at once, and once more for all that was asked meanwhile', () => {
    const coalesce = new Coalesce(5, () => { done += 1; });
    coalesce.ask();
    expect(done).toBe(1);
    for (let n = 0; n < 100; n += 1) coalesce.ask();
    expect(done).toBe(1);
    jest.advanceTimersByTime(5);
    expect(done).toBe(2);
    jest.advanceTimersByTime(100);
    expect(done).toBe(2);
    coalesce.ask();
    expect(done).toBe(3);
  });

  it('does nothing more after its end', () => {
    const coalesce = new Coalesce(5, () => { done += 1; });
    coalesce.ask();
    coalesce.ask();
    coalesce.stop();
    jest.advanceTimersByTime(100);
    expect(done).toBe(1);
  });
});
