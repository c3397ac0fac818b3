import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { EntryStatus } from './funnel.js';
import type { HoldCause } from './hold.js';
import type { CpTag } from './tags.js';

const FunnelEntrySchema = tenantTable({
  plugin: 'career-place',
  name: 'funnel_entry',
  columns: {
    linkId: p.uuid(),
    jobId: p.string().length(200),
    postingId: p.string().length(60),
    opportunityId: p.string().length(60),
    contactId: p.string().length(60),
    applicationId: p.string().length(60),
    status: p.string().length(20).$type<EntryStatus>(),
    /** career.place's counters: changes of status, accepted invitations. */
    transition: p.integer(),
    round: p.integer(),
    /** Invitations asked for so far. */
    attempt: p.integer(),
    applicantId: p.string().length(200).nullable(),
    cardUrl: p.text().nullable(),
    /** The tag written last; null before the first. */
    tag: p.string().length(20).$type<CpTag>().nullable(),
    /** True when a tag had to wait because the opportunity was archived. */
    isTagOwed: p.boolean(),
    /** Start of the running window; epoch ms as all times here. */
    invitedAt: p.bigint('number').nullable(),
    holds: p.json().$type<readonly HoldCause[]>(),
    pausedAt: p.bigint('number').nullable(),
    pausedMs: p.bigint('number'),
    /** Why no more reminders go out in this round; null while they do. */
    remindersStopped: p.text().nullable(),
    /** Highest reminder asked for in this round. */
    remindersAsked: p.integer(),
    /** When the last mail was asked for. */
    lastMailAt: p.bigint('number').nullable(),
    /** When it was decided, opted out or withdrew. */
    endedAt: p.bigint('number').nullable(),
    /** What a person must put right, in plain words. */
    problem: p.text().nullable(),
    /** When career.place last told something about it. */
    heardAt: p.bigint('number'),
    historyCount: p.integer(),
    createdAt: p.bigint('number'),
  },
  person: { by: { column: 'opportunityId', is: 'opportunity' }, erase: ['cardUrl', 'problem'] },
  uniques: [{ name: 'funnel_entry_once', properties: ['tenantId', 'opportunityId', 'jobId'] }],
  indexes: [
    { name: 'funnel_entry_by_contact', properties: ['tenantId', 'contactId'] },
    { name: 'funnel_entry_by_posting', properties: ['tenantId', 'postingId', 'status'] },
    { name: 'funnel_entry_list', properties: ['tenantId', 'createdAt'] },
  ],
});

/** One person's way through one funnel, across all its invitations. */
export class FunnelEntry extends FunnelEntrySchema.class {}
FunnelEntrySchema.setClass(FunnelEntry);
