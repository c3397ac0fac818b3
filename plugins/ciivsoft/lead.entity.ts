import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';

const LeadSchema = tenantTable({
  plugin: 'ciivsoft',
  name: 'lead',
  columns: {
    contactId: p.string().length(60),
    postingId: p.string().length(60),
    decisionId: p.uuid(),
    /** When it was decided: the time by which Lever shows the lead (D8). */
    decidedAt: p.bigint('number'),
    opportunityId: p.string().length(60).nullable(),
    /** `refused`: a recruiter took it away or turned it down, and the pair is never suggested again (CI-43). */
    state: p.string().length(20).$type<'planned' | 'made' | 'not-made' | 'refused'>(),
  },
  person: null,
  uniques: [{ name: 'lead_pair', properties: ['installationId', 'contactId', 'postingId'] }],
  indexes: [{ name: 'lead_posting', properties: ['installationId', 'postingId'] }, { name: 'lead_opportunity', properties: ['installationId', 'opportunityId'] }],
});
/** A person suggested for a job, by whichever solution: once for ever (CI-38, CI-43). Holds ids only. */
export class Lead extends LeadSchema.class {}
LeadSchema.setClass(Lead);
