import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';

const BusinessClockSchema = coreTable({
  table: 'business_clock',
  tenantScoped: false,
  runner: 'all',
  properties: { id: p.integer().primary(), offsetMs: p.bigint('number') },
});
/** One row: how far business time runs ahead of the machine's clock (D12). */
export class BusinessClockRow extends BusinessClockSchema.class {}
BusinessClockSchema.setClass(BusinessClockRow);
