import { describe, expect, it } from '@jest/globals';
import type { CoreTableInfo } from '../../database/core-table.js';
import { columnName, countStatement, erasureSteps, eraseStatement, stepName } from './erasure-steps.js';

const core = (table: string, overrides: Partial<CoreTableInfo> = {}): CoreTableInfo => ({
  table, runner: 'none', tenantScoped: true, appendOnly: false,
  person: { by: { column: 'contactId', is: 'contact' }, erase: ['name', 'emails'] }, ...overrides,
});
const shape = (name: string, type: string, nullable = false) => ({ name, type, nullable });

describe('the steps of an erasure', () => {
  it('are all registered tables with a person, of the core and of plugins, by the names of the database', () => {
    const steps = erasureSteps(
      [core('zebra'), core('apple'), core('none', { person: null })],
      [{ schema: 'p_popp_ai', table: 'analysis', person: { by: { column: 'opportunityId', is: 'opportunity' }, erase: 'row' } },
        { schema: 'p_popp_ai', table: 'settings', person: null }]);
    expect(steps.map(stepName)).toEqual(['apple', 'p_popp_ai.analysis', 'zebra']);
    expect(steps[1]).toEqual({ schema: 'p_popp_ai', table: 'analysis', by: { column: 'opportunity_id', is: 'opportunity' }, erase: 'row' });
    expect(['contactId', 'contact_id', 'leverUserId'].map(columnName)).toEqual(['contact_id', 'contact_id', 'lever_user_id']);
  });

  it('refuse a table that the application may not change', () => {
    expect(() => erasureSteps([core('trail', { appendOnly: true }), core('platform', { tenantScoped: false })], []))
      .toThrow(/cannot change trail, platform/);
  });

  it('delete rows or blank columns, each as its type allows', () => {
    const [columns] = erasureSteps([core('mirror')], []);
    const [row] = erasureSteps([core('mirror', { person: { by: { column: 'id', is: 'opportunity' }, erase: 'row' } })], []);
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
