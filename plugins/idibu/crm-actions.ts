import { NeedsPerson, OutsideError, type AccountActionDefinition } from 'patchbay/sdk';
import { z } from 'zod';
import { Applicant } from './applicant.entity.js';
import { connectorOf, nameOf } from './connectors.js';
import { CrmRefusal, type Crm, type CrmConnector, type CrmPerson, type CvFile, type NoteCard } from './crm/connector.js';
import { cardOf, cvFileName } from './crm-card.js';
import { readCv } from './cv.js';
import { CrmPersonRow, Forward } from './forward.entity.js';
import { crmNote } from './forward-note.js';
import type { StepName } from './forward-steps.js';
import { VacancyChoice } from './handoff.entity.js';
import type { Writing } from './idibu.context.js';
import type { PersonDetails } from './person-details.js';
import { findPerson } from './person-match.js';
import { blockOf } from './react.js';

type Request = Readonly<Record<string, unknown>>;
const requestSchema = z.object({ forwardId: z.string(), attempt: z.int() });

interface Job {
  readonly crm: Crm;
  readonly connector: CrmConnector;
  readonly forward: Forward;
  readonly person: CrmPersonRow;
  readonly applicant: Applicant & { details: PersonDetails };
  /** The step was sent before: it may stand already. */
  readonly isAgain: boolean;
  readonly ctx: Writing;
}

/** What a step works with; everything about the person is read here, so that the ledger holds ids only. */
async function jobOf(request: Request, ctx: Writing): Promise<Job> {
  const { forwardId, attempt } = requestSchema.parse(request);
  const forward = await ctx.store.findOne(Forward, { id: forwardId });
  const person = forward && await ctx.store.findOne(CrmPersonRow, { id: forward.crmPersonId });
  const applicant = forward && await ctx.store.findOne(Applicant, { id: forward.applicantId });
  if (!forward || !person || !applicant?.details) throw new NeedsPerson('applicant-gone', 'The applicant is no longer kept here.', 'nothing can be sent any more');
  const connector = connectorOf(forward.crm);
  return {
    connector, forward, person, applicant: applicant as Job['applicant'], isAgain: attempt > 1, ctx,
    crm: connector.open(ctx.accounts.http(forward.crm), forward.terms.mapping),
  };
}

/** Whoever withdrew, was deleted or was archived meanwhile is not sent (ID-42). */
async function guard(request: Request, ctx: Writing): Promise<{ go: true } | { go: false; reason: string }> {
  const forward = await ctx.store.findOne(Forward, { id: requestSchema.parse(request).forwardId });
  const applicant = forward && await ctx.store.findOne(Applicant, { id: forward.applicantId });
  if (!forward || !applicant) return { go: false, reason: 'the applicant is gone' };
  const reason = blockOf(applicant, forward.crm);
  return reason === null ? { go: true } : { go: false, reason };
}

function step(send: (job: Job) => Promise<Request>, lookBack: (job: Job, sentMsAgo: number) => Promise<Request | null>): AccountActionDefinition {
  return {
    guard,
    send: async (request, ctx) => send(await jobOf(request, ctx)),
    lookBack: async (request, ctx) => lookBack(await jobOf(request, ctx), ctx.sentMsAgo),
  };
}

const found = ({ id, url }: CrmPerson, isNew: boolean): Request => ({ crmId: id, url, isNew });

async function sendPerson(job: Job): Promise<Request> {
  const { crm, forward, person, applicant } = job;
  const card = cardOf(applicant, forward);
  if (forward.pickedId === 'new') return found(await crm.createPerson(card, true), true);
  const remembered = forward.pickedId ?? person.crmId ?? null;
  const match = await findPerson(crm, card, { id: remembered });
  if (match.kind === 'several') {
    throw new NeedsPerson('several-people', `${nameOf(forward.crm)} has ${match.people.length} people who could be this one`, 'pick one of them, or a new person');
  }
  if (match.kind === 'none') return found(await crm.createPerson(card), true);
  const changed = await crm.fillBlanks(match.person.id, card, forward.terms.isOverwriting);
  return { ...found(match.person, false), by: match.by, changed: [...changed] };
}

/** CRMs answer searches from an index: before this nobody can say that somebody is not there. */
const SEARCH_LAG_MS = 10_000;

/** Made and its answer lost: known by our own reference. Anything else is asked for and filled in again, which does no harm. */
async function personStands({ crm, person, forward }: Job, sentMsAgo: number): Promise<Request | null> {
  const [made] = await crm.findPersons({ by: 'ref', ref: person.id });
  if (made) return found(made, true);
  const waitMs = SEARCH_LAG_MS - sentMsAgo;
  if (waitMs <= 0) return null;
  throw new OutsideError('crm-index-behind', `${nameOf(forward.crm)} may not show yet what was written.`, { retryAfterMs: waitMs });
}

function crmIdOf({ person }: Job): string {
  if (person.crmId == null) throw new NeedsPerson('person-missing', 'The person is not known in the CRM yet.', 'retry the forward');
  return person.crmId;
}

