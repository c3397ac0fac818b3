import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { RequirementOutcome } from './outcome.js';
import type { CategoryPoints, OutcomeStatus, Weights } from './scoring.js';

/** A person's correction of one requirement (LG-5). */
export interface Override {
  readonly requirementId: string; readonly from: OutcomeStatus; readonly to: OutcomeStatus; readonly byId: string; readonly reason: string;
}

const OutcomeSchema = tenantTable({
  plugin: 'popp',
  name: 'outcome',
  columns: {
    analysisId: p.uuid(),
    candidateId: p.uuid(),
    opportunityId: p.string().length(60),
    number: p.integer(),
    version: p.integer(),
    engine: p.string().length(10),
    engineVersion: p.text(),
    resumeId: p.string().length(60),
    resumeFile: p.text(),
    /** SHA-256 of the text that was read; the text itself is not kept. */
    resumeHash: p.string().length(64),
    requirements: p.json().$type<readonly RequirementOutcome[]>(),
    categories: p.json().$type<readonly CategoryPoints[]>(),
    weights: p.json().$type<Weights>(),
    score: p.integer().nullable(),
    meetsMandatory: p.boolean(),
    flags: p.json().$type<readonly string[]>(),
    override: p.json().$type<Override | null>().nullable(),
    at: p.bigint('number'),
  },
  person: { by: { column: 'opportunityId', is: 'opportunity' }, erase: 'row' },
  uniques: [{ name: 'outcome_once', properties: ['tenantId', 'candidateId', 'number'] }],
  indexes: [{ name: 'outcome_log', properties: ['tenantId', 'analysisId', 'at'] }],
});

/** One reading of one resume: what was asked, found and computed. Never changed; the decision log (LG-4). */
export class Outcome extends OutcomeSchema.class {}
OutcomeSchema.setClass(Outcome);
