import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import { createTenant } from '../../test/support/hub.js';
import type { Bell } from '../ledger/bell.js';
import { claimLanes } from '../ledger/lanes.js';
import { storeSignal } from '../ledger/signals.js';
import type { VendorEvent } from '../sdk/webhooks.js';
import type { Catalogue } from './catalogue.js';
import { InboxWorker } from './inbox-worker.js';

const db = useTestDatabase();
const NOW = 1_800_000_000_000;
let installationId = '';
let tenantId = '';

const parse = (raw: Buffer): VendorEvent[] => {
  const id = JSON.parse(raw.toString('utf8')) as string;
  return [{ id, type: 'happened', occurredAt: NOW, lane: 'opportunity:o', payload: { id } }];
};
const catalogue = { find: () => ({ provider: { webhooks: { parse, handlers: { happened: () => undefined } } } }) } as unknown as Catalogue;
const bell = { ring: () => undefined } as unknown as Bell;
let worker: InboxWorker;

async function workUntilEmpty(): Promise<number> {
  for (let turns = 0; turns < 20; turns += 1) {
    const claims = await claimLanes(db().database, { businessNow: NOW, batch: 10, perTenant: 10, atMost: 10, busy: new Map(), leaseMs: 1, salt: turns });
    const inbox = claims.find(({ kind }) => kind === 'inbox');
    if (!inbox) return turns;
    await worker.work(inbox);
  }
  throw new Error('The inbox is never empty.');
}

describe('an inbox', () => {
  beforeEach(async () => {
    worker = new InboxWorker({ database: db().database, clock: { now: () => NOW }, bell, catalogue });
    [installationId, tenantId] = [randomUUID(), await createTenant(db())];
    await db().asOwner(`insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
      values ($1, $2, 'any', 'enabled', 'live', 1, 0, now(), now(), now())`, [installationId, tenantId]);
  });

  it.each([['alone', ['bad\u0000']], ['among others', ['a', 'bad\u0000', 'b']]])(
    'keeps a delivery that the database refuses as a dead letter with its cause, %s, and goes on', async (_where, ids) => {
      for (const id of ids) {
        await db().database.inTenant(tenantId, (em) => storeSignal(em, {
          tenantId, source: 'vendor-webhook', installationId, laneKey: 'inbox:any', dedupeKey: null, raw: Buffer.from(JSON.stringify(id)), receivedAt: NOW,
        }));
      }
      await workUntilEmpty();
      const jobs = await db().asOwner<{ unique_key: string }>('select unique_key from job where tenant_id = $1 order by id', [tenantId]);
      expect(jobs.map((job) => job.unique_key)).toEqual(ids.filter((id) => !id.includes('\u0000')));
      expect(await db().asOwner('select last_error, raw is not null as kept from signal where tenant_id = $1 and dead', [tenantId]))
        .toEqual([{ last_error: expect.stringContaining('stored'), kept: true }]);
    });
});
