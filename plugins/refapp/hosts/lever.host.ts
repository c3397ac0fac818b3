import { LeverNotFound, phoneNumber, type Opportunity, type UnitOfWork } from 'patchbay/sdk';
import { noteOf, REFAPP_TAGS, tagOf } from '../box.js';
import type { HostPerson, HostReading, HostService, HostStep, ReferenceHost, Showing } from './host.js';

const OPEN_STATES = new Set(['published', 'internal']);

/** Lever: the step is a pipeline stage of a posting; the box is a note and a tag (RE-15, RE-26). */
export const leverHost: ReferenceHost = { key: 'lever', service, steps, person, show };

async function service({ mirror }: HostReading, id: string): Promise<HostService | null> {
  const posting = await mirror.posting(id);
  return posting && { id, title: posting.title, clientName: null, isOpen: OPEN_STATES.has(posting.state) };
}

async function steps({ mirror }: HostReading): Promise<HostStep[]> {
  return (await mirror.stages()).map(({ id, text }) => ({ id, name: text }));
}

async function person(ctx: HostReading, _serviceId: string, subjectId: string): Promise<HostPerson | null> {
  const mirrored = await ctx.mirror.opportunity(subjectId);
  if (!mirrored || mirrored.deleted || mirrored.anonymised) return null;
  try {
    const fresh = await ctx.lever.opportunities.get(subjectId);
    return {
      ...namesOf(fresh.name), email: fresh.emails.find((one) => one.trim() !== '')?.trim() ?? null, phone: mobileOf(fresh, ctx.settings.country),
      language: ctx.settings.language, contactId: mirrored.contactId, serviceId: mirrored.postingId, stepId: fresh.stage,
      closed: closedOf(fresh, mirrored.hired),
    };
  } catch (error) {
    if (error instanceof LeverNotFound) return null;
    throw error;
  }
}

function closedOf({ archived, dataProtection }: Pick<Opportunity, 'archived' | 'dataProtection'>, isHired: boolean): string | null {
  if (isHired) return 'the candidate was hired';
  if (archived?.archivedAt != null) return 'the opportunity is archived';
  return dataProtection?.contact?.allowed === false ? 'Lever says that this person may not be contacted' : null;
}

/** The number that an SMS can reach: a mobile one first. */
function mobileOf({ phones }: Pick<Opportunity, 'phones'>, country: string): string | null {
  const mobileFirst = phones.toSorted((a, b) => Number(b.type === 'mobile') - Number(a.type === 'mobile'));
  return mobileFirst.map(({ value }) => phoneNumber(value, country)).find((one) => one?.isMobile)?.e164 ?? null;
}

/** Refapp wants two names, Lever has one. */
export function namesOf(name: string): { readonly firstName: string; readonly lastName: string } {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  return { firstName: firstName === '' ? 'Candidate' : firstName, lastName: rest.join(' ') };
}

async function show(tx: UnitOfWork, { checkId, subjectId, status, box, before, number, at, settings }: Showing): Promise<void> {
  const occasion = `${checkId}:s${number}`;
  const reasons = [`Refapp: the reference taking is ${box.status.replaceAll('_', ' ')}`];
  const tag = tagOf(status);
  const shown = before ? tagOf(before.status) : null;
  if (tag !== shown) {
    const others = REFAPP_TAGS.filter((other) => other !== tag);
    if (shown !== null) await tx.actions.plan({ kind: 'tag.remove', opportunityId: subjectId, tags: others, meaning: 'untag', occasion, reasons });
    if (tag !== null) await tx.actions.plan({ kind: 'tag.add', opportunityId: subjectId, tags: [tag], meaning: `tag:${tag}`, occasion, reasons });
  }
  await tx.actions.plan({
    kind: 'note.add', opportunityId: subjectId, occurredAt: at, meaning: 'note:status', occasion, reasons, text: noteOf(box, settings.language),
    ...(settings.secretNotes && { secret: true }),
  });
}
