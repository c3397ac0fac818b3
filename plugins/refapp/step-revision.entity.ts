import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { StepSettings } from './step-settings.js';

const StepRevisionSchema = tenantTable({
  plugin: 'refapp',
  name: 'step_revision',
  columns: {
    stepId: p.uuid(),
    number: p.integer(),
    settings: p.json().$type<StepSettings>(),
    /** Id of the principal, `we-select` for a step saved there. */
    savedBy: p.string().length(60),
    savedAt: p.bigint('number'),
  },
  person: null,
  uniques: [{ name: 'step_revision_once', properties: ['tenantId', 'stepId', 'number'] }],
});

/** Settings of a step at one time; never changed, so that running checks keep theirs (RE-9). */
export class StepRevision extends StepRevisionSchema.class {}
StepRevisionSchema.setClass(StepRevision);
