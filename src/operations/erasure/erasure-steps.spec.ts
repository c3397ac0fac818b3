import { describe, expect, it } from '@jest/globals';
import type { CoreTableInfo } from '../../database/core-table.js';
import { columnName, countStatement, erasureSteps, idsFor, eraseStatement, stepName } from './erasure-steps.js';

const core = (table: string, overrides: Partial<CoreTableInfo> = {}): CoreTableInfo => ({
  table, runner: 'none', tenantScoped: true, appendOnly: false,
  people: [{ by: { column: 'contactId', is: 'contact' }, erase: ['name', 'emails'] }], ...overrides,
});
const shape = (name: string, type: string, nullable = false) => ({ name, type, nullable });

describe('the steps of an erasure', () => {
  it('are all registered tables with a person, of the core and of plugins, by the names of the database', () => {
    const steps = erasureSteps(
      [core('zebra'), core('apple'), core('none', { people: [] })],
      [{ plugin: 'popp-ai', schema: 'p_popp_ai', table: 'analysis', people: [{ by: { column: 'opportunityId', is: 'opportunity' }, erase: 'row' }] },
        { plugin: 'popp-ai', schema: 'p_popp_ai', table: 'settings', people: [] }]);
    expect(steps.map(stepName)).toEqual(['apple', 'p_popp_ai.analysis', 'zebra']);
    expect(steps[1]).toEqual({ plugin: 'popp-ai', schema: 'p_popp_ai', table: 'analysis', by: { column: 'opportunity_id', is: 'opportunity' }, erase: 'row' });
    expect(['contactId', 'contact_id', 'leverUserId'].map(columnName)).toEqual(['contact_id', 'contact_id', 'lever_user_id']);
  });

  it('LG-10 find a referee by the id that their plugin gave, and nobody of another plugin', () => {
    const step = (plugin: string | null, is: 'contact' | 'other') => erasureSteps(
      plugin === null ? [core('message', { people: [{ by: { column: 'x', is }, erase: 'row' }] })] : [],
      plugin === null ? [] : [{ plugin, schema: `p_${plugin}`, table: 't', people: [{ by: { column: 'x', is }, erase: 'row' }] }])[0]!;
    const referee = { integrationKey: 'refapp', otherPersonId: 'r-1' };
    expect(idsFor(step('refapp', 'other'), referee)).toEqual(['r-1']);
    expect(idsFor(step(null, 'other'), referee)).toEqual(['refapp:r-1']);
    expect([idsFor(step('popp-ai', 'other'), referee), idsFor(step('refapp', 'contact'), referee)]).toEqual([null, null]);
    const candidate = { contactId: 'c', opportunityIds: [] };
    expect([idsFor(step('refapp', 'contact'), candidate), idsFor(step('refapp', 'other'), candidate)]).toEqual([['c'], null]);
  });

  it('refuse a table that the application may not change', () => {
    expect(() => erasureSteps([core('trail', { appendOnly: true }), core('platform', { tenantScoped: false })], []))
      .toThrow(/cannot change trail, platform/);
  });

  it('delete rows or blank columns, each as its type allows', () => {
    const [columns] = erasureSteps([core('mirror')], []);
    const [row] = erasureSteps([core('mirror', { people: [{ by: { column: 'id', is: 'opportunity' }, erase: 'row' }] })], []);
    expect(eraseStatement(columns!, [shape('name', 'text'), shape('emails', 'jsonb', true)]))
      .toContain(`update "public"."mirror" set "name" = '', "emails" = null where tenant_id = ? and "contact_id"::text in`);
    expect(eraseStatement(columns!, [shape('name', 'text'), shape('emails', 'jsonb')])).toContain(`jsonb_typeof("emails") when 'array' then '[]'`);
    expect(eraseStatement(row!, [])).toContain('delete from "public"."mirror" where tenant_id = ? and "id"::text in');
    expect(countStatement(row!)).toMatch(/^select count\(\*\) as count from "public"."mirror" where tenant_id = \?/);
  });

  it('name the column that cannot be blanked', () => {
    const [step] = erasureSteps([core('mirror')], []);
    expect(() => eraseStatement(step!, [shape('name', 'text')])).toThrow('Erasure knows no column emails in mirror.');
    expect(() => eraseStatement(step!, [shape('name', 'point'), shape('emails', 'text')])).toThrow(/mirror\.name of type point/);
  });
});
