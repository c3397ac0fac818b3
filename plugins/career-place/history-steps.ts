import { STEP_KINDS, type EntryStatus, type Step, type StepKind, type TakenStep } from './funnel.js';
import { reasonLines } from './reasons.js';
import type { StageMove } from './stage-move.js';

/** What the history keeps of a step: reasons only as a note may show them (CP-31). */
export interface StepDetail {
  readonly round: number;
  readonly before: EntryStatus;
  readonly reasons?: readonly string[];
  readonly review?: Step['reviewKind'];
  readonly override?: Step['override'];
  readonly by?: Step['by'];
  /** Other CP- tags were taken off. */
  readonly isTagSwap?: boolean;
  /** The stage move that was decided. */
  readonly move?: { readonly stageId: string; readonly seenStageId: string };
}

/** `done`: what was written to Lever because of this step; null when only its note was. */
export function detailOf({ step, before }: TakenStep, done: { readonly move: StageMove | null; readonly isTagSwap: boolean } | null): StepDetail {
  return {
    round: step.round, before, ...(step.reasons && { reasons: reasonLines(step.reasons) }), ...(step.reviewKind && { review: step.reviewKind }),
    ...(step.override && { override: step.override }), ...(step.by && { by: step.by }),
    ...(done?.isTagSwap && { isTagSwap: true }),
    ...(done?.move && done.move.kind !== 'stay' && { move: { stageId: done.move.stageId, seenStageId: done.move.seenStageId } }),
  };
}

export interface HistoryRow {
  readonly kind: string;
  readonly status: EntryStatus;
  readonly transition?: number | null;
  readonly isApplied: boolean;
  readonly at: number;
  readonly detail?: Readonly<Record<string, unknown>> | StepDetail | null;
}

const isStep = (kind: string): kind is StepKind => (STEP_KINDS as readonly string[]).includes(kind);

/** The steps that an entry took, as they were written down, and what was decided with the last one. Erased rows tell nothing. */
export function takenFrom(rows: readonly HistoryRow[]): { readonly taken: TakenStep[]; readonly move: StageMove | null; readonly isTagSwap: boolean } {
  let move: StageMove | null = null;
  let isTagSwap = false;
  const taken = rows.flatMap((row): TakenStep[] => {
    if (!row.isApplied || row.transition == null || !isStep(row.kind) || !row.detail) return [];
    const detail = row.detail as StepDetail;
    isTagSwap = detail.isTagSwap === true;
    move = detail.move ? { kind: 'move', stageText: '', ...detail.move } : null;
    return [{
      before: detail.before, after: row.status,
      step: {
        kind: row.kind, transition: row.transition, round: detail.round, at: row.at, reviewKind: detail.review, override: detail.override, by: detail.by,
        reasons: detail.reasons?.map((text) => ({ step: '', requirement: '', answer: null, text })),
      },
    }];
  });
  return { taken, move, isTagSwap };
}
