import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { SecondChanceState } from './referral.js';

const SecondChanceSchema = tenantTable({
  plugin: 'ciivsoft',
  name: 'second_chance',
  columns: {
    applicationId: p.string().length(60),
    opportunityId: p.string().length(60),
    contactId: p.string().length(60),
    postingId: p.string().length(60),
    state: p.string().length(20).$type<SecondChanceState>(),
    reason: p.text().nullable(),
    queuedAt: p.bigint('number'),
    /** Jobs published until then are tried too (CI-36). */
    watchUntil: p.bigint('number'),
    /** Jobs compared already: each once. */
    comparedPostings: p.json().$type<readonly string[]>(),
    leads: p.integer(),
    closedAt: p.bigint('number').nullable(),
  },
  person: null,
  uniques: [{ name: 'second_chance_application', properties: ['installationId', 'applicationId'] }],
  indexes: [
    { name: 'second_chance_state', properties: ['installationId', 'state', 'id'] },
    { name: 'second_chance_list', properties: ['installationId', 'queuedAt', 'id'] },
  ],
});
/** An application in REFiiNE's queue. Holds ids only. */
export class SecondChance extends SecondChanceSchema.class {}
SecondChanceSchema.setClass(SecondChance);
