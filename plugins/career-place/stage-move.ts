import type { MirroredStage } from 'patchbay/sdk';

export type StageMove =
  | { readonly kind: 'move'; readonly stageId: string; readonly seenStageId: string; readonly stageText: string }
  | { readonly kind: 'stay'; readonly why: string }
  /** The configured stage is not in Lever: the write is held until somebody puts it right (SH-19). */
  | { readonly kind: 'missing'; readonly stageId: string; readonly seenStageId: string };

/** Where a qualified candidate goes: forward only, and never from a stage at or beyond the target (CP-17, CP-40). */
export function decideStageMove(input: {
  readonly target: string; readonly current: string; readonly isArchived: boolean; readonly stages: readonly MirroredStage[];
}): StageMove {
  const { target, current, stages } = input;
  if (input.isArchived) return { kind: 'stay', why: 'the opportunity is archived' };
  const wanted = stages.findIndex((stage) => stage.id === target);
  const stage = stages[wanted];
  if (!stage) return { kind: 'missing', stageId: target, seenStageId: current };
  if (current === target) return { kind: 'stay', why: `already in stage "${stage.text}"` };
  const here = stages.findIndex((other) => other.id === current);
  if (here > wanted) return { kind: 'stay', why: `already beyond stage "${stage.text}"` };
  return { kind: 'move', stageId: target, seenStageId: current, stageText: stage.text };
}
