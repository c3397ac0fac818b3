import type { UnitOfWork } from 'patchbay/sdk';
import type { Applicant } from '../applicant.entity.js';
import { createApplicant, findApplicant, lockApplicant, type Sighting } from '../applicant-rows.js';
import { Forward } from '../forward.entity.js';
import { cancelForward } from '../forwards.js';
import { happeningsOf } from '../happenings.js';
import type { Working } from '../idibu.context.js';
import { react } from '../react.js';

type Seeing = Pick<Working, 'tenantId' | 'installationId' | 'clock' | 'log'>;

export interface SeenNow {
  readonly sighting: Sighting;
  /** Applied before the hub looked for the first time: kept for preview and bulk send, sent by no setting. Later changes count. */
  readonly isBaseline: boolean;
  readonly blockedBecause?: string | null;
}

/** Takes in what a source tells of an application and reacts to what is new in it. The same again changes nothing (SH-13). */
export async function takeIn(tx: UnitOfWork, ctx: Seeing, { sighting, isBaseline, blockedBecause }: SeenNow): Promise<Applicant> {
  const known = await findApplicant(tx.store, sighting);
  const before = known && await lockApplicant(tx, known.id);
  if (before?.state === 'erased') return before;
  const happenings = happeningsOf(before, sighting);
  const now = ctx.clock.now();
  const applicant = before ?? createApplicant(tx, ctx, sighting, now);
  if (before) learn(tx, before, sighting);
  if (sighting.isGone && before) await withdraw(tx, before, now);
  if (before !== null || !isBaseline) {
    for (const happening of happenings) {
      const at = happening.kind === 'arrived' ? sighting.appliedAt : sighting.at;
      await react(tx, ctx, applicant, { happening, at, by: null, blockedBecause: blockedBecause ?? null });
    }
  }
  return applicant;
}

function learn(tx: UnitOfWork, applicant: Applicant, sighting: Sighting): void {
  const { details, cvName, cvRef, senderEmail, vacancyTitle, vacancyReference, contactId, statusId } = sighting;
  tx.store.assign(applicant, {
    details, cvName, cvRef, senderEmail, vacancyTitle, vacancyReference, contactId, statusId, light: sighting.light ?? applicant.light ?? null,
    state: sighting.isGone ? 'gone' : 'active', deleteAt: sighting.light !== null && sighting.light !== 'red' ? null : applicant.deleteAt ?? null,
  });
}

/** What has not been sent yet is not sent any more (ID-42). */
export async function withdraw(tx: UnitOfWork, applicant: Applicant, now: number): Promise<void> {
  for (const forward of await tx.store.find(Forward, { applicantId: applicant.id, state: { $nin: ['done', 'failed', 'cancelled'] } })) {
    cancelForward(forward, 'the applicant withdrew or was deleted before it was sent', now);
  }
}
