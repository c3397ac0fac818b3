import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { Extraction } from './extraction.js';
import type { EngineName } from './popp.settings.js';
import type { AnalysisRequirement } from './requirement-list.js';
import type { Weights } from './scoring.js';

export type AnalysisState = 'draft' | 'live' | 'archived';
/** A requirement as Popp knows it. */
export interface VendorRequirement { readonly id: string; readonly text: string }

const AnalysisSchema = tenantTable({
  plugin: 'popp',
  name: 'analysis',
  columns: {
    postingId: p.string().length(60),
    postingTitle: p.text(),
    state: p.string().length(10).$type<AnalysisState>(),
    /** The posting while live: one live analysis for each (PO-8). */
    livePostingId: p.string().length(60).nullable(),
    engine: p.string().length(10).$type<EngineName>(),
    extraction: p.json().$type<Extraction | null>().nullable(),
    /** The text the requirements come from. */
    sourceText: p.text(),
    requirements: p.json().$type<readonly AnalysisRequirement[]>(),
    weights: p.json().$type<Weights>(),
    weightsRevision: p.integer(),
    /** 0 while a draft; counts the confirmed lists of requirements. */
    version: p.integer(),
    /** Own stage for Shortlist; null: the organisation's. */
    shortlistStageId: p.string().length(60).nullable(),
    includeLeads: p.boolean(),
    includeArchived: p.boolean(),
    /** Last number of the feed, counted under this row's lock (decisions D15). */
    feedNumber: p.integer(),
    vendorAnalysisId: p.string().length(200).nullable(),
    vendorRequirements: p.json().$type<readonly VendorRequirement[]>(),
    /** What a person must put right, in plain words. */
    problem: p.text().nullable(),
    createdBy: p.string().length(60),
    createdAt: p.bigint('number'),
    confirmedAt: p.bigint('number').nullable(),
    archivedAt: p.bigint('number').nullable(),
  },
  person: null,
  uniques: [{ name: 'analysis_live', properties: ['tenantId', 'livePostingId'] }],
  indexes: [{ name: 'analysis_list', properties: ['tenantId', 'createdAt'] }],
});

/** Requirements and weights for the applicants of one posting. Times are epoch ms. */
export class Analysis extends AnalysisSchema.class {}
AnalysisSchema.setClass(Analysis);
