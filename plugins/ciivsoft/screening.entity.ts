import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { ScreeningState } from './screening.js';

const ScreeningSchema = tenantTable({
  plugin: 'ciivsoft',
  name: 'screening',
  columns: {
    applicationId: p.string().length(60),
    opportunityId: p.string().length(60),
    contactId: p.string().length(60),
    postingId: p.string().length(60),
    /** Epoch ms, as all times here. */
    appliedAt: p.bigint('number'),
    state: p.string().length(20).$type<ScreeningState>(),
    /** Why it is in that state, in words; null while it waits. */
    reason: p.text().nullable(),
    /** Reviews so far; a new résumé or "screen again" allows another (CI-29). */
    pass: p.integer(),
    resumeHash: p.string().length(64).nullable(),
    resumeSource: p.string().length(200).nullable(),
    descriptionHash: p.string().length(64).nullable(),
    decisionId: p.uuid().nullable(),
    reviewedAt: p.bigint('number').nullable(),
  },
  person: null,
  uniques: [{ name: 'screening_application', properties: ['installationId', 'applicationId'] }],
  indexes: [
    { name: 'screening_waiting', properties: ['installationId', 'state', 'appliedAt', 'id'] },
    { name: 'screening_opportunity', properties: ['installationId', 'opportunityId'] },
    { name: 'screening_contact', properties: ['installationId', 'contactId'] },
  ],
});
/** One application on its way through FiiLTER. Holds ids only. */
export class Screening extends ScreeningSchema.class {}
ScreeningSchema.setClass(Screening);
