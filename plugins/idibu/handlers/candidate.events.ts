import type { JobDefinition, ScheduleDefinition, VendorEvent, VendorWebhooks } from 'patchbay/sdk';
import { z } from 'zod';
import { Applicant } from '../applicant.entity.js';
import { lockApplicant } from '../applicant-rows.js';
import { IdibuClient, type IdibuCandidate } from '../idibu.client.js';
import type { Handling } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';
import { sightingsOf } from '../idibu-sighting.js';
import { parseEvents, verifySignature } from '../webhook.js';
import { takeIn, withdraw } from './sightings.js';

const PAGE = 50;
const CURSOR = 'candidates';
/** A change may become visible a little after its time. */
const OVERLAP_MS = 5 * 60_000;

/** idibu says at whom to look. Lost, doubled and reordered deliveries end the same way: the candidate is read anew. */
export const candidateWebhooks: VendorWebhooks<IdibuSettings> = {
  verify: verifySignature,
  parse: parseEvents,
  handlers: { 'candidate.create': onCandidate, 'candidate.update': onCandidate, 'candidate.delete': onCandidate },
};

async function onCandidate(event: VendorEvent, ctx: Handling): Promise<void> {
  if (!ctx.settings.useIdibu) return;
  const { candidateId } = z.object({ candidateId: z.string() }).parse(event.payload);
  const candidate = await new IdibuClient(ctx.vendor).candidate(candidateId);
  await ctx.commit(async (tx) => {
    if (!candidate) return gone(tx, ctx, candidateId);
    await takeCandidate(tx, ctx, candidate, await baselineAt(tx));
  });
}

type Tx = Parameters<Parameters<Handling['commit']>[0]>[0];

async function takeCandidate(tx: Tx, ctx: Handling, candidate: IdibuCandidate, baseline: number): Promise<void> {
  for (const sighting of sightingsOf(candidate, ctx.settings.country)) await takeIn(tx, ctx, { sighting, isBaseline: sighting.appliedAt < baseline });
}

/** Deleted at idibu: nothing is sent any more. */
async function gone(tx: Tx, ctx: Handling, candidateId: string): Promise<void> {
  for (const { id } of await tx.store.find(Applicant, { source: 'idibu', externalId: candidateId, state: 'active' })) {
    const applicant = await lockApplicant(tx, id);
    if (!applicant) continue;
    applicant.state = 'gone';
    await withdraw(tx, applicant, ctx.clock.now());
  }
}

/** Applications from before the first switch-on are known, and sent by no setting. */
async function baselineAt(tx: Tx): Promise<number> {
  return Number(await tx.cursor.get('baseline') ?? 0);
}

/** The net under the webhooks. */
export const pollSchedule: ScheduleDefinition<IdibuSettings> = { cron: () => '*/5 * * * *', job: 'poll-idibu', overlap: 'skip', catchUp: 'collapse' };

export const pollJobs: Readonly<Record<string, JobDefinition<IdibuSettings>>> = { 'poll-idibu': { handle: poll, timeoutMs: 300_000 } };

async function poll(_payload: Readonly<Record<string, unknown>>, ctx: Handling): Promise<void> {
  if (!ctx.settings.useIdibu) return;
  const client = new IdibuClient(ctx.vendor);
  const from = await ctx.checkpoint(async (tx) => Number(await tx.cursor.get(CURSOR) ?? 0));
  let newest = from;
  for (let offset = 0; ; offset += PAGE) {
    const page = await client.candidates({ updatedSince: Math.max(0, from - OVERLAP_MS), limit: PAGE, offset });
    await ctx.checkpoint(async (tx) => {
      const baseline = await baselineAt(tx);
      for (const candidate of page) await takeCandidate(tx, ctx, candidate, baseline);
    });
    newest = page.reduce((latest, candidate) => Math.max(latest, candidate.updated_at), newest);
    if (page.length < PAGE) break;
  }
  await ctx.commit((tx) => tx.cursor.set(CURSOR, String(newest)));
}
