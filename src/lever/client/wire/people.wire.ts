import { z } from 'zod';
import type {
  ApplicationFields, ApplicationIds, ApplicationObjects, ConsentState, Contact, CustomQuestions, DataProtection, DeletedApplication,
  DeletedOpportunity, OpportunityFields, OpportunityIds, OpportunityObjects, Phone, StageChange,
} from '../../../sdk/lever/index.js';
import { stageReader, userReader } from './account.wire.js';
import { ExpandableReader } from './expandable.js';
import { formFieldReader } from './form.wire.js';
import { postingReader } from './posting.wire.js';
import {
  flag, id, instant, listOf, maybe, maybeInstant, maybeNumber, maybeText, objectOf, text, texts, type ShapeOf,
} from './scalars.js';

const phone = objectOf<Phone>({ type: maybeText, value: text });
const consent = objectOf<ConsentState>({ allowed: z.boolean(), expiresAt: maybeInstant });
const archived = maybe(z.object({ reason: maybeText, archivedAt: maybeInstant }));

export const contactReader = objectOf<Contact>({
  id, name: text, headline: text, isAnonymized: flag, location: maybe(z.object({ name: text })), emails: texts, phones: listOf(phone),
});

const opportunityFields: ShapeOf<OpportunityFields> = {
  id, name: text, headline: text, confidentiality: z.string().nullish().transform((value) => value ?? 'non-confidential'),
  location: text, phones: listOf(phone), emails: texts, links: texts, archived, tags: texts, sources: texts,
  stageChanges: listOf(objectOf<StageChange>({ toStageId: id, toStageIndex: maybeNumber, updatedAt: instant, userId: maybeText })),
  origin: maybeText, createdAt: instant, updatedAt: maybeInstant, lastInteractionAt: maybeInstant, lastAdvancedAt: maybeInstant,
  snoozedUntil: maybeInstant, urls: maybe(z.object({ list: maybeText, show: maybeText })), isAnonymized: flag,
  dataProtection: maybe(objectOf<DataProtection>({ store: maybe(consent), contact: maybe(consent) })), opportunityLocation: maybeText,
};
const opportunityIds: ShapeOf<OpportunityIds> = {
  contact: id, stage: id, owner: maybeText, followers: texts, sourcedBy: maybeText, applications: texts,
};

export const opportunityReader = new ExpandableReader<OpportunityFields, OpportunityIds, OpportunityObjects>(
  opportunityFields, opportunityIds, () => ({
    contact: contactReader, stage: stageReader, owner: maybe(userReader), followers: listOf(userReader), sourcedBy: maybe(userReader),
    applications: listOf(applicationReader.plain()),
  }));

export const deletedOpportunityReader: z.ZodType<DeletedOpportunity> = z.intersection(
  opportunityReader.plain(), z.object({ deletedAt: instant, deletedBy: maybeText }));

const customQuestions = objectOf<CustomQuestions>({
  id, text, fields: listOf(formFieldReader), baseTemplateId: maybeText, createdAt: maybeInstant, completedAt: maybeInstant,
});

const applicationFields: ShapeOf<ApplicationFields> = {
  id, type: text, candidateId: id, opportunityId: id, name: maybeText, company: maybeText, phone: maybe(phone), email: maybeText,
  comments: maybeText, links: texts, customQuestions: listOf(customQuestions), createdAt: instant, archived,
  requisitionForHire: maybe(z.object({ id, requisitionCode: maybeText, hiringManagerOnHire: maybeText })),
};
const applicationIds: ShapeOf<ApplicationIds> = {
  posting: maybeText, postingOwner: maybeText, postingHiringManager: maybeText, user: maybeText,
};

/** Old rows lack one of the two names of the opportunity's id. */
const bothNames = (row: unknown): unknown => {
  if (row === null || typeof row !== 'object') return row;
  const { opportunityId, candidateId } = row as Partial<Record<'opportunityId' | 'candidateId', unknown>>;
  return { ...row, opportunityId: opportunityId ?? candidateId, candidateId: candidateId ?? opportunityId };
};

export const applicationReader = new ExpandableReader<ApplicationFields, ApplicationIds, ApplicationObjects>(
  applicationFields, applicationIds, () => ({
    posting: maybe(postingReader.plain()), postingOwner: maybe(userReader), postingHiringManager: maybe(userReader), user: maybe(userReader),
  }), bothNames);

export const deletedApplicationReader = objectOf<DeletedApplication>({
  id, deletedAt: instant, opportunityId: maybeText, postingId: maybeText,
});

export const createdOpportunityReader = z.object({ deduped: flag, data: opportunityReader.plain() })
  .transform(({ deduped, data }) => ({ deduped, opportunity: data }));
