import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { CategoryPoints } from './scoring.js';

/** `unreadable`: could not be analysed, never scored; `withdrawn`: erased or deleted in Lever. */
export type CandidateStatus = 'waiting' | 'scored' | 'unreadable' | 'withdrawn';

const CandidateSchema = tenantTable({
  plugin: 'popp',
  name: 'candidate',
  columns: {
    analysisId: p.uuid(),
    postingId: p.string().length(60),
    opportunityId: p.string().length(60),
    contactId: p.string().length(60),
    applicationId: p.string().length(60),
    appliedAt: p.bigint('number'),
    status: p.string().length(12).$type<CandidateStatus>(),
    /** Counts the analyses asked for: an answer to an older one comes too late. */
    run: p.integer(),
    /** Rows of history so far. */
    outcomes: p.integer(),
    /** Version of the analysis that the result belongs to; 0 before the first. */
    version: p.integer(),
    /** Hundredths of a point; null without a result. */
    score: p.integer().nullable(),
    categories: p.json().$type<readonly CategoryPoints[]>(),
    mandatoryAll: p.integer(),
    mandatoryMet: p.integer(),
    meetsMandatory: p.boolean().nullable(),
    flags: p.json().$type<readonly string[]>(),
    /** Why there is no score. */
    cause: p.text().nullable(),
    resumeId: p.string().length(60).nullable(),
    resumeFile: p.text().nullable(),
    resumeHash: p.string().length(64).nullable(),
    engineVersion: p.text().nullable(),
    analysedAt: p.bigint('number').nullable(),
    /** Popp's own total, where Popp scored; and the run it was asked with. */
    vendorScore: p.integer().nullable(),
    vendorRun: p.integer().nullable(),
    /** Lever as it was last seen. */
    stageId: p.string().length(60),
    archivedAt: p.bigint('number').nullable(),
    archiveReasonId: p.string().length(60).nullable(),
    shortlistedAt: p.bigint('number').nullable(),
  },
  person: { by: { column: 'opportunityId', is: 'opportunity' }, erase: 'row' },
  uniques: [{ name: 'candidate_once', properties: ['tenantId', 'analysisId', 'opportunityId'] }],
  indexes: [
    { name: 'candidate_ranking', properties: ['tenantId', 'analysisId', 'score'] },
    { name: 'candidate_by_opportunity', properties: ['tenantId', 'opportunityId'] },
  ],
});

/** One person in one analysis: the newest result (PO-29). */
export class Candidate extends CandidateSchema.class {}
CandidateSchema.setClass(Candidate);
