import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { Light } from './handoff.js';
import type { Source } from './idibu.context.js';
import type { PersonDetails } from './person-details.js';

/** `gone`: withdrawn or archived at the source; nothing is sent while it is so. */
export type ApplicantState = 'active' | 'gone' | 'erased';

const ERASED = ['details', 'cvName', 'cvRef'];

const ApplicantSchema = tenantTable({
  plugin: 'idibu',
  name: 'applicant',
  columns: {
    source: p.string().length(10).$type<Source>(),
    /** idibu's contact id, or Lever's opportunity id. */
    externalId: p.string().length(80),
    vacancyId: p.string().length(80),
    vacancyTitle: p.text(),
    vacancyReference: p.string().length(200).nullable(),
    /** Lever's contact id, or a pseudo one for idibu's people. */
    contactId: p.string().length(80),
    /** As of the arrival or the last change; null once erased. */
    details: p.json().$type<PersonDetails>().nullable(),
    /** Where the CV is kept at the source; null without one. */
    cvName: p.text().nullable(),
    cvRef: p.text().nullable(),
    /** Who sent the advert, for the owner in the CRM. */
    senderEmail: p.text().nullable(),
    light: p.string().length(10).$type<Light>().nullable(),
    statusId: p.string().length(80).nullable(),
    state: p.string().length(10).$type<ApplicantState>(),
    /** The person was known before this application (ID-26). */
    isKnownBefore: p.boolean(),
    deleteAt: p.bigint('number').nullable(),
    /** Last known write of a light or status by the hub itself: the vendor's echo of it is no news. */
    changeCount: p.integer(),
    appliedAt: p.bigint('number'),
    createdAt: p.bigint('number'),
  },
  person: [{ by: { column: 'contactId', is: 'contact' }, erase: ERASED }, { by: { column: 'contactId', is: 'other' }, erase: ERASED }],
  uniques: [{ name: 'applicant_once', properties: ['tenantId', 'source', 'externalId', 'vacancyId'] }],
  indexes: [
    { name: 'applicant_by_status', properties: ['tenantId', 'statusId'] },
    { name: 'applicant_by_contact', properties: ['tenantId', 'contactId'] },
    { name: 'applicant_list', properties: ['tenantId', 'appliedAt'] },
  ],
});
/** One person's application to one vacancy, from either source. */
export class Applicant extends ApplicantSchema.class {}
ApplicantSchema.setClass(Applicant);
