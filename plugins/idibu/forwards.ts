import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { UnitOfWork } from 'patchbay/sdk';
import { crmPersonFor, lockCrmPerson, lockForward } from './applicant-rows.js';
import type { Applicant } from './applicant.entity.js';
import { connectorOf, nameOf } from './connectors.js';
import { decideOwner } from './crm-owner.js';
import { Forward } from './forward.entity.js';
import { because } from './forward-note.js';
import { nextStep, retried, stateOf, stepsOf, withStep, type Step, type StepName } from './forward-steps.js';
import { CrmProfile } from './handoff.entity.js';
import type { Handoff } from './handoff.js';
import type { Owner } from './idibu.context.js';
import type { ForwardKind, Trigger } from './trigger.js';

export interface NewForward {
  readonly applicant: Applicant;
  readonly kind: ForwardKind;
  readonly trigger: Trigger;
  /** The settings it begins with and ends under (ID-40). */
  readonly handoff: Handoff & { readonly crm: string };
  /** Member who clicked; null where it goes by itself. */
  readonly by: string | null;
}

/** Begins a forward, or one that failed anew. The same application goes into a CRM once per kind. */
export async function startForward(tx: UnitOfWork, owner: Owner, wanted: NewForward, now: number): Promise<Forward> {
  const { applicant, kind, trigger, handoff, by } = wanted;
  const person = await crmPersonFor(tx, owner, handoff.crm, applicant);
  const seen = await tx.store.findOne(Forward, { applicantId: applicant.id, crm: handoff.crm, kind });
  const known = seen && await lockForward(tx, seen.id);
  if (known) {
    tx.store.assign(known, { trigger, forwardedBy: by });
    await retryForward(tx, known, now);
    return known;
  }
  const others = await tx.store.find(Forward, { applicantId: applicant.id, crm: handoff.crm, state: 'done' });
  const profiles = await tx.store.find(CrmProfile, { crm: handoff.crm });
  const steps = stepsOf({
    kind, hasCv: applicant.cvRef != null, isKnown: others.length > 0, hasPool: handoff.poolId !== null && connectorOf(handoff.crm).capabilities.hasPools,
  });
  const forward = tx.store.create(Forward, {
    id: randomUUID(), tenantId: owner.tenantId, installationId: owner.installationId, applicantId: applicant.id, contactId: applicant.contactId,
    crmPersonId: person.id, crm: handoff.crm, kind, trigger, forwardedBy: by, handoffRevision: handoff.revision, state: 'running', steps, pickedId: null,
    crmJobId: null, crmJobTitle: null, isNewPerson: null, problem: null, createdAt: now, endedAt: null,
    terms: {
      poolId: handoff.poolId, isOverwriting: handoff.isOverwriting, mapping: handoff.mapping,
      ownerId: decideOwner({ forwardedBy: by, senderEmail: applicant.senderEmail ?? null }, profiles),
    },
  });
  await advance(tx, forward, now);
  return forward;
}

/** Sends the next step, if the forward has one and the person is free. */
export async function advance(tx: UnitOfWork, forward: Forward, now: number): Promise<void> {
  const name = nextStep(forward.steps);
  if (name === null) return settle(forward, now);
  if (name === 'person' && !await takePerson(tx, forward)) return settle(forward, now);
  const attempt = (forward.steps.find((step) => step.name === name)?.attempt ?? 0) + 1;
  changeStep(forward, name, { state: 'sent', attempt, at: now, reason: null });
  settle(forward, now);
  await tx.actions.plan({
    kind: 'vendor', name: `crm-${name}`, subject: `crm-person:${forward.crmPersonId}`, meaning: `crm-${name}`, occasion: `${forward.id}:${name}:${attempt}`,
    request: { forwardId: forward.id, attempt }, reasons: [`idibu: sent to ${nameOf(forward.crm)} (${because(forward.trigger)})`],
    then: { job: 'step-ended', context: { forwardId: forward.id, step: name, attempt } },
  });
}

/** Two forwards of one person at once would make two people: the second waits for the first one's person step. */
async function takePerson(tx: UnitOfWork, forward: Forward): Promise<boolean> {
  const person = await lockCrmPerson(tx, forward.crmPersonId);
  if (!person || (person.busyForwardId != null && person.busyForwardId !== forward.id)) return false;
  person.busyForwardId = forward.id;
  return true;
}

/** The person step ended, however: whoever waited for the person goes on. */
export async function freePerson(tx: UnitOfWork, forward: Forward, now: number): Promise<void> {
  const person = await lockCrmPerson(tx, forward.crmPersonId);
  if (person?.busyForwardId !== forward.id) return;
  person.busyForwardId = null;
  const waiting = await tx.store.find(Forward, { crmPersonId: person.id, state: 'running', id: { $ne: forward.id } }, {
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], lockMode: LockMode.PESSIMISTIC_WRITE,
  });
  const next = waiting.find((one) => one.steps.some((step) => step.name === 'person' && step.state === 'waiting'));
  if (next) await advance(tx, next, now);
}

export function changeStep(forward: Forward, name: StepName, change: Partial<Omit<Step, 'name'>>): void {
  forward.steps = withStep(forward.steps, name, change);
}

export function settle(forward: Forward, now: number): void {
  forward.state = stateOf(forward.steps);
  const problem = forward.steps.find((step) => step.reason !== null && ['held', 'failed', 'cancelled'].includes(step.state));
  forward.problem = problem?.reason ?? null;
  forward.endedAt = ['done', 'failed', 'cancelled'].includes(forward.state) ? now : null;
}

/** Steps that are held, failed or cancelled begin anew; what stands stays. */
export async function retryForward(tx: UnitOfWork, forward: Forward, now: number): Promise<void> {
  forward.steps = retried(forward.steps, now);
  await advance(tx, forward, now);
}

/** Nothing more is sent; what was sent stays. */
export function cancelForward(forward: Forward, reason: string, now: number): void {
  forward.steps = forward.steps.map((step) => (step.state === 'waiting' || step.state === 'held' ? { ...step, state: 'cancelled', at: now, reason } : step));
  settle(forward, now);
}
