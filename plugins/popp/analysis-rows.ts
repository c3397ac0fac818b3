import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { ReadStore } from 'patchbay/sdk';
import { Analysis } from './analysis.entity.js';
import { AnalysisVersion } from './analysis-version.entity.js';
import { FeedEntry, type FeedKind } from './feed-entry.entity.js';
import type { Tx } from './popp.context.js';

/**
 * The analysis as it is now, kept from being changed by others until the commit. Always locked before its candidates;
 * whoever tells the feed holds it.
 */
export function lockAnalysis(tx: Tx, id: string): Promise<Analysis | null> {
  return tx.store.findOne(Analysis, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export function liveAnalysisOf(store: ReadStore, postingId: string): Promise<Analysis | null> {
  return store.findOne(Analysis, { livePostingId: postingId });
}

/** The next line of the live dashboard; `analysis` must be locked (decisions D15). */
export function tell(tx: Tx, analysis: Analysis, line: { kind: FeedKind; candidateId: string | null; why: string }, now: number): void {
  analysis.feedNumber += 1;
  tx.store.create(FeedEntry, {
    id: randomUUID(), tenantId: analysis.tenantId, installationId: analysis.installationId, analysisId: analysis.id, number: analysis.feedNumber, ...line,
    at: now,
  });
}

/** Makes the list as it stands the next version, for ever. */
export function keepVersion(tx: Tx, analysis: Analysis, byId: string, now: number): void {
  analysis.version += 1;
  tx.store.create(AnalysisVersion, {
    id: randomUUID(), tenantId: analysis.tenantId, installationId: analysis.installationId, analysisId: analysis.id, number: analysis.version,
    requirements: analysis.requirements, weights: analysis.weights, at: now, byId,
  });
}
