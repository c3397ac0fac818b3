import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { ItemState } from './rejection.js';

const DecisionItemSchema = tenantTable({
  plugin: 'popp',
  name: 'decision_item',
  columns: {
    decisionId: p.uuid(),
    candidateId: p.uuid(),
    opportunityId: p.string().length(60),
    state: p.string().length(12).$type<ItemState>(),
    /** Why it was skipped or failed, in plain words. */
    cause: p.text().nullable(),
    attempt: p.integer(),
    seenStageId: p.string().length(60),
    endedAt: p.bigint('number').nullable(),
  },
  person: { by: { column: 'opportunityId', is: 'opportunity' }, erase: ['cause'] },
  uniques: [{ name: 'decision_item_once', properties: ['tenantId', 'decisionId', 'candidateId'] }],
  indexes: [{ name: 'decision_item_by_candidate', properties: ['tenantId', 'candidateId'] }],
});

/** One person in a decision, with what became of them in Lever. */
export class DecisionItem extends DecisionItemSchema.class {}
DecisionItemSchema.setClass(DecisionItem);
