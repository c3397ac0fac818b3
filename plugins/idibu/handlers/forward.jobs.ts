import { outcomeOf, type ActionOutcome, type JobDefinition, type UnitOfWork } from 'patchbay/sdk';
import { z } from 'zod';
import { Applicant } from '../applicant.entity.js';
import { lockCrmPerson, lockForward } from '../applicant-rows.js';
import { nameOf } from '../connectors.js';
import { CrmPersonRow, Forward } from '../forward.entity.js';
import { advance, changeStep, freePerson, settle } from '../forwards.js';
import { because } from '../forward-note.js';
import type { StepName, StepState } from '../forward-steps.js';
import { VacancyChoice } from '../handoff.entity.js';
import type { Handling } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';

type Payload = Readonly<Record<string, unknown>>;

export const forwardJobs: Readonly<Record<string, JobDefinition<IdibuSettings>>> = {
  'step-ended': { handle: stepEnded },
  'resume-forwards': { handle: resumeForwards, timeoutMs: 300_000 },
};

const contextSchema = z.object({ forwardId: z.string(), step: z.enum(['person', 'cv', 'link', 'pool', 'note']), attempt: z.int() });
const personSchema = z.object({ crmId: z.string(), url: z.string().nullable(), isNew: z.boolean() });
const linkSchema = z.object({ jobId: z.string(), title: z.string() });

const STATE: Readonly<Record<ActionOutcome['state'], StepState>> = { done: 'done', held: 'held', failed: 'failed', skipped: 'cancelled', cancelled: 'cancelled' };

/** One write ended: its step gets the outcome, the next one begins. */
async function stepEnded(payload: Payload, ctx: Handling): Promise<void> {
  const outcome = outcomeOf(payload);
  const { forwardId, step } = contextSchema.parse(outcome.context);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const forward = await lockForward(tx, forwardId);
    const known = forward?.steps.find((one) => one.name === step);
    if (!forward || !known || known.state === 'done') return;
    if (outcome.state === 'done') await learn(tx, forward, step, outcome.result ?? {});
    changeStep(forward, step, { state: STATE[outcome.state], at: now, reason: outcome.state === 'done' ? null : plain(outcome) });
    settle(forward, now);
    if (step === 'person') await freePerson(tx, forward, now);
    await advance(tx, forward, now);
    if (forward.state === 'done') await tell(tx, forward, now);
    if (forward.state === 'needs-pick' || forward.state === 'needs-vacancy' || forward.state === 'needs-attention') await alert(tx, forward);
  });
}

/** `known-code: words` without the code. */
function plain({ reason, state }: ActionOutcome): string {
  return (reason ?? state).replace(/^[a-z0-9-]+: /, '');
}

async function learn(tx: UnitOfWork, forward: Forward, step: StepName, result: Payload): Promise<void> {
  if (step === 'person') {
    const { crmId, url, isNew } = personSchema.parse(result);
    const person = await lockCrmPerson(tx, forward.crmPersonId);
    if (person) tx.store.assign(person, { crmId, url });
    forward.isNewPerson = isNew;
  }
  if (step === 'link') {
    const { jobId, title } = linkSchema.parse(result);
    tx.store.assign(forward, { crmJobId: jobId, crmJobTitle: title });
  }
}

/** Whoever works in Lever sees it there, with the way into the CRM (SH-11, SH-12). */
async function tell(tx: UnitOfWork, forward: Forward, now: number): Promise<void> {
  const applicant = await tx.store.findOne(Applicant, { id: forward.applicantId });
  const person = await tx.store.findOne(CrmPersonRow, { id: forward.crmPersonId });
  if (applicant?.source !== 'lever' || !person) return;
  const where = forward.crmJobTitle == null ? 'kept on file, not logged against a vacancy' : `vacancy "${forward.crmJobTitle}"`;
  await tx.actions.plan({
    kind: 'note.add', opportunityId: applicant.externalId, occurredAt: now, meaning: 'note:forwarded', occasion: forward.id,
    text: [`idibu: sent to ${nameOf(forward.crm)} (${because(forward.trigger)}), ${where}.`, ...(person.url == null ? [] : [person.url])].join('\n'),
    reasons: [`idibu: sent to ${nameOf(forward.crm)}`],
  });
}

/** One mail per vacancy that nobody finds; people who need a pick are told of one by one. */
async function alert(tx: UnitOfWork, forward: Forward): Promise<void> {
  const applicant = await tx.store.findOne(Applicant, { id: forward.applicantId });
  const about = forward.state === 'needs-vacancy' ? `vacancy:${applicant?.vacancyId}` : `forward:${forward.id}`;
  await tx.messages.alertAdmins({
    key: `${forward.state}:${forward.crm}:${about}`, subject: `idibu: a hand-off to ${nameOf(forward.crm)} needs you`,
    text: `A hand-off cannot go on: ${forward.problem ?? forward.state}. Open it under /v1/idibu/forwards/${forward.id}.`,
  });
}

/** After a time in which the integration was off: whatever had not been sent begins again, each step knowing what stands. */
async function resumeForwards(_payload: Payload, ctx: Handling): Promise<void> {
  for (const { id } of await ctx.store.find(Forward, { state: { $in: ['running', 'cancelled'] } }, { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })) {
    await ctx.checkpoint(async (tx) => {
      const forward = await lockForward(tx, id);
      const applicant = forward && await tx.store.findOne(Applicant, { id: forward.applicantId });
      if (!forward || applicant?.state !== 'active') return;
      const isStuck = (state: StepState) => state === 'sent' || (state === 'cancelled' && forward.steps.every((one) => one.reason === null || /switched off/.test(one.reason)));
      if (!forward.steps.some((one) => isStuck(one.state))) return;
      forward.steps = forward.steps.map((one) => (isStuck(one.state) ? { ...one, state: 'waiting' as const } : one));
      await advance(tx, forward, ctx.clock.now());
    });
  }
}

/** The vacancy that somebody chose is used for everybody who applies to it (ID-34). */
export async function rememberVacancy(tx: UnitOfWork, forward: Forward, applicant: Applicant, job: { id: string; title: string }, id: string): Promise<void> {
  const { crm } = forward;
  const { source, vacancyId, tenantId, installationId } = applicant;
  const known = await tx.store.findOne(VacancyChoice, { crm, source, vacancyId });
  if (known) tx.store.assign(known, { crmJobId: job.id, title: job.title });
  else tx.store.create(VacancyChoice, { id, tenantId, installationId, crm, source, vacancyId, crmJobId: job.id, title: job.title });
}
