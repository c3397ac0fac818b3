import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';

/** `result`: somebody was analysed; the others: something shown about them or about the analysis changed. */
export type FeedKind = 'result' | 'candidate' | 'analysis';

const FeedEntrySchema = tenantTable({
  plugin: 'popp',
  name: 'feed_entry',
  columns: {
    analysisId: p.uuid(),
    /** Counted under the analysis row's lock: no gap can be filled later (decisions D15). */
    number: p.integer(),
    kind: p.string().length(12).$type<FeedKind>(),
    candidateId: p.uuid().nullable(),
    why: p.string().length(60),
    at: p.bigint('number'),
  },
  person: null,
  uniques: [{ name: 'feed_entry_once', properties: ['tenantId', 'analysisId', 'number'] }],
});

/** One line of the live dashboard. */
export class FeedEntry extends FeedEntrySchema.class {}
FeedEntrySchema.setClass(FeedEntry);
