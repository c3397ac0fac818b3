import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { MirroredOpportunity } from 'patchbay/sdk';
import type { Analysis } from './analysis.entity.js';
import { Candidate } from './candidate.entity.js';
import { opportunityLane, type Tx } from './popp.context.js';
import type { ReadingCause } from './scoring-engine.js';

/** Locked after its analysis, never before. */
export function lockCandidate(tx: Tx, id: string): Promise<Candidate | null> {
  return tx.store.findOne(Candidate, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** A new person in the analysis; not analysed yet. */
export function createCandidate(tx: Tx, analysis: Analysis, person: MirroredOpportunity, appliedAt: number): Candidate {
  return tx.store.create(Candidate, {
    id: randomUUID(), tenantId: analysis.tenantId, installationId: analysis.installationId, analysisId: analysis.id, postingId: analysis.postingId,
    opportunityId: person.id, contactId: person.contactId, applicationId: person.applicationId ?? '', appliedAt, status: 'waiting', run: 0, outcomes: 0,
    version: 0,
    score: null, categories: [], mandatoryAll: 0, mandatoryMet: 0, meetsMandatory: null, flags: [], cause: null, resumeId: null, resumeFile: null,
    resumeHash: null,
    engineVersion: null, analysedAt: null, vendorScore: null, vendorRun: null, stageId: person.stageId, archivedAt: person.archivedAt,
    archiveReasonId: person.archiveReasonId, shortlistedAt: null,
  });
}

/** Has the newest resume read. What is shown stays until the new result is there. */
export async function askAnalysis(tx: Tx, candidate: Candidate, because: ReadingCause): Promise<void> {
  candidate.run += 1;
  await askAgain(tx, candidate, because);
}

/** The same run once more: only one that was cancelled comes back. */
export async function askAgain(tx: Tx, candidate: Pick<Candidate, 'id' | 'run' | 'opportunityId'>, because: ReadingCause): Promise<void> {
  await tx.jobs.enqueue({
    name: 'analyse', key: `${candidate.id}:${candidate.run}`, lane: opportunityLane(candidate.opportunityId),
    payload: { candidateId: candidate.id, run: candidate.run, because },
  });
}

/** Takes over how Lever shows the person; true when something changed. */
export function seeInLever(candidate: Candidate, person: Pick<MirroredOpportunity, 'stageId' | 'archivedAt' | 'archiveReasonId' | 'contactId'>): boolean {
  const { stageId, archivedAt, archiveReasonId, contactId } = person;
  const isSame = candidate.stageId === stageId && (candidate.archivedAt ?? null) === archivedAt && (candidate.archiveReasonId ?? null) === archiveReasonId
    && candidate.contactId === contactId;
  if (!isSame) Object.assign(candidate, { stageId, archivedAt, archiveReasonId, contactId });
  return !isSame;
}
