import { monotonicMs, until } from './processes.mjs';
import { withClient } from './stores.mjs';
import { enqueueJob } from '../../dist/src/ledger/jobs.js';
import { KEY } from './bench-plugin.mjs';

/** Organisations with the bench plugin switched on, ten at a time. */
export async function enabledOrganisations(hub, count) {
  const made = [];
  for (let n = 0; n < count; n += 10) {
    made.push(...await Promise.all(Array.from({ length: Math.min(10, count - n) }, async (_, k) => {
      const one = await hub.organisation(`tenant-${n + k}`);
      await one.enable();
      return one;
    })));
  }
  return made;
}

/**
 * Makes `count` jobs visible at one instant: the first is made by the hub's own `enqueueJob`, the others are copies of its row
 * and its lane, over all tenants and `opportunities` lanes. Answers when the transaction was committed.
 */
export async function fillJobs(hub, superUrl, tenants, { from, count, opportunities, workMs = 0 }) {
  const now = Date.now();
  const first = tenants[0];
  await hub.database.inTenant(first.tenantId, (em) => enqueueJob(em, {
    tenantId: first.tenantId, installationId: first.installationId, integrationKey: KEY, kind: 'job', name: 'work', uniqueKey: `template-${from}`,
    laneKey: 'opportunity:template', opportunityId: 'template', payload: {}, factId: null, depth: 0, dueAt: now + 86_400_000, epoch: 1, settingsRevision: 0, createdAt: now,
  }));
  return withClient(superUrl, async (client) => {
    await client.query('begin');
    await client.query('create temp table who on commit drop as select * from unnest($1::uuid[], $2::uuid[]) with ordinality as t(tenant_id, installation_id, n)',
      [tenants.map((one) => one.tenantId), tenants.map((one) => one.installationId)]);
    await client.query(`insert into job (tenant_id, installation_id, integration_key, kind, name, unique_key, lane_key, opportunity_id, payload, fact_id, depth, state,
        due_at, attempts, epoch, settings_revision, created_at)
      select who.tenant_id, who.installation_id, j.integration_key, j.kind, j.name, 'job-' || g, 'opportunity:' || g % $3, 'opportunity-' || g % $3,
        jsonb_build_object('id', g, 'failOnce', g % 101 = 100, 'workMs', $5::int), j.fact_id, j.depth, 'waiting', to_timestamp($6 / 1000.0), 0, i.epoch, j.settings_revision, j.created_at
      from generate_series($1::int, $1::int + $2::int - 1) g join who on who.n = g % $7 + 1 join installation i on i.id = who.installation_id
        join job j on j.unique_key = $4`, [from, count, opportunities, `template-${from}`, workMs, now, tenants.length]);
    await client.query(`insert into lane (tenant_id, kind, scope, key, due_at, retry_at, locked_until, fence, failures, deaths)
      select tenant_id, 'job', installation_id::text, lane_key, min(due_at), '-infinity', '-infinity', 0, 0, 0 from job where state = 'waiting' and unique_key like 'job-%'
      group by tenant_id, installation_id, lane_key
      on conflict (tenant_id, kind, scope, key) do update set due_at = least(lane.due_at, excluded.due_at)`);
    await client.query(`delete from job where unique_key like 'template-%'`);
    await client.query(`delete from lane where key = 'opportunity:template'`);
    await client.query('commit');
    const at = monotonicMs();
    await client.query('notify patchbay_bell');
    return at;
  });
}

/** When the last job was done, looked at from outside. */
export async function drained(superUrl, withinMs = 300_000) {
  return withClient(superUrl, async (client) => {
    await until('every job to be done', async () => (await client.query(`select 1 from job where state = 'waiting' limit 1`)).rowCount === 0, withinMs, 10);
    return monotonicMs();
  });
}
