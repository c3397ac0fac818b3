import { isoOf, isoOrNull, type MirroredStage } from 'patchbay/sdk';
import type { Analysis } from '../analysis.entity.js';
import type { Candidate } from '../candidate.entity.js';
import { placed, type RequirementOutcome } from '../outcome.js';
import type { Outcome } from '../outcome.entity.js';
import type { UseCase } from '../popp.context.js';
import { percentOf } from '../scoring.js';
import type { CandidateView, Group, OutcomeView, ReadingView } from './candidates.dto.js';

export function groupOf(candidate: Pick<Candidate, 'status' | 'meetsMandatory'>): Group | 'withdrawn' {
  switch (candidate.status) {
    case 'scored': return candidate.meetsMandatory === true ? 'meets-mandatory' : 'misses-mandatory';
    case 'unreadable': return 'could-not-be-analysed';
    case 'waiting': return 'waiting';
    case 'withdrawn': return 'withdrawn';
  }
}

const oneDecimal = (hundredths: number): number => Math.round(hundredths / 10) / 10;

function candidateView(
  candidate: Candidate, analysis: Pick<Analysis, 'version' | 'weights'>, name: string, stages: readonly MirroredStage[],
): CandidateView {
  return {
    id: candidate.id, analysisId: candidate.analysisId, opportunityId: candidate.opportunityId, name, group: groupOf(candidate),
    score: candidate.score == null ? null : oneDecimal(candidate.score),
    categories: candidate.categories.map((one) => ({
      category: one.category, score: percentOf(one), weight: analysis.weights[one.category], requirements: one.requirements,
    })),
    mandatoryMet: candidate.mandatoryMet, mandatoryAll: candidate.mandatoryAll, flags: [...candidate.flags], cause: candidate.cause ?? null,
    version: candidate.version, isCurrent: candidate.version === analysis.version, analysedAt: isoOrNull(candidate.analysedAt),
    appliedAt: isoOf(candidate.appliedAt),
    stageId: candidate.stageId, stage: stages.find((stage) => stage.id === candidate.stageId)?.text ?? null, archivedAt: isoOrNull(candidate.archivedAt),
    archiveReasonId: candidate.archiveReasonId ?? null, shortlistedAt: isoOrNull(candidate.shortlistedAt),
  };
}

/** Names are Lever's and read from the mirror; none is kept here. */
export async function candidateViews(ctx: UseCase, analysis: Analysis, rows: readonly Candidate[]): Promise<CandidateView[]> {
  const stages = await ctx.mirror.stages();
  const views: CandidateView[] = [];
  for (const row of rows) views.push(candidateView(row, analysis, (await ctx.mirror.opportunity(row.opportunityId))?.name ?? '', stages));
  return views;
}

export function outcomeViews(outcomes: readonly RequirementOutcome[], text: string | null): OutcomeView[] {
  return outcomes.map(({ evidence, ...one }) => ({ ...one, evidence: placed(evidence, text).map((quote) => ({ ...quote })) }));
}

export function readingView(outcome: Outcome): ReadingView {
  const { number, version, meetsMandatory, resumeFile, engineVersion, at } = outcome;
  return {
    number, version, score: outcome.score == null ? null : oneDecimal(outcome.score), meetsMandatory, resumeFile, engineVersion,
    override: outcome.override == null ? null : { ...outcome.override }, at: isoOf(at),
  };
}
