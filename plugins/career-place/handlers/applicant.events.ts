import type { UnitOfWork, VendorEvent, VendorWebhooks } from 'patchbay/sdk';
import { applicantOf, bounceOf, parseEvents, STEP_OF_EVENT, stepOf, verifySignature, type ApplicantEvent } from '../applicant-event.js';
import { decideBounce, type Bounce } from '../bounce.js';
import { CareerPlaceClient } from '../career-place.client.js';
import type { Handling } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { cancelWindow, planErasure } from '../entry-plans.js';
import { entryOf, linkOf, lockEntry, record } from '../entry-rows.js';
import { applySteps, lookAround, zoneOf } from '../entry-steps.js';
import type { FunnelEntry } from '../funnel-entry.entity.js';
import type { FunnelLink } from '../funnel-link.entity.js';
import { hasGap, stepsFromHistory, type Step, type StepKind } from '../funnel.js';
import { bouncedNote, undeliveredNote } from '../notes.js';

type Handler = (event: VendorEvent, ctx: Handling) => Promise<void>;

const stepHandlers = Object.fromEntries(Object.entries(STEP_OF_EVENT).map(([type, kind]): [string, Handler] => [type, (event,
  ctx) => onStep(kind, event, ctx)]));

/** What career.place tells. Doubles and changed order are expected: the transition number says what came first. */
export const applicantWebhooks: VendorWebhooks<CareerPlaceSettings> = {
  verify: verifySignature,
  parse: parseEvents,
  handlers: { ...stepHandlers, 'applicant.bounced': onBounce, 'applicant.reminded': onReminded },
};

interface Told { readonly data: ApplicantEvent; readonly entry: FunnelEntry; readonly link: FunnelLink }

async function toldAbout(event: VendorEvent, ctx: Handling): Promise<Told | null> {
  const data = applicantOf(event);
  const entry = await entryOf(ctx.store, data.externalId, data.jobId);
  const link = entry && await linkOf(ctx.store, entry);
  if (entry && link) return { data, entry, link };
  ctx.log.info('event.without-entry', { eventId: event.id, type: event.type });
  return null;
}

/** The locked entry, with what every event tells of the applicant. Null: nothing more may be done about the person. */
async function learn(tx: UnitOfWork, told: Told, now: number): Promise<FunnelEntry | null> {
  const entry = await lockEntry(tx, told.entry.id);
  if (!entry) return null;
  if (entry.status === 'erased') {
    await planErasure(tx, entry.id, told.data.applicantId);
    return null;
  }
  return tx.store.assign(entry, { applicantId: told.data.applicantId, cardUrl: told.data.cardUrl, heardAt: now });
}

async function onStep(kind: StepKind, event: VendorEvent, ctx: Handling): Promise<void> {
  const told = await toldAbout(event, ctx);
  if (!told) return;
  const step = stepOf(kind, event.occurredAt, told.data);
  const steps = hasGap(told.entry, step) ? await withMissing(ctx, told, step) : [step];
  const around = await lookAround(ctx, told.entry.opportunityId, steps.some((one) => one.kind === 'qualified'));
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await learn(tx, told, now);
    if (!entry) return;
    const result = await applySteps(tx, { ctx, entry, link: told.link, steps, around, now });
    for (const ignored of result.ignored) ctx.log.info('step.ignored', { entryId: entry.id, step: ignored.step.kind, why: ignored.why });
  });
}

/** Events overtook each other: the applicant's own history tells the steps in between. */
async function withMissing(ctx: Handling, told: Told, step: Step): Promise<Step[]> {
  const applicant = await new CareerPlaceClient(ctx.vendor).applicant(told.data.applicantId);
  if (!applicant) return [step];
  return [...stepsFromHistory(told.entry, applicant, [step]).filter((one) => one.transition < step.transition), step];
}

async function onBounce(event: VendorEvent, ctx: Handling): Promise<void> {
  const told = await toldAbout(event, ctx);
  if (!told) return;
  const bounce = bounceOf(told.data);
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await learn(tx, told, now);
    if (!entry) return;
    const decision = decideBounce(entry.status, bounce);
    if (decision.kind === 'undelivered') entry.status = 'undelivered';
    if (decision.kind !== 'record') entry.problem = `mail could not be delivered: ${bounce.reason}`;
    if (decision.kind === 'stop-reminders') {
      entry.remindersStopped = 'the mail came back';
      await cancelWindow(tx, entry);
    }
    record(tx, entry, { kind: 'bounced', at: event.occurredAt, detail: { mail: bounce.mail, type: bounce.bounceType, decision: decision.kind } }, now);
    if (decision.kind !== 'record') await noteBounce(tx, ctx, { event, told, entry, bounce, isUndelivered: decision.kind === 'undelivered' });
  });
}

async function noteBounce(
  tx: UnitOfWork, ctx: Handling,
  { event, told, entry, bounce, isUndelivered }: { event: VendorEvent; told: Told; entry: FunnelEntry; bounce: Bounce; isUndelivered: boolean },
): Promise<void> {
  const subject = { funnel: told.link.jobTitle, cardUrl: entry.cardUrl, zone: zoneOf(ctx, told.link) };
  await tx.actions.plan({
    kind: 'note.add', opportunityId: entry.opportunityId, occurredAt: event.occurredAt, meaning: 'note:bounced', occasion: event.id,
    text: isUndelivered ? undeliveredNote(bounce.reason, subject) : bouncedNote(bounce.reason, subject),
    reasons: ['career.place: a mail could not be delivered'],
  });
}

/** A reminder that went out is history, no note. */
async function onReminded(event: VendorEvent, ctx: Handling): Promise<void> {
  const told = await toldAbout(event, ctx);
  if (!told) return;
  const now = ctx.clock.now();
  await ctx.commit(async (tx) => {
    const entry = await learn(tx, told, now);
    if (entry) record(tx, entry, { kind: 'reminded', at: event.occurredAt, detail: { n: told.data.n ?? null } }, now);
  });
}
