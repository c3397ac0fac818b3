import { describe, expect, it } from '@jest/globals';
import { judgeMove } from './action-executors.js';

const ORDER = ['lead-new', 'applicant-new', 'screen', 'onsite', 'offer'];

describe('stage moves', () => {
  it('moves forward when nobody else did anything', () => {
    expect(judgeMove(ORDER, 'applicant-new', 'applicant-new', 'screen')).toEqual({ go: true });
  });

  it('SH-18 never moves backwards', () => {
    expect(judgeMove(ORDER, 'onsite', 'onsite', 'screen')).toMatchObject({ go: false, state: 'skipped' });
  });

  it('SH-18 never overrides a stage that somebody set after the decision', () => {
    expect(judgeMove(ORDER, 'screen', 'applicant-new', 'onsite')).toMatchObject({ go: false, state: 'skipped' });
  });

  it('SH-19 holds a move to a stage that is gone, with the remedy', () => {
    expect(() => judgeMove(ORDER, 'screen', 'screen', 'gone')).toThrow(expect.objectContaining({ code: 'stage-missing' }));
  });

  it('counts a move that somebody made already as done', () => {
    expect(judgeMove(ORDER, 'screen', 'applicant-new', 'screen')).toMatchObject({ go: false, state: 'done' });
  });
});
