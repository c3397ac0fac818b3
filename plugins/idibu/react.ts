import type { UnitOfWork } from 'patchbay/sdk';
import type { Applicant } from './applicant.entity.js';
import { isLever } from './connectors.js';
import { Forward } from './forward.entity.js';
import { startForward } from './forwards.js';
import { heardLate } from './handoff.js';
import { currentHandoff, handoffAt } from './handoff-rows.js';
import type { Working } from './idibu.context.js';
import { isDefault, render, responseFor, type ResponseText } from './responses.js';
import { AutoResponse } from './status.entity.js';
import { decideForward, type Happening } from './trigger.js';

type Reacting = Pick<Working, 'tenantId' | 'installationId' | 'clock' | 'log'>;

export interface Happened {
  readonly happening: Happening;
  /** When it happened: the settings of that instant decide (ID-17). Epoch ms. */
  readonly at: number;
  /** Member who did it; null for the source itself. */
  readonly by: string | null;
  /** Why nobody may be sent just now, e.g. a closed vacancy (SH-17). */
  readonly blockedBecause?: string | null;
}

/** Something happened to an applicant: sends them into the CRM where the settings say so. */
export async function react(tx: UnitOfWork, ctx: Reacting, applicant: Applicant, what: Happened): Promise<void> {
  const then = await handoffAt(tx.store, what.at);
  const handoff = heardLate(then, await currentHandoff(tx.store));
  const { crm } = handoff;
  // Who was sent into the CRM of then is not sent again into another.
  const earlier = await tx.store.find(Forward, { applicantId: applicant.id, crm: { $in: [then.crm, crm].filter((one) => one !== null) } });
  const decision = decideForward(what.happening, handoff, { earlier, blockedBecause: what.blockedBecause ?? blockOf(applicant, crm) });
  if (decision.kind === 'nothing' || crm === null) return;
  await startForward(tx, ctx, { applicant, kind: decision.what, trigger: decision.trigger, handoff: { ...handoff, crm }, by: what.by }, ctx.clock.now());
}

/** What of the applicant alone speaks against sending. */
export function blockOf(applicant: Pick<Applicant, 'state' | 'source'>, crm: string | null): string | null {
  if (applicant.state === 'erased') return 'the applicant was erased';
  if (applicant.state === 'gone') return 'the applicant withdrew or was archived';
  return applicant.source === 'lever' && crm !== null && isLever(crm) ? 'the applicant comes from Lever, which is the CRM itself' : null;
}

/** A message of the first of these occasions that is switched on (ID-27); the hub's own acts and Lever's applicants only. */
export async function respond(tx: UnitOfWork, ctx: Reacting, applicant: Applicant, wanted: readonly string[], occasion: string): Promise<void> {
  const to = applicant.details?.emails[0];
  if (to === undefined || applicant.details?.isOptedOut || applicant.state !== 'active' || wanted.length === 0) return;
  const saved = await tx.store.find(AutoResponse, { occasion: { $in: [...wanted] } });
  const found = responseFor(wanted, new Map(saved.map((one): [string, ResponseText] => [one.occasion, one])));
  if (!found) return;
  const { firstName, lastName } = applicant.details ?? { firstName: '', lastName: '' };
  const fields = { firstName, lastName, vacancy: applicant.vacancyTitle };
  await tx.messages.send({
    key: `response:${applicant.id}:${found.occasion}:${isDefault(found.occasion) ? 'once' : occasion}`, contactId: applicant.contactId, to,
    ...(applicant.source === 'idibu' && { otherPersonId: applicant.contactId }), subject: render(found.text.subject, fields), text: render(found.text.body, fields), locale: 'en',
  });
}
