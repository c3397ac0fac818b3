import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';

const CheckHistorySchema = tenantTable({
  plugin: 'refapp',
  name: 'check_history',
  columns: {
    checkId: p.uuid(),
    number: p.integer(),
    subjectId: p.string().length(60),
    kind: p.string().length(60),
    refereeId: p.string().length(200).nullable(),
    at: p.bigint('number'),
    detail: p.json().$type<Readonly<Record<string, unknown>>>().nullable(),
  },
  person: { by: { column: 'subjectId', is: 'opportunity' }, erase: ['detail'] },
  uniques: [{ name: 'check_history_once', properties: ['tenantId', 'checkId', 'number'] }],
});

/** Everything that happened to a check, in order; append-only, by ids. */
export class CheckHistory extends CheckHistorySchema.class {}
CheckHistorySchema.setClass(CheckHistory);
