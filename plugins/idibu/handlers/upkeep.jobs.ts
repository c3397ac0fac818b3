import { randomUUID } from 'node:crypto';
import { outcomeOf, type JobDefinition, type ScheduleDefinition, type UnitOfWork } from 'patchbay/sdk';
import { z } from 'zod';
import { Applicant } from '../applicant.entity.js';
import { lockApplicant } from '../applicant-rows.js';
import { eraseApplicant } from '../erasure.js';
import { startForward } from '../forwards.js';
import { currentHandoff } from '../handoff-rows.js';
import { IdibuClient, type VendorStatus } from '../idibu.client.js';
import type { Handling, Owner } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';
import { idibuStatus } from '../idibu-sighting.js';
import { blockOf } from '../react.js';
import { newSecret, WEBHOOK_URL } from '../webhook.js';
import { IdibuStatus } from '../status.entity.js';

type Payload = Readonly<Record<string, unknown>>;

export const upkeepJobs: Readonly<Record<string, JobDefinition<IdibuSettings>>> = {
  'sync-statuses': { handle: syncStatuses },
  'delete-rejected': { handle: deleteRejected },
  'crm-erased': { handle: crmErased },
  'move-people': { handle: movePeople, timeoutMs: 300_000 },
  'bulk-send': { handle: bulkSend, timeoutMs: 300_000 },
};

export const statusSchedule: ScheduleDefinition<IdibuSettings> = { cron: () => '*/15 * * * *', job: 'sync-statuses', overlap: 'skip', catchUp: 'collapse' };

async function syncStatuses(_payload: Payload, ctx: Handling): Promise<void> {
  if (!ctx.settings.useIdibu) return;
  await subscribeAgain(ctx);
  const statuses = await new IdibuClient(ctx.vendor).statuses();
  await ctx.commit(async (tx) => {
    for (const status of statuses) await keepStatus(tx, ctx, status);
    const { triggerStatusId, revision } = await currentHandoff(tx.store);
    const isOff = statuses.some((status) => idibuStatus(status.id) === triggerStatusId && !status.enabled);
    if (isOff) await warnOfTrigger(tx, revision);
  });
}

/** After a long outage of ours idibu has switched the webhook off; polling alone would be minutes late for ever. */
async function subscribeAgain(ctx: Handling): Promise<void> {
  const url = await ctx.checkpoint((tx) => tx.cursor.get(WEBHOOK_URL));
  const client = new IdibuClient(ctx.vendor);
  if (url === null || await client.isSubscribed(url)) return;
  const secret = newSecret();
  await ctx.checkpoint((tx) => tx.vendorWebhook.addSecret(secret));
  await client.subscribe(url, secret);
}

export async function keepStatus(tx: UnitOfWork, owner: Owner, { id, label, group, order, enabled, type }: VendorStatus): Promise<IdibuStatus> {
  const known = await tx.store.findOne(IdibuStatus, { externalId: id });
  const values = { label, colour: group, position: order, isEnabled: enabled, kind: type };
  if (known) return tx.store.assign(known, values);
  return tx.store.create(IdibuStatus, { id: randomUUID(), tenantId: owner.tenantId, installationId: owner.installationId, externalId: id, ...values });
}

/** Nobody can be moved into it any more, so nobody is sent (ID-18). */
function warnOfTrigger(tx: UnitOfWork, revision: number): Promise<void> {
  return tx.messages.alertAdmins({
    key: `trigger-off:${revision}`, subject: 'idibu: the status that sends candidates into the CRM is switched off',
    text: 'The ATS status that sends candidates into the CRM was switched off in idibu. Forwarding is paused. Choose another status, or another way, under CRM Handoff.',
  });
}

/** A rejected applicant's time is over, unless somebody thought again (ID-26). */
async function deleteRejected(payload: Payload, ctx: Handling): Promise<void> {
  const { applicantId } = z.object({ applicantId: z.string() }).parse(payload);
  await ctx.commit(async (tx) => {
    const applicant = await lockApplicant(tx, applicantId);
    const now = ctx.clock.now();
    if (applicant?.light !== 'red' || applicant.deleteAt == null || applicant.deleteAt > now || applicant.state === 'erased') return;
    await eraseApplicant(tx, applicant, { inCrm: false, inIdibu: true, occasion: `rejected:${applicant.id}` }, now);
  });
}

/** What the CRM answered is written down (ID-39). */
async function crmErased(payload: Payload, ctx: Handling): Promise<void> {
  const { context, state, reason, result } = outcomeOf(payload);
  const { applicantId, crm } = z.object({ applicantId: z.string(), crm: z.string() }).parse(context);
  await ctx.commit((tx) => tx.audit.record({
    action: 'idibu.crm-erasure', subject: `applicant:${applicantId}`, detail: { crm, state, answer: result?.answer ?? null, reason },
  }));
}

/** Everybody of a status that is switched off moves to another, over the whole account (ID-28). */
async function movePeople(payload: Payload, ctx: Handling): Promise<void> {
  const { from, to } = z.object({ from: z.string(), to: z.string() }).parse(payload);
  for (const { id } of await ctx.store.find(Applicant, { statusId: from, state: 'active' })) {
    await ctx.checkpoint(async (tx) => {
      const applicant = await lockApplicant(tx, id);
      if (applicant?.statusId === from) await moveTo(tx, applicant, to, 'the status was switched off');
    });
  }
}

export async function moveTo(tx: UnitOfWork, applicant: Applicant, statusId: string, reason: string): Promise<string> {
  applicant.changeCount += 1;
  applicant.statusId = statusId;
  const occasion = `${applicant.id}:${applicant.changeCount}`;
  await tx.actions.plan({
    kind: 'vendor', name: 'assign-status', subject: `idibu-contact:${applicant.externalId}`, meaning: 'assign-status', occasion, reasons: [`idibu: ${reason}`],
    request: { candidateId: applicant.externalId, vacancyId: applicant.vacancyId, statusId: statusId.replace(/^idibu:/, '') },
  });
  return occasion;
}

/** A confirmed bulk send, person by person; starts over without doubling (ID-17). */
async function bulkSend(payload: Payload, ctx: Handling): Promise<void> {
  const { applicantIds, kind, by } = z.object({ applicantIds: z.array(z.string()), kind: z.enum(['vacancy', 'pool']), by: z.string() }).parse(payload);
  for (const id of applicantIds) {
    await ctx.checkpoint(async (tx) => {
      const handoff = await currentHandoff(tx.store);
      const applicant = await lockApplicant(tx, id);
      const { crm } = handoff;
      if (!applicant || crm === null || blockOf(applicant, crm) !== null) return;
      await startForward(tx, ctx, { applicant, kind, trigger: 'bulk', handoff: { ...handoff, crm }, by }, ctx.clock.now());
    });
  }
}

