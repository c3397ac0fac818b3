import type { UnitOfWork } from 'patchbay/sdk';
import { endCheck, planAdmission, planVendor, show } from './check-plans.js';
import { createCheck, latestCheck, lockCheck, lockStep, record } from './check-rows.js';
import { isOver } from './check-state.js';
import type { ReferenceCheck } from './check.entity.js';
import type { HostPerson, HostService } from './hosts/host.js';
import type { Working } from './refapp.context.js';
import { decideStart, type StartDecision, type StartSituation } from './start.js';
import { StepRevision } from './step-revision.entity.js';

export interface Starting {
  readonly stepId: string;
  readonly subjectId: string;
  readonly service: HostService | null;
  readonly person: HostPerson | null;
  readonly by: StartSituation['by'];
}

/** Starts a reference taking where it may begin (RE-11, RE-15, RE-16); answers what was decided and the check concerned. */
export async function startCheck(
  tx: UnitOfWork, ctx: Working, { stepId, subjectId, service, person, by }: Starting,
): Promise<{ readonly decision: StartDecision; readonly check: ReferenceCheck | null }> {
  const now = ctx.clock.now();
  const step = await lockStep(tx, stepId);
  const revision = step && await tx.store.findOne(StepRevision, { stepId, number: step.revision });
  if (!step || !revision) return { decision: { kind: 'nothing', why: 'the step is not there' }, check: null };
  const latest = await latestCheck(tx.store, stepId, subjectId);
  const decision = decideStart({ latest, by, closed: closedOf(service, person) });
  if (decision.kind === 'ask' && latest) {
    const check = await lockCheck(tx, latest.id);
    if (check) await ask(tx, ctx, check, now);
    return { decision, check };
  }
  if (decision.kind !== 'start' || !person) return { decision, check: latest };
  const check = createCheck(tx, ctx, {
    step, settings: revision.settings, subjectId, contactId: person.contactId, language: person.language, attempt: (latest?.attempt ?? 0) + 1,
    reminds: { candidate: ctx.settings.remindCandidates, referees: ctx.settings.remindReferees },
  }, now);
  record(tx, check, 'started', now, { detail: { by, revision: step.revision } });
  await planAdmission(tx, ctx, check);
  await show(tx, ctx, check, now);
  return { decision, check };
}

function closedOf(service: HostService | null, person: HostPerson | null): string | null {
  if (!person) return 'the candidate is not there any more';
  if (person.closed !== null) return person.closed;
  return service?.isOpen ? null : 'the job is not open';
}

/** References were taken before: a person decides about taking them again (RE-16). */
async function ask(tx: UnitOfWork, ctx: Working, check: ReferenceCheck, now: number): Promise<void> {
  if (check.restartAskedAt != null) return;
  check.restartAskedAt = now;
  record(tx, check, 'restart-asked', now);
  await show(tx, ctx, check, now);
}

/** Pending requests stop; answers that are there stay under retention (RE-36). */
export async function stopCheck(tx: UnitOfWork, ctx: Working, check: ReferenceCheck, why: string, occasion: string): Promise<void> {
  if (isOver(check.status)) return;
  const now = ctx.clock.now();
  record(tx, check, 'stopping', now, { detail: { why } });
  if (check.candidateId == null) {
    // Not at Refapp yet: over at once, and taken back there if it is admitted meanwhile.
    check.status = 'cancelled';
    await endCheck(tx, ctx, check, now);
    return show(tx, ctx, check, now);
  }
  for (const name of ['remind', 'submit-by', 'expire']) await tx.jobs.cancel(name, `${check.id}:`);
  await tx.messages.cancel(`${check.id}:`);
  await planVendor(tx, check, 'cancel', { occasion, reason: why });
}
