import type { JobDefinition } from 'patchbay/sdk';
import { planFollow, planRequest, planVendor, show } from '../check-plans.js';
import { lockCheck, lockStep, plansOf, record } from '../check-rows.js';
import { isOver } from '../check-state.js';
import { ReferenceCheck } from '../check.entity.js';
import { followCheck } from '../following.js';
import { admission, checkJob, plainReason, projectOutcome, stopJob, vendorOutcome } from '../job-payload.js';
import type { Handling } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';
import { stopCheck } from '../starting.js';

type Payload = Readonly<Record<string, unknown>>;

export const checkJobs: Readonly<Record<string, JobDefinition<RefappSettings>>> = {
  'admitted': { handle: afterAdmission },
  'follow': { handle: (payload, ctx) => followCheck(ctx, checkJob(payload).checkId) },
  'vendor-outcome': { handle: afterVendor },
  'project-released': { handle: afterRelease },
  'stop-service': { handle: stopService },
};

/** The candidate is in the project: now the request goes out at once, or waits for a person or a questionnaire (RE-14, RE-17). */
async function afterAdmission(payload: Payload, ctx: Handling): Promise<void> {
  const { outcome, checkId, result } = admission(payload);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const check = await lockCheck(tx, checkId);
    const plans = check && await plansOf(tx.store, check);
    if (!check || !plans || outcome.state === 'cancelled') return;
    if (result?.candidateId === undefined) {
      check.problem = 'refused';
      record(tx, check, 'refused', now, { detail: { why: plainReason(outcome) } });
      return show(tx, ctx, check, now);
    }
    const step = await lockStep(tx, check.stepId);
    if (step) tx.store.assign(step, { projectId: result.projectId, projectUrl: result.projectUrl, projectStatus: result.projectStatus });
    tx.store.assign(check, { candidateId: result.candidateId, candidateUrl: result.candidateUrl, problem: null });
    record(tx, check, 'admitted', now);
    if (check.status === 'erased') return planVendor(tx, check, 'erase', { occasion: 'erase', reason: 'the candidate was erased meanwhile' }).then(() => undefined);
    if (isOver(check.status)) return planVendor(tx, check, 'cancel', { occasion: 'late', reason: 'it was stopped meanwhile' }).then(() => undefined);
    if (plans.settings.questionnaireId === null) {
      check.status = 'on_hold';
      record(tx, check, 'on-hold', now);
      await tx.messages.alertAdmins({
        key: `on-hold:${check.stepId}:${check.revision}`, subject: `Refapp waits for a questionnaire: ${plans.step.serviceTitle}`,
        text: `The step "${plans.step.name}" of ${plans.step.serviceTitle} has no questionnaire, so nobody is asked for references. Choose one for the step and press Start.`,
      });
    } else if (check.channel !== 'none') {
      await planRequest(tx, ctx, check, now, 'the step asks candidates at once');
    }
    await show(tx, ctx, check, now);
  });
}

/** Refapp carried it out, or the world had moved on: both are read from Refapp. */
async function afterVendor(payload: Payload, ctx: Handling): Promise<void> {
  const { outcome, checkId, name } = vendorOutcome(payload);
  if (outcome.state === 'cancelled' || name === 'erase') return;
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const check = await lockCheck(tx, checkId);
    if (!check) return;
    if (outcome.state !== 'done') {
      check.problem = 'refused';
      record(tx, check, 'refused', now, { detail: { what: name, why: plainReason(outcome) } });
      return show(tx, ctx, check, now);
    }
    if (name === 'correct-candidate' && check.problem === 'contact-details') {
      tx.store.assign(check, { problem: null, deliveries: {}, askCount: check.askCount + 1 });
      // The letter that reached nobody goes out to the new address.
      if (check.requestedAt != null) tx.store.assign(check, { requestedAt: null });
    }
    await planFollow(tx, check, `v${outcome.actionId}`);
  });
}

/** A step that waited for a questionnaire has one, and somebody pressed Start: whoever waits is asked (RE-17). */
async function afterRelease(payload: Payload, ctx: Handling): Promise<void> {
  const { outcome, stepId, status } = projectOutcome(payload);
  if (outcome.state !== 'done' || status !== 'active') return;
  const waiting = await ctx.store.find(ReferenceCheck, { stepId, status: 'on_hold' });
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const step = await lockStep(tx, stepId);
    if (!step) return;
    step.projectStatus = 'active';
    for (const { id } of waiting) {
      const check = await lockCheck(tx, id);
      if (check?.status !== 'on_hold') continue;
      tx.store.assign(check, { revision: step.revision, status: 'not_started' });
      const plans = await plansOf(tx.store, check);
      if (!plans) continue;
      tx.store.assign(check, { requested: plans.settings.references, channel: plans.settings.candidateChannel });
      record(tx, check, 'released', now);
      if (check.channel !== 'none') await planRequest(tx, ctx, check, now, 'the step has a questionnaire now');
      await show(tx, ctx, check, now);
    }
  });
}

/** A job was closed: everything that runs for it stops, a page at a time (RE-36). */
async function stopService(payload: Payload, ctx: Handling): Promise<void> {
  const { host, serviceId, why, occasion } = stopJob(payload);
  const all = await ctx.store.find(ReferenceCheck, { host, serviceId });
  const running = all.filter((check) => !isOver(check.status));
  for (let at = 0; at < running.length; at += 100) {
    await ctx.checkpoint(async (tx) => {
      for (const { id } of running.slice(at, at + 100)) {
        const check = await lockCheck(tx, id);
        if (check) await stopCheck(tx, ctx, check, why, occasion);
      }
    });
  }
}
