import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';

const DecisionSchema = tenantTable({
  plugin: 'popp',
  name: 'decision',
  columns: {
    analysisId: p.uuid(),
    kind: p.string().length(10).$type<'reject' | 'shortlist'>(),
    reasonId: p.string().length(60).nullable(),
    reasonText: p.text().nullable(),
    stageId: p.string().length(60).nullable(),
    /** The member who clicked. */
    byId: p.string().length(60),
    at: p.bigint('number'),
    undoneAt: p.bigint('number').nullable(),
    /** The member who took it back; not always the one who clicked. */
    undoneById: p.string().length(60).nullable(),
  },
  person: null,
  indexes: [{ name: 'decision_list', properties: ['tenantId', 'analysisId', 'at'] }],
});

/** One click on Reject or Shortlist, for one or many. */
export class Decision extends DecisionSchema.class {}
DecisionSchema.setClass(Decision);
