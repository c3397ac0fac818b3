import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { EntryStatus } from './funnel.js';

const FunnelHistorySchema = tenantTable({
  plugin: 'career-place',
  name: 'funnel_history',
  columns: {
    entryId: p.uuid(),
    /** 1, 2, 3 … within the entry, as written down. */
    number: p.integer(),
    opportunityId: p.string().length(60),
    /** A step of the funnel, or what the plugin did about it. */
    kind: p.string().length(40),
    /** Status right after it. */
    status: p.string().length(20).$type<EntryStatus>(),
    /** career.place's transition for a step of the funnel. */
    transition: p.integer().nullable(),
    /** False for what came late and was written down only (SH-14). */
    isApplied: p.boolean(),
    /** When it happened and when it was written down, epoch ms. */
    at: p.bigint('number'),
    recordedAt: p.bigint('number'),
    /** What else was told; reasons are those that a note may show. */
    detail: p.json().$type<Readonly<Record<string, unknown>>>().nullable(),
  },
  person: { by: { column: 'opportunityId', is: 'opportunity' }, erase: ['detail'] },
  uniques: [{ name: 'funnel_history_once', properties: ['tenantId', 'entryId', 'number'] }],
});

/** Everything that happened to an entry, in order of being written down; append-only. */
export class FunnelHistory extends FunnelHistorySchema.class {}
FunnelHistorySchema.setClass(FunnelHistory);
