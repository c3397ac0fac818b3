import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createTenant } from '../../../test/support/hub.js';
import { useTestDatabase } from '../../../test/support/database.js';
import { Metrics } from '../metrics/metrics.js';
import { InvariantMonitor } from './invariant-monitor.js';
import { INVARIANTS } from './invariants.js';

const db = useTestDatabase();
const NOW = Date.UTC(2027, 0, 1);
const metrics = new Metrics();
const LONG_AGO = `to_timestamp(${NOW / 1_000 - 3_600})`;
const installation = randomUUID();
let tenant = '';
let monitor: InvariantMonitor;

const job = (state: string) => `insert into job (tenant_id, installation_id, integration_key, kind, name, unique_key, lane_key, payload, state, due_at, epoch, settings_revision,
  created_at) values ($1, '${installation}', 'x', 'job', 'n', gen_random_uuid(), 'k', '{}', '${state}', ${LONG_AGO}, 0, 0, now())`;
const action = (state: string) => `insert into action (tenant_id, integration_key, installation_id, key, kind, lane_key, meaning, occasion, request, reasons, requires_previous, state,
  due_at, epoch, settings_revision, created_at, updated_at) values ($1, 'x', '${installation}', gen_random_uuid(), 'note.add', 'k', 'm', 'o', '{}', '[]', false, '${state}', ${LONG_AGO}, 0, 0, now(), now())`;
const lane = (kind: string, scope: string) => `insert into lane (tenant_id, kind, scope, key, due_at, retry_at, locked_until)
  values ($1, '${kind}', '${scope}', 'k', to_timestamp(${NOW / 1_000}), '-infinity', '-infinity')`;

/** What breaks each rule, and what stands beside it without breaking it. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  'signal-waits-in-a-lane': [`insert into signal (tenant_id, source, lane_key, received_at) values ($1, 'lever-webhook', 'lost', ${LONG_AGO})`],
  'job-waits-in-a-lane': [job('waiting')],
  'action-has-an-outcome': [action('unknown')],
  'off-means-off': [`update installation set state = 'revoked' where tenant_id = $1`, lane('job', installation), job('waiting')],
  'lanes-move': [`insert into lane (tenant_id, kind, scope, key, due_at, retry_at, locked_until) values ($1, 'look', '', 'k', ${LONG_AGO}, '-infinity', now() - interval '2 minutes')`],
  'messages-settle': [`insert into message (id, tenant_id, plugin, channel, key, state, attempts, due_at_ms, must_arrive, message_id, created_at_ms, sending_wall_ms)
    values (gen_random_uuid(), $1, 'x', 'email', 'k', 'sending', 1, 0, false, 'm', 0, 0)`],
  'schedules-run': [`insert into schedule (installation_id, name, tenant_id, cron, zone, next_due) values ('${installation}', 's', $1, '* * * * *', 'UTC', ${LONG_AGO})`],
  'lever-is-polled': [`insert into connection (id, tenant_id, owner, system, auth, state, scopes, missing, created_at, updated_at)
    values ('${installation}', $1, '${installation}', 'lever', 'api_key', 'active', '[]', '[]', now(), now())`,
  `insert into mirror_feed (tenant_id, connection_id, baseline_done, high_water_mark, next_poll_at, locked_until) values ($1, '${installation}', true, 0, ${LONG_AGO}, '-infinity')`],
};
const HARMLESS = [
  lane('look', ''), lane('job', installation), lane('action', ''), job('waiting'), job('dead'), job('done'), action('ready'), action('held'), action('done'),
  `insert into signal (tenant_id, source, lane_key, received_at) values ($1, 'lever-webhook', 'k', ${LONG_AGO})`,
  `insert into signal (tenant_id, source, lane_key, received_at, dead) values ($1, 'lever-webhook', 'other', ${LONG_AGO}, true)`,
];
const TABLES = ['signal', 'job', 'action', 'lane', 'message', 'schedule', 'mirror_feed', 'connection'];

async function insert(statements: readonly string[]): Promise<void> {
  for (const table of TABLES) await db().asOwner(`delete from ${table} where tenant_id = $1`, [tenant]);
  await db().asOwner(`update installation set state = 'enabled' where tenant_id = $1`, [tenant]);
  for (const statement of statements) await db().asOwner(statement, [tenant]);
}
const broken = async () => (await monitor.check()).filter((one) => one.violations > 0);

describe('what must always hold', () => {
  beforeAll(async () => {
    tenant = await createTenant(db());
    await db().asOwner(`insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
      values ($1, $2, 'x', 'enabled', 'live', 0, 0, now(), now(), now())`, [installation, tenant]);
    monitor = new InvariantMonitor(db().database, { now: () => NOW }, metrics);
    monitor.onModuleInit();
  });

  it('finds nothing wrong with work that waits, is over, or needs a person', async () => {
    await insert(HARMLESS);
    expect(await broken()).toEqual([]);
  });

  it('has a broken example for every rule', () => {
    expect(Object.keys(BROKEN).toSorted()).toEqual(INVARIANTS.map(({ name }) => name).toSorted());
  });

  it.each(Object.entries(BROKEN))('notices that %s is broken, names the row and shows it in the metrics', async (name, statements) => {
    await insert(statements);
    const found = await broken();
    expect(found.map((one) => one.name)).toContain(name);
    expect(found.find((one) => one.name === name)?.examples.length).toBeGreaterThan(0);
    expect(await metrics.registry.metrics()).toMatch(new RegExp(`patchbay_invariant_violations\\{invariant="${name}"\\} [1-9]`));
  });
});
