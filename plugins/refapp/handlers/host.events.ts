import { createHmac, timingSafeEqual } from 'node:crypto';
import type { InboundRequest, VendorEvent, VendorWebhooks } from 'patchbay/sdk';
import { z } from 'zod';
import { lockCheck } from '../check-rows.js';
import { ReferenceCheck } from '../check.entity.js';
import { followCheck } from '../following.js';
import { weSelectHost } from '../hosts/we-select.host.js';
import { checkLane, WE_SELECT, type Handling } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';
import { startCheck, stopCheck } from '../starting.js';
import { DEFAULT_STEP_SETTINGS } from '../step-settings.js';
import { saveStep } from '../steps.js';
import { ReferenceStep } from '../step.entity.js';
import { WeSelectClient } from '../we-select.client.js';

export const SIGNATURE_HEADERS = ['x-refapp-signature', 'x-weselect-signature'] as const;
const TOLERANCE_MS = 5 * 60_000;
const SIGNATURE = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** Refapp and We Select tell at one address, each with a secret of its own. Parses nothing. */
export function verifySignature(request: InboundRequest): { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  const header = SIGNATURE_HEADERS.map((name) => request.headers[name]).find((value) => value !== undefined);
  const [, seconds, given] = SIGNATURE.exec(header ?? '') ?? [];
  if (seconds === undefined || given === undefined) return { ok: false, reason: `no signature header (${SIGNATURE_HEADERS.join(' or ')}) of the form t=…,v1=…` };
  if (Math.abs(request.now - Number(seconds) * 1_000) > TOLERANCE_MS) return { ok: false, reason: 'the signature is older than five minutes or from the future' };
  const bytes = Buffer.from(given, 'hex');
  const isOurs = request.secrets.some((secret) =>
    timingSafeEqual(createHmac('sha256', secret).update(`${seconds}.`).update(request.rawBody).digest(), bytes));
  return isOurs ? { ok: true } : { ok: false, reason: 'the signature does not match' };
}

const id = z.string().min(1).max(200);
const envelopeSchema = z.object({
  id, type: z.string().max(100), occurredAt: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  data: z.object({
    externalId: id.optional(), serviceId: id.optional(), candidateId: id.optional(), stepId: id.optional(), status: z.string().max(100).optional(),
  }),
});

/** One delivery holds one event. What Refapp tells only says "look": its own state is read then. Throws for a body of another shape. */
export function parseEvents(rawBody: Buffer): readonly VendorEvent[] {
  const { id: eventId, type, occurredAt, data } = envelopeSchema.parse(JSON.parse(rawBody.toString('utf8')));
  const lane = data.externalId === undefined ? `${WE_SELECT}:${data.candidateId ?? data.serviceId ?? ''}` : checkLane(data.externalId);
  return [{ id: eventId, type: data.externalId === undefined ? type : 'refapp', occurredAt, lane, payload: data }];
}

export const webhooks: VendorWebhooks<RefappSettings> = {
  verify: verifySignature,
  parse: parseEvents,
  handlers: {
    'refapp': (event, ctx) => followCheck(ctx, z.object({ externalId: id }).parse(event.payload).externalId),
    'candidate.step_changed': onStep, 'candidate.status_changed': onStatus, 'service.closed': onClosed, 'step.saved': onStepSaved,
  },
};

/** The drop-down of a candidate in We Select (RE-11). */
async function onStep(event: VendorEvent, ctx: Handling): Promise<void> {
  const { serviceId, candidateId, stepId } = z.object({ serviceId: id, candidateId: id, stepId: id }).parse(event.payload);
  const step = await ctx.store.findOne(ReferenceStep, { host: WE_SELECT, serviceId, hostStepId: stepId, isActive: true });
  if (!step) return;
  const person = await weSelectHost.person(ctx, serviceId, candidateId);
  if (person?.stepId !== stepId) return;
  const service = await weSelectHost.service(ctx, serviceId);
  await ctx.commit(async (tx) => { await startCheck(tx, ctx, { stepId: step.id, subjectId: candidateId, service, person, by: 'step' }); });
}

async function onStatus(event: VendorEvent, ctx: Handling): Promise<void> {
  const { serviceId, candidateId } = z.object({ serviceId: id, candidateId: id }).parse(event.payload);
  const person = await weSelectHost.person(ctx, serviceId, candidateId);
  if (person !== null && person.closed === null) return;
  const checks = await ctx.store.find(ReferenceCheck, { host: WE_SELECT, subjectId: candidateId });
  await ctx.commit(async (tx) => {
    for (const one of checks) {
      const check = await lockCheck(tx, one.id);
      if (check) await stopCheck(tx, ctx, check, person?.closed ?? 'the candidate is not in We Select any more', event.id);
    }
  });
}

async function onClosed(event: VendorEvent, ctx: Handling): Promise<void> {
  const { serviceId } = z.object({ serviceId: id }).parse(event.payload);
  await ctx.commit(async (tx) => {
    await tx.jobs.enqueue({
      name: 'stop-service', key: event.id, lane: `service:${serviceId}`, payload: { host: WE_SELECT, serviceId, why: 'the service was closed', occasion: event.id },
    });
  });
}

/** A step was saved in We Select's own pages, under Test/Event (RE-1 to RE-7). */
async function onStepSaved(event: VendorEvent, ctx: Handling): Promise<void> {
  const { serviceId, stepId } = z.object({ serviceId: id, stepId: id }).parse(event.payload);
  const service = await new WeSelectClient(ctx.accounts.http(WE_SELECT)).service(serviceId);
  const saved = service?.steps.find((step) => step.id === stepId);
  if (!service || saved?.event == null) return;
  const { settings } = saved.event;
  await ctx.commit(async (tx) => {
    await saveStep(tx, ctx, {
      host: WE_SELECT, serviceId, serviceTitle: service.title, clientName: service.client, hostStepId: stepId, name: saved.name, instruction: saved.instruction,
      settings: { ...DEFAULT_STEP_SETTINGS, ...settings }, savedBy: WE_SELECT,
    });
  });
}
