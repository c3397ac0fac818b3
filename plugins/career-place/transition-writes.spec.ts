import { describe, expect, it } from '@jest/globals';
import type { ActionSpec } from 'patchbay/sdk';
import { advance, STEP_KINDS, type Step, type StepKind } from './funnel.js';
import type { StageMove } from './stage-move.js';
import { transitionWrites, type WriteSituation } from './transition-writes.js';

const MOVE: StageMove = { kind: 'move', stageId: 'screen', seenStageId: 'applicant-new', stageText: 'Phone screen' };
const base: WriteSituation = {
  entryId: 'e1', opportunityId: 'o1', subject: { funnel: 'Welder', cardUrl: 'https://cp.example/card', zone: 'UTC' }, knownTags: ['CP-InProg', 'VIP'],
  isExclusive: true, mayTag: true, move: null,
};
const steps = (...kinds: StepKind[]): Step[] => kinds.map((kind, index) => ({ kind, transition: index + 1, round: 1, at: 1_000 * (index + 1) }));
const writesOf = (kinds: StepKind[], more: Partial<WriteSituation> = {}, from = kinds.length - 1): ActionSpec[] => {
  const { taken } = advance({ status: 'inviting', transition: 0, round: 0 }, steps(...kinds));
  return transitionWrites({ taken: taken.slice(from) }, { ...base, ...more });
};
const kindsOf = (writes: readonly ActionSpec[]) => writes.map((write) => write.kind);
const DECIDED: StepKind[] = ['invited', 'started', 'submitted'];

describe('what a transition writes to Lever', () => {
  it('CP-21 CP-17 writes tag, note and stage in that order on qualification', () => {
    const writes = writesOf([...DECIDED, 'qualified'], { move: MOVE });
    expect(kindsOf(writes)).toEqual(['tag.remove', 'tag.add', 'note.add', 'stage.move']);
    expect(writes.at(-1)).toMatchObject({ stageId: 'screen', seenStageId: 'applicant-new', occasion: 'e1:t4', then: { job: 'stage-outcome' } });
  });

  it('CP-21 lets tag and note stand on their own: nothing waits for the move', () => {
    expect(writesOf([...DECIDED, 'qualified'], { move: MOVE }).every((write) => write.requires === undefined)).toBe(true);
  });

  it('CP-18 takes the other three tags off and leaves foreign ones alone', () => {
    expect(writesOf([...DECIDED, 'qualified'], { move: MOVE })[0]).toMatchObject({ kind: 'tag.remove', tags: ['CP-Sent', 'CP-InProg', 'CP-Unqual'] });
  });

  it('CP-16 CP-33 writes tag and reasons when unqualified, and moves nobody', () => {
    const writes = writesOf([...DECIDED, 'unqualified'], { move: MOVE });
    expect(kindsOf(writes)).toEqual(['tag.remove', 'tag.add', 'note.add']);
    expect(writes[1]).toMatchObject({ tags: ['CP-Unqual'] });
  });

  it.each(['opted_out', 'withdrawn'] as const)('CP-25 CP-38 CP-33 writes one note and nothing else: %s', (kind) => {
    expect(kindsOf(writesOf(['invited', kind], { move: MOVE }))).toEqual(['note.add']);
  });

  it('CP-40 writes tag and note without a move when the candidate is far enough', () => {
    const writes = writesOf([...DECIDED, 'qualified'], { move: { kind: 'stay', why: 'already in stage "Phone screen"' } });
    expect(kindsOf(writes)).toEqual(['tag.remove', 'tag.add', 'note.add']);
    expect(writes.at(-1)).toMatchObject({ text: expect.stringContaining('Stage not changed: already in stage "Phone screen"') });
  });

  it('SH-19 plans the impossible move too, so that it waits where a person sees it', () => {
    expect(writesOf([...DECIDED, 'qualified'], { move: { kind: 'missing', stageId: 'gone', seenStageId: 'applicant-new' } }).at(-1))
      .toMatchObject({ kind: 'stage.move', stageId: 'gone' });
  });

  it('CP-29 writes the note with the card together with CP-InProg', () => {
    const writes = writesOf(['invited', 'started'], { knownTags: ['CP-Sent'] });
    expect(writes).toMatchObject([
      { kind: 'tag.remove' }, { kind: 'tag.add', tags: ['CP-InProg'] }, { kind: 'note.add', text: expect.stringContaining('https://cp.example/card') },
    ]);
  });

  it('CP-28 notes every step that was learned at once, and tags only where the candidate is now', () => {
    const writes = writesOf(['invited', 'started', 'submitted'], { knownTags: [] }, 0);
    expect(writes.map((write) => write.meaning)).toEqual(['tag:CP-InProg', 'note:invited', 'note:started', 'note:submitted']);
    expect(writes.map((write) => write.occasion)).toEqual(['e1:t3', 'e1:t1', 'e1:t2', 'e1:t3']);
  });

  it('SH-16 writes no tag while the opportunity is archived', () => {
    expect(kindsOf(writesOf([...DECIDED, 'unqualified'], { mayTag: false }))).toEqual(['note.add']);
  });

  it('CP-19 writes to the opportunity of the entry', () => {
    expect(writesOf(['invited'], { opportunityId: 'o9', entryId: 'e9', knownTags: [] })).toMatchObject([
      { kind: 'tag.add', opportunityId: 'o9', occasion: 'e9:t1' }, { kind: 'note.add', opportunityId: 'o9' },
    ]);
  });

  it('CP-33 LG-1 never archives, whatever happens', () => {
    for (const kind of STEP_KINDS) {
      expect(kindsOf(transitionWrites({ taken: [{ before: 'submitted', after: 'unqualified', step: { kind, transition: 1, round: 1, at: 1 } }] }, base))).not.toContain('archive');
    }
  });

  it('CP-11 LG-3 writes no other CP- tag and gives a reason for everything', () => {
    const all = STEP_KINDS.flatMap((kind) => writesOf([...DECIDED, kind], { move: MOVE }, 0));
    const tags = all.flatMap((write) => ('tags' in write ? write.tags ?? [] : []));
    expect(tags.every((tag) => ['CP-Sent', 'CP-InProg', 'CP-Unqual', 'CP-Qual'].includes(tag))).toBe(true);
    expect(all.every((write) => write.reasons.length > 0)).toBe(true);
  });
});
