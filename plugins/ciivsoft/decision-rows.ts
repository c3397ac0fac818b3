import { randomUUID } from 'node:crypto';
import type { Comparison, UnitOfWork } from 'patchbay/sdk';
import type { Handling, Solution, UseCase } from './ciivsoft.context.js';
import { CiivsoftSettings } from './ciivsoft.settings.js';
import { Decision, DecisionEvent } from './decision.entity.js';
import type { ActionTaken, Proposal } from './decision.js';
import type { KnownJob } from './job-text.js';
import type { DecisionToWrite } from './writes.js';

const NEGATIVE_REASONS = 5;

export interface NewDecision {
  readonly runId: string;
  readonly solution: Solution;
  readonly subject: string;
  readonly known: KnownJob;
  readonly comparison: Comparison;
  readonly opportunityId: string | null;
  readonly applicationId: string | null;
  readonly resumeSource: string | null;
  readonly proposal: Proposal;
  readonly now: number;
}

/** Writes a decision down with everything it was made from (CI-44, LG-4). */
export function createDecision(tx: UnitOfWork, ctx: Pick<Handling, 'tenantId' | 'installationId' | 'settings' | 'settingsRevision'>, made: NewDecision): Decision {
  const { comparison, known, proposal } = made;
  const threshold = CiivsoftSettings.thresholdFor(ctx.settings, known.job.id);
  const isWritten = proposal !== 'none';
  const reasons = isWritten ? comparison.reasons
    : comparison.reasons.slice(0, NEGATIVE_REASONS).map((reason) => ({ ...reason, evidence: reason.evidence.slice(0, 1) }));
  return tx.store.create(Decision, {
    id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, runId: made.runId, solution: made.solution, subject: made.subject,
    contactId: comparison.contactId, opportunityId: made.opportunityId, applicationId: made.applicationId, postingId: known.job.id, decidedAt: made.now,
    score: comparison.score, isMatch: comparison.isMatch && comparison.score >= threshold, threshold, reasons,
    engineVersion: comparison.engineVersion, resumeHash: comparison.resumeHash, resumeSource: made.resumeSource, descriptionHash: known.descriptionHash,
    settingsRevision: ctx.settingsRevision, settings: snapshot(ctx.settings, made.solution, known.job.id), proposal,
    taken: isWritten ? null : 'none', leadOpportunityId: null,
  });
}

function snapshot(settings: CiivsoftSettings, solution: Solution, postingId: string): Record<string, string | number> {
  const threshold = CiivsoftSettings.thresholdFor(settings, postingId);
  switch (solution) {
    case 'filter': return { threshold, mode: CiivsoftSettings.modeFor(settings, postingId) };
    case 'arkiive': return { threshold, leadsPerPosting: settings.leadsPerPosting, coolOffMonths: settings.coolOffMonths };
    case 'refine': return { threshold, referralsPerPerson: settings.referralsPerPerson, watchDays: settings.watchDays };
  }
}

export function toWrite(decision: Decision, known: Pick<KnownJob, 'job' | 'hasOwner'> | null): DecisionToWrite {
  return {
    id: decision.id, solution: decision.solution, contactId: decision.contactId, opportunityId: decision.opportunityId ?? null, postingId: decision.postingId,
    decidedAt: decision.decidedAt, proposal: decision.proposal, score: decision.score, threshold: decision.threshold, reasons: decision.reasons ?? [],
    jobTitle: known?.job.title ?? 'a job', hasOwner: known?.hasOwner ?? false,
  };
}

export interface Happened { readonly kind: 'result' | 'override' | 'feedback'; readonly by: string; readonly outcome: string; readonly reason: string | null; readonly at: number }

export function addEvent(tx: UnitOfWork, ctx: Pick<UseCase, 'tenantId' | 'installationId'>, decision: Decision, happened: Happened): void {
  tx.store.create(DecisionEvent, {
    id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, decisionId: decision.id, contactId: decision.contactId,
    solution: decision.solution, ...happened,
  });
}

export function settle(tx: UnitOfWork, decision: Decision, taken: ActionTaken): void {
  tx.store.assign(decision, { taken });
}
