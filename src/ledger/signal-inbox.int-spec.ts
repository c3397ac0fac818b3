import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createTenant } from '../../test/support/hub.js';
import { useTestDatabase } from '../../test/support/database.js';
import { SignalInbox } from './signal-inbox.js';
import type { SignalInput } from './signals.js';

const db = useTestDatabase();
let tenantId = '';
let inbox: SignalInbox;

const signal = (name: string, more: Partial<SignalInput> = {}): SignalInput => ({
  tenantId, source: 'lever-webhook', installationId: null, laneKey: `opportunity:${name}`, dedupeKey: `key:${name}`, raw: Buffer.from(`raw ${name}`),
  receivedAt: 1_800_000_000_000, ...more,
});
const stored = () => db().asOwner<{ lane_key: string; raw: Buffer | null }>('select lane_key, raw from signal where tenant_id = $1 order by id', [tenantId]);
const lanes = () => db().asOwner<{ kind: string; scope: string; key: string }>('select kind, scope, key from lane where tenant_id = $1 order by key', [tenantId]);

describe('signals that arrive together', () => {
  beforeEach(async () => {
    tenantId = await createTenant(db());
    inbox = new SignalInbox(db().database);
  });

  it('share commits, keep their own bytes and wake one lane for each subject', async () => {
    const commits = async () => Number((await db().asOwner<{ n: string }>('select xact_commit as n from pg_stat_database where datname = current_database()'))[0]?.n);
    const before = await commits();
    await Promise.all(Array.from({ length: 300 }, (_, n) => inbox.store(signal(`p${n % 50}`, { dedupeKey: `key:${n}` }))));
    const rows = await stored();
    expect(rows).toHaveLength(300);
    expect(rows.every((row) => row.raw?.toString() === `raw ${row.lane_key.slice('opportunity:'.length)}`)).toBe(true);
    expect(await lanes()).toHaveLength(50);
    expect(await commits() - before).toBeLessThan(100);
  });

  it('SH-13 stores a delivery once, within a group and over groups', async () => {
    await Promise.all([inbox.store(signal('twice')), inbox.store(signal('twice')), new SignalInbox(db().database).store(signal('twice'))]);
    await inbox.store(signal('twice'));
    expect(await stored()).toHaveLength(1);
  });

  it('keeps the order of arrival where it counts: in the inbox of an installation', async () => {
    const installationId = randomUUID();
    const names = Array.from({ length: 40 }, (_, n) => `e${n}`);
    await Promise.all(names.map((name) => inbox.store(signal(name, { installationId, source: 'vendor-webhook', laneKey: 'inbox:vendor', dedupeKey: null }))));
    expect((await stored()).map((row) => row.raw?.toString())).toEqual(names.map((name) => `raw ${name}`));
    expect(await lanes()).toEqual([{ kind: 'inbox', scope: installationId, key: 'inbox:vendor' }]);
  });

  it('refuses a delivery that cannot be stored without refusing its neighbours', async () => {
    const outcomes = await Promise.allSettled([inbox.store(signal('before')), inbox.store(signal('bad', { dedupeKey: 'nul \u0000 byte' })), inbox.store(signal('after'))]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await stored()).map((row) => row.lane_key).sort()).toEqual(['opportunity:after', 'opportunity:before']);
  });

  it('takes a signal without bytes', async () => {
    await inbox.store(signal('bare', { raw: null, dedupeKey: null }));
    expect(await stored()).toEqual([{ lane_key: 'opportunity:bare', raw: null }]);
  });
});
