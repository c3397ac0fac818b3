import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { AnalysisRequirement } from './requirement-list.js';
import type { Weights } from './scoring.js';

const AnalysisVersionSchema = tenantTable({
  plugin: 'popp',
  name: 'analysis_version',
  columns: {
    analysisId: p.uuid(),
    number: p.integer(),
    requirements: p.json().$type<readonly AnalysisRequirement[]>(),
    /** As they stood at that time; later changes are in the audit trail. */
    weights: p.json().$type<Weights>(),
    at: p.bigint('number'),
    byId: p.string().length(60),
  },
  person: null,
  uniques: [{ name: 'analysis_version_once', properties: ['tenantId', 'analysisId', 'number'] }],
});

/** What was asked in one version of an analysis; never changed (PO-28). */
export class AnalysisVersion extends AnalysisVersionSchema.class {}
AnalysisVersionSchema.setClass(AnalysisVersion);
