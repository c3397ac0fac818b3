import type { UnitOfWork } from 'patchbay/sdk';
import type { Applicant } from './applicant.entity.js';
import type { Light } from './handoff.js';
import type { Working } from './idibu.context.js';
import { deletionAt, messageOfLight } from './light.js';
import { react, respond } from './react.js';

type Lighting = Pick<Working, 'tenantId' | 'installationId' | 'clock' | 'log' | 'settings'>;

export interface LightSet {
  readonly light: Light;
  /** Chosen with the light; null: none. */
  readonly chosenStatusId: string | null;
  /** Status in which the person stands after it; null: unchanged. */
  readonly statusId: string | null;
  /** Member who clicked. */
  readonly by: string;
  readonly blockedBecause: string | null;
}

/** Somebody clicked a traffic light in the hub: status, message, deletion and the hand-off follow from it (ID-9, ID-16, ID-20, ID-26). */
export async function setLight(tx: UnitOfWork, ctx: Lighting, applicant: Applicant, set: LightSet): Promise<void> {
  const now = ctx.clock.now();
  applicant.changeCount += 1;
  const occasion = `${applicant.id}:${applicant.changeCount}`;
  const { settings } = ctx;
  applicant.light = set.light;
  if (set.statusId !== null) applicant.statusId = set.statusId;
  applicant.deleteAt = set.light === 'red' ? deletionAt({ isKnownBefore: applicant.isKnownBefore, ...settings, now }) : null;
  await showAtSource(tx, applicant, set, occasion, now);
  if (applicant.deleteAt != null) {
    await tx.jobs.enqueue({ name: 'delete-rejected', key: occasion, lane: `applicant:${applicant.id}`, payload: { applicantId: applicant.id }, dueAt: applicant.deleteAt });
  }
  await respond(tx, ctx, applicant, messageOfLight(set.light, set.chosenStatusId), occasion);
  await react(tx, ctx, applicant, { happening: { kind: 'light', light: set.light }, at: now, by: set.by, blockedBecause: set.blockedBecause });
  if (set.statusId !== null) {
    await react(tx, ctx, applicant, { happening: { kind: 'status', statusId: set.statusId }, at: now, by: set.by, blockedBecause: set.blockedBecause });
  }
}

const WORDS: Readonly<Record<Light, string>> = { green: 'green', yellow: 'amber (keep on file)', red: 'red' };

/** idibu is told, or Lever gets a note: the light is an act of the hub there. No Lever record is ever deleted or rejected by it. */
async function showAtSource(tx: UnitOfWork, applicant: Applicant, set: LightSet, occasion: string, now: number): Promise<void> {
  const reasons = [`idibu: the ${WORDS[set.light]} light was clicked`];
  if (applicant.source === 'idibu') {
    const statusId = set.chosenStatusId?.replace(/^idibu:/, '');
    await tx.actions.plan({
      kind: 'vendor', name: 'assign-light', subject: `idibu-contact:${applicant.externalId}`, meaning: 'assign-light', occasion, reasons,
      request: { candidateId: applicant.externalId, vacancyId: applicant.vacancyId, light: set.light, ...(statusId !== undefined && { statusId }) },
    });
    return;
  }
  await tx.actions.plan({
    kind: 'note.add', opportunityId: applicant.externalId, occurredAt: now, meaning: 'note:light', occasion, reasons, text: `idibu: traffic light ${WORDS[set.light]}.`,
  });
}
