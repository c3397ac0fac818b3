import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../../test/support/database.js';
import { addTenant } from '../../secrets/testing/tenant-row.js';
import { keepFor, overdue, retentionRules } from './retention-rules.js';
import { RetentionService } from './retention.service.js';

const db = useTestDatabase();
const DAY = 86_400_000;
const now = 1_800_000_000_000;

async function addMessages(tenantId: string, settledDaysAgo: readonly (number | null)[]): Promise<void> {
  await db().database.inTenant(tenantId, async (em) => {
    for (const days of settledDaysAgo) {
      const id = randomUUID();
      await em.execute(
        `insert into message (id, tenant_id, plugin, channel, key, state, attempts, due_at_ms, must_arrive, message_id, created_at_ms, settled_at_ms)
         values (?, ?, 'core', 'email', ?, ?, 1, 0, false, '<x>', 0, ?)`,
        [id, tenantId, id, days === null ? 'queued' : 'sent', days === null ? null : now - days * DAY]);
    }
  });
}

async function addSignal(tenantId: string, daysAgo: number, isHandled: boolean): Promise<void> {
  const at = new Date(now - daysAgo * DAY);
  await db().database.inTenant(tenantId, (em) => em.execute(
    `insert into signal (tenant_id, source, lane_key, received_at, handled_at, attempts, dead) values (?, 'lever-poll', 'x', ?, ?, 0, false)`,
    [tenantId, at, isHandled ? at : null]));
}

const left = async (table: string, tenantId: string) => Number(
  (await db().database.forTenant(tenantId).execute<{ count: string }[]>(`select count(*) as count from ${table} where tenant_id = ?`, [tenantId]))[0]!.count);

describe('retention', () => {
  it('LG-11 counts in a dry run what the purge then deletes, in every tenant, and nothing younger', async () => {
    const retention = new RetentionService(db().database);
    const tenants = [await addTenant(db().database), await addTenant(db().database)];
    for (const tenant of tenants) {
      await addMessages(tenant, [366, 400, 364, 1, null]);
      await addSignal(tenant, 31, true);
      await addSignal(tenant, 31, false);
      await addSignal(tenant, 29, true);
    }
    const dry = await retention.purge(now, { dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, rows: { message: 4, signal: 2 } });
    for (const tenant of tenants) expect([await left('message', tenant), await left('signal', tenant)]).toEqual([5, 3]);
    expect((await retention.purge(now, { dryRun: false })).rows).toEqual(dry.rows);
    for (const tenant of tenants) expect([await left('message', tenant), await left('signal', tenant)]).toEqual([3, 2]);
    expect((await retention.purge(now, { dryRun: false })).rows).toMatchObject({ message: 0, signal: 0 });
  });

  it('deletes more than one batch', async () => {
    const tenant = await addTenant(db().database);
    await addMessages(tenant, Array.from({ length: 1_050 }, () => 500));
    expect((await new RetentionService(db().database).purge(now, { dryRun: false })).rows.message).toBe(1_050);
    expect(await left('message', tenant)).toBe(0);
  });

  it('has rules for existing tables and columns only', async () => {
    for (const rule of retentionRules()) {
      const { table, condition } = overdue(rule);
      await expect(db().asOwner(`select count(*) from ${table} where ${condition.replace('?', '$1')}`, [now])).resolves.toHaveLength(1);
    }
    expect(retentionRules().map((rule) => rule.table)).toEqual(expect.arrayContaining(['signal', 'message', 'erasure']));
  });

  it('takes one rule a table, the last one', () => {
    const before = retentionRules().length;
    keepFor({ table: 'message', column: 'settled_at_ms', unit: 'ms', keepDays: 365, where: 'settled_at_ms is not null' });
    expect(retentionRules()).toHaveLength(before);
  });
});
