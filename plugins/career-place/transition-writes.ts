import type { ActionSpec } from 'patchbay/sdk';
import { tagOf, tagChange } from './tags.js';
import type { Advance, TakenStep } from './funnel.js';
import { stepNote, type NoteSubject } from './notes.js';
import type { StageMove } from './stage-move.js';

export interface WriteSituation {
  readonly entryId: string;
  readonly opportunityId: string;
  readonly subject: NoteSubject;
  /** Tags known on the opportunity, our own last one included. */
  readonly knownTags: readonly string[];
  readonly isExclusive: boolean;
  /** False while the opportunity is archived: then only notes are written (SH-16). */
  readonly mayTag: boolean;
  /** What to do about the stage; read only when the last step was a qualification. */
  readonly move: StageMove | null;
}

/** Names a transition for ever: funnel entry and transition number, as action keys want it. */
export const occasionOf = (entryId: string, transition: number): string => `${entryId}:t${transition}`;

/** The Lever writes of an advance, in the order tag, notes, stage (CP-21). Empty when nothing was taken. */
export function transitionWrites(advance: Pick<Advance, 'taken'>, situation: WriteSituation): ActionSpec[] {
  const last = advance.taken.at(-1);
  if (!last) return [];
  return [
    ...(situation.mayTag ? tagWrites(last, situation) : []),
    ...advance.taken.map((taken) => noteWrite(taken, taken === last, situation)),
    ...(last.after === 'qualified' ? moveWrites(last, situation) : []),
  ];
}

/** The tags of a status without any note, for somebody whose tag had to wait (SH-16). */
export function tagWrites({ step, after }: TakenStep, { entryId, opportunityId, knownTags, isExclusive }: WriteSituation): ActionSpec[] {
  const tag = tagOf(after);
  if (!tag) return [];
  const { add, remove } = tagChange(tag, knownTags, isExclusive);
  const occasion = occasionOf(entryId, step.transition);
  const reasons = [`career.place: the candidate is ${after.replaceAll('_', ' ')}`];
  return [
    ...(remove.length > 0 ? [{ kind: 'tag.remove' as const, opportunityId, tags: remove, meaning: `untag:${add}`, occasion, reasons }] : []),
    { kind: 'tag.add', opportunityId, tags: [add], meaning: `tag:${add}`, occasion, reasons },
  ];
}

function noteWrite(taken: TakenStep, isLast: boolean, { entryId, opportunityId, subject, move }: WriteSituation): ActionSpec {
  return {
    kind: 'note.add', opportunityId, occurredAt: taken.step.at, meaning: `note:${taken.step.kind}`, occasion: occasionOf(entryId, taken.step.transition),
    text: stepNote(taken, subject, isLast && move?.kind === 'stay' ? move.why : null),
    reasons: [`career.place: ${taken.step.kind.replaceAll('_', ' ')}`],
  };
}

/** The target is part of the meaning: a stage chosen anew after a held move is another write (SH-19). */
export function moveWrites({ step }: TakenStep, { entryId, opportunityId, move }: WriteSituation): ActionSpec[] {
  if (!move || move.kind === 'stay') return [];
  return [{
    kind: 'stage.move', opportunityId, stageId: move.stageId, seenStageId: move.seenStageId, meaning: `stage:${move.stageId}`,
    occasion: occasionOf(entryId, step.transition), reasons: ['career.place found the candidate qualified'],
    then: { job: 'stage-outcome', context: { entryId } },
  }];
}