async function cvOf(job: Job): Promise<CvFile> {
  const { applicant, connector, forward, ctx } = job;
  const file = await readCv(applicant, ctx);
  const name = cvFileName(applicant.cvName ?? 'CV', forward.id);
  if (file.content.byteLength > connector.capabilities.maxCvBytes) {
    throw new CrmRefusal('file-too-large', `The CV is larger than ${nameOf(forward.crm)} takes (${Math.floor(connector.capabilities.maxCvBytes / 1_048_576)} MB).`);
  }
  return { name, ...file };
}

const cvStep = step(
  async (job) => {
    const cv = await cvOf(job);
    if (job.isAgain && await job.crm.hasCv(crmIdOf(job), cv)) return { isThere: true };
    return { ...await job.crm.attachCv(crmIdOf(job), cv) };
  },
  async (job) => (await job.crm.hasCv(crmIdOf(job), { name: cvFileName(job.applicant.cvName ?? 'CV', job.forward.id) }) ? { isThere: true } : null),
);

/** The CRM's job: the one somebody chose, else the one that the vacancy's reference names (ID-14). */
async function jobIdOf({ crm, forward, applicant, ctx }: Job): Promise<{ id: string; title: string }> {
  const { source, vacancyId } = applicant;
  const chosen = await ctx.store.findOne(VacancyChoice, { crm: forward.crm, source, vacancyId });
  const reference = forward.crmJobId ?? chosen?.crmJobId ?? applicant.vacancyReference ?? null;
  const job = reference === null ? null : await crm.findJob(reference);
  const remedy = 'choose a vacancy of the CRM';
  if (!job) throw new NeedsPerson('needs-vacancy', `${nameOf(forward.crm)} has no vacancy ${reference === null ? 'for this advert' : reference}`, remedy);
  if (!job.isOpen) throw new NeedsPerson('needs-vacancy', `The vacancy "${job.title}" is closed in ${nameOf(forward.crm)}`, remedy);
  return job;
}

async function sendLink(job: Job): Promise<Request> {
  const { id: jobId, title } = await jobIdOf(job);
  const { details, appliedAt } = job.applicant;
  try {
    const link = await job.crm.linkToJob({ personId: crmIdOf(job), jobId, source: details.source, appliedAt, ownerId: job.forward.terms.ownerId });
    return { jobId, title, linkId: link.id, isNew: link.isNew };
  } catch (error) {
    // Closed or deleted between the question and the write.
    if (error instanceof CrmRefusal && ['job-closed', 'job-missing'].includes(error.kind)) throw new NeedsPerson('needs-vacancy', error.message, 'choose a vacancy of the CRM');
    throw error;
  }
}

async function linkStands(job: Job): Promise<Request | null> {
  const { id: jobId, title } = await jobIdOf(job);
  return await job.crm.hasLink(crmIdOf(job), jobId) ? { jobId, title, isNew: true } : null;
}

function noteOf(job: Job): NoteCard {
  const { forward, applicant } = job;
  const ref = `patchbay:${forward.id}`;
  const { kind, trigger } = forward;
  const { vacancyTitle, vacancyReference, appliedAt, details } = applicant;
  const text = crmNote({ details, kind, trigger, vacancyTitle, vacancyReference: vacancyReference ?? null, appliedAt, zone: 'UTC' }, ref);
  return { personId: crmIdOf(job), jobId: forward.crmJobId ?? null, text, ref, at: forward.createdAt, authorId: forward.terms.ownerId };
}

const noteStep = step(
  async (job) => (job.isAgain && await job.crm.hasNote(noteOf(job)) ? { isThere: true } : { ...await job.crm.addNote(noteOf(job)) }),
  async (job) => (await job.crm.hasNote(noteOf(job)) ? { isThere: true } : null),
);

const poolStep: AccountActionDefinition = {
  guard, repeatable: true,
  send: async (request, ctx) => {
    const job = await jobOf(request, ctx);
    const { poolId } = job.forward.terms;
    if (poolId !== null) await job.crm.addToPool(crmIdOf(job), poolId);
    return { poolId };
  },
};

const eraseSchema = z.object({ crm: z.string(), crmId: z.string() });
/** Only on somebody's explicit tick; the answer is written down (ID-39). */
const eraseStep: AccountActionDefinition = {
  repeatable: true,
  send: async (request, ctx) => {
    const { crm, crmId } = eraseSchema.parse(request);
    return { answer: await connectorOf(crm).open(ctx.accounts.http(crm), {}).erasePerson(crmId) };
  },
};

/** Every write to a CRM: one thing each, with a question that tells whether it stands (ID-35). */
export const CRM_ACTIONS: Readonly<Record<`crm-${StepName}` | 'crm-erase', AccountActionDefinition>> = {
  'crm-person': step(sendPerson, personStands), 'crm-cv': cvStep, 'crm-link': step(sendLink, linkStands), 'crm-pool': poolStep, 'crm-note': noteStep,
  'crm-erase': eraseStep,
};
