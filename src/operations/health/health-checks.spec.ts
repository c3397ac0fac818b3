import { describe, expect, it } from '@jest/globals';
import type { Database } from '../../database/database.js';
import { CHECK_TIMEOUT_MS, HealthChecks } from './health-checks.js';
import { HealthController } from './health.controller.js';

const databaseThat = (execute: () => Promise<unknown>) => ({ asRunner: () => ({ execute }) }) as unknown as Database;
const working = () => Promise.resolve([]);

describe('health', () => {
  it('is live without asking anything', () => {
    expect(new HealthController(new HealthChecks(databaseThat(() => Promise.reject(new Error('down'))))).live()).toEqual({ status: 'ok' });
  });

  it('is ready when every part is', async () => {
    const checks = new HealthChecks(databaseThat(working));
    checks.add({ name: 'bell', check: working });
    expect(await new HealthController(checks).ready()).toMatchObject({ status: 'ok', checks: [{ name: 'database', ok: true }, { name: 'bell', ok: true }] });
  });

  it('answers 503 and names each part that is down, without quoting foreign words', async () => {
    const failing = Object.assign(new Error('connect to user:password@db failed'), { code: 'ECONNREFUSED' });
    const checks = new HealthChecks(databaseThat(() => Promise.reject(failing)));
    checks.add({ name: 'bell', check: () => Promise.reject(new TypeError('bell is closed')) });
    checks.add({ name: 'migrations', check: working });
    await expect(new HealthController(checks).ready()).rejects.toMatchObject({
      code: 'not-ready', status: 503, message: 'Not ready: database, bell.',
      fields: [{ field: 'database', message: 'ECONNREFUSED' }, { field: 'bell', message: 'bell is closed' }],
    });
  });

  it('does not wait longer than its limit for a part that hangs', async () => {
    const checks = new HealthChecks(databaseThat(() => new Promise(() => undefined)));
    const [database] = await checks.run();
    expect(database).toMatchObject({ ok: false, reason: `no answer within ${CHECK_TIMEOUT_MS} ms` });
  });
});
