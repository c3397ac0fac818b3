import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { HostKey } from './hosts/host.js';

const ReferenceStepSchema = tenantTable({
  plugin: 'refapp',
  name: 'reference_step',
  columns: {
    host: p.string().length(20).$type<HostKey>(),
    /** We Select's service, or the posting in Lever. */
    serviceId: p.string().length(60),
    serviceTitle: p.text(),
    clientName: p.text().nullable(),
    /** The process step there: We Select's, or the stage in Lever. */
    hostStepId: p.string().length(60),
    name: p.string().length(200),
    instruction: p.text().nullable(),
    /** Newest revision of the settings. */
    revision: p.integer(),
    /** Off: nobody is started by coming into the step any more; running checks go on. */
    isActive: p.boolean(),
    /** The one project of this service and step (RE-13); null before the first candidate. */
    projectId: p.string().length(200).nullable(),
    projectUrl: p.text().nullable(),
    projectStatus: p.string().length(20).$type<'active' | 'on_hold'>().nullable(),
    createdAt: p.bigint('number'),
  },
  person: null,
  uniques: [{ name: 'reference_step_once', properties: ['tenantId', 'host', 'serviceId', 'hostStepId'] }],
  indexes: [{ name: 'reference_step_list', properties: ['tenantId', 'createdAt'] }],
});

/** A process step whose event is the taking of references. */
export class ReferenceStep extends ReferenceStepSchema.class {}
ReferenceStepSchema.setClass(ReferenceStep);
