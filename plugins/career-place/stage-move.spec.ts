import { describe, expect, it } from '@jest/globals';
import { decideStageMove } from './stage-move.js';

const stages = ['lead-new', 'applicant-new', 'screen', 'onsite'].map((id, position) => ({ id, text: id, position }));
const decide = (current: string, target = 'screen', isArchived = false) => decideStageMove({ current, target, isArchived, stages });

describe('where a qualified candidate goes', () => {
  it('CP-17 is the configured stage', () => {
    expect(decide('applicant-new')).toEqual({ kind: 'move', stageId: 'screen', seenStageId: 'applicant-new', stageText: 'screen' });
  });

  it('CP-40 SH-18 is nowhere from a stage at or beyond it', () => {
    expect(decide('screen').kind).toBe('stay');
    expect(decide('onsite')).toEqual({ kind: 'stay', why: 'already beyond stage "screen"' });
  });

  it('SH-16 is nowhere while archived', () => {
    expect(decide('applicant-new', 'screen', true).kind).toBe('stay');
  });

  it('SH-19 is unknown when the configured stage is gone', () => {
    expect(decide('applicant-new', 'gone')).toEqual({ kind: 'missing', stageId: 'gone', seenStageId: 'applicant-new' });
  });
});
