import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';

const MirrorOpportunitySchema = coreTable({
  table: 'mirror_opportunity',
  runner: 'none',
  person: { by: { column: 'id', is: 'opportunity' }, erase: ['name', 'emails', 'location', 'tags'] },
  properties: {
    tenantId: p.uuid().primary(),
    id: p.string().length(60).primary(),
    contactId: p.string().length(60),
    name: p.text(),
    emails: p.json().$type<readonly string[]>(),
    location: p.text(),
    stageId: p.string().length(60),
    /** Entries of Lever's stageChanges already told as facts. */
    stageChangeCount: p.integer(),
    tags: p.json().$type<readonly string[]>(),
    archivedAt: p.bigint('number').nullable(),
    archiveReasonId: p.string().length(60).nullable(),
    applicationId: p.string().length(60).nullable(),
    applicationType: p.string().length(20).nullable(),
    postingId: p.string().length(60).nullable(),
    confidential: p.boolean(),
    anonymised: p.boolean(),
    deleted: p.boolean(),
    mayContact: p.boolean(),
    createdAt: p.bigint('number'),
    updatedAt: p.bigint('number').nullable(),
    version: p.integer(),
    seenAt: p.datetime(),
  },
  indexes: [
    { name: 'mirror_opportunity_posting', properties: ['tenantId', 'postingId', 'id'] },
    { name: 'mirror_opportunity_contact', properties: ['tenantId', 'contactId'] },
  ],
});
/** The tenant's copy of an opportunity: what facts are derived against (D1). */
export class MirrorOpportunity extends MirrorOpportunitySchema.class {}
MirrorOpportunitySchema.setClass(MirrorOpportunity);

const MirrorPostingSchema = coreTable({
  table: 'mirror_posting',
  runner: 'none',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.string().length(60).primary(),
    title: p.text(),
    state: p.string().length(20),
    team: p.text().nullable(),
    department: p.text().nullable(),
    location: p.text().nullable(),
    description: p.text(),
    ownerId: p.string().length(60).nullable(),
    followers: p.json().$type<readonly string[]>(),
    confidential: p.boolean(),
    createdAt: p.bigint('number').nullable(),
    updatedAt: p.bigint('number').nullable(),
    /** Facts of this posting so far; part of their natural keys. */
    version: p.integer(),
    seenAt: p.datetime(),
  },
});
/** The tenant's copy of a posting. */
export class MirrorPosting extends MirrorPostingSchema.class {}
MirrorPostingSchema.setClass(MirrorPosting);

const MirrorStageSchema = coreTable({
  table: 'mirror_stage',
  runner: 'none',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.string().length(60).primary(),
    text: p.text(),
    position: p.integer(),
  },
});
/** Pipeline stages in order; replaced as a whole. */
export class MirrorStage extends MirrorStageSchema.class {}
MirrorStageSchema.setClass(MirrorStage);

const MirrorArchiveReasonSchema = coreTable({
  table: 'mirror_archive_reason',
  runner: 'none',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.string().length(60).primary(),
    text: p.text(),
    active: p.boolean(),
    hired: p.boolean(),
  },
});
/** Archive reasons, hired-type ones marked. */
export class MirrorArchiveReason extends MirrorArchiveReasonSchema.class {}
MirrorArchiveReasonSchema.setClass(MirrorArchiveReason);

const MirrorFeedSchema = coreTable({
  table: 'mirror_feed',
  runner: 'all',
  properties: {
    tenantId: p.uuid().primary(),
    /** The elected connection (D4); null: frozen and shown as stale. */
    connectionId: p.uuid().nullable(),
    /** Until the first full pass is done nothing is told as a fact (D1). */
    baselineDone: p.boolean(),
    /** Where the first pass is, as `back-fill-plan.ts` writes it; null: not begun, or done. */
    baselineCursor: p.text().nullable(),
    /** Highest Lever time already polled, epoch ms. */
    highWaterMark: p.bigint('number'),
    nextPollAt: p.datetime(),
    /** Technical lease of the polling process. */
    lockedUntil: p.datetime(),
    lastPolledAt: p.datetime().nullable(),
    lastError: p.text().nullable(),
  },
});
/** How fresh a tenant's mirror is, and who feeds it. */
export class MirrorFeed extends MirrorFeedSchema.class {}
MirrorFeedSchema.setClass(MirrorFeed);

export const MIRROR_ENTITIES = [MirrorOpportunity, MirrorPosting, MirrorStage, MirrorArchiveReason, MirrorFeed];
