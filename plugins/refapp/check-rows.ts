import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { ReadStore, UnitOfWork } from 'patchbay/sdk';
import { CheckHistory } from './check-history.entity.js';
import { ReferenceCheck } from './check.entity.js';
import type { Working } from './refapp.context.js';
import { Referee } from './referee.entity.js';
import type { StepSettings } from './step-settings.js';
import { ReferenceStep } from './step.entity.js';
import { StepRevision } from './step-revision.entity.js';

type Owner = Pick<Working, 'tenantId' | 'installationId'>;

/** The check as it is now, kept from being changed by others until the commit. */
export function lockCheck(tx: UnitOfWork, id: string): Promise<ReferenceCheck | null> {
  return tx.store.findOne(ReferenceCheck, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Starts in one step happen one after another, so that two for one person see each other. */
export function lockStep(tx: UnitOfWork, id: string): Promise<ReferenceStep | null> {
  return tx.store.findOne(ReferenceStep, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export function refereesOf(store: ReadStore, checkId: string): Promise<Referee[]> {
  return store.find(Referee, { checkId }, { orderBy: { createdAt: 'asc' } });
}

/** The newest check of a person in a step. */
export async function latestCheck(store: ReadStore, stepId: string, subjectId: string): Promise<ReferenceCheck | null> {
  const [latest] = await store.find(ReferenceCheck, { stepId, subjectId }, { orderBy: { attempt: 'desc' }, limit: 1 });
  return latest ?? null;
}

/** The settings that a check keeps, and its step. */
export async function plansOf(store: ReadStore, check: Pick<ReferenceCheck, 'stepId' | 'revision'>): Promise<{ step: ReferenceStep; settings: StepSettings } | null> {
  const step = await store.findOne(ReferenceStep, { id: check.stepId });
  const revision = await store.findOne(StepRevision, { stepId: check.stepId, number: check.revision });
  return step && revision ? { step, settings: revision.settings } : null;
}

export interface NewCheck {
  readonly step: Pick<ReferenceStep, 'id' | 'host' | 'serviceId' | 'revision'>;
  readonly settings: StepSettings;
  readonly subjectId: string;
  readonly contactId: string;
  readonly language: string;
  readonly attempt: number;
  readonly reminds: { readonly candidate: boolean; readonly referees: boolean };
}

export function createCheck(tx: UnitOfWork, owner: Owner, { step, settings, reminds, ...who }: NewCheck, now: number): ReferenceCheck {
  return tx.store.create(ReferenceCheck, {
    id: randomUUID(), tenantId: owner.tenantId, installationId: owner.installationId, stepId: step.id, revision: step.revision, host: step.host,
    serviceId: step.serviceId, ...who, status: 'not_started', problem: null, candidateId: null, candidateUrl: null, reportUrl: null, version: 0,
    requested: settings.references, answered: 0, channel: settings.candidateChannel, deliveries: {}, requestedAt: null, submitBy: null, expiresAt: null,
    candidateReminders: 0, remindsCandidate: reminds.candidate, remindsReferees: reminds.referees, hints: [], hintsApproved: false, restartAskedAt: null,
    endedAt: null, shown: null, shownCount: 0, askCount: 0, historyCount: 0, heardAt: now, createdAt: now,
  });
}

export function createReferee(tx: UnitOfWork, check: ReferenceCheck, refereeId: string, channel: StepSettings['refereeChannel'], now: number): Referee {
  return tx.store.create(Referee, {
    id: randomUUID(), tenantId: check.tenantId, installationId: check.installationId, checkId: check.id, subjectId: check.subjectId, refereeId, status: 'created',
    round: 1, channel, isToBeAsked: channel !== 'none', deliveries: {}, invitedAt: null, reminders: 0, isNudged: false, problem: null, createdAt: now,
  });
}

/** Writes down what happened to a locked check. */
export function record(
  tx: UnitOfWork, check: ReferenceCheck, kind: string, at: number,
  more: { readonly refereeId?: string | null; readonly detail?: Readonly<Record<string, unknown>> } = {},
): void {
  check.historyCount += 1;
  tx.store.create(CheckHistory, {
    id: randomUUID(), tenantId: check.tenantId, installationId: check.installationId, checkId: check.id, number: check.historyCount,
    subjectId: check.subjectId, kind, refereeId: more.refereeId ?? null, at, detail: more.detail ?? null,
  });
}
