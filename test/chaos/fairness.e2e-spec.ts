import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { storeSignal } from '../../src/ledger/signals.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { createTenant, startHub, type TestHub } from '../support/hub.js';
import { until } from '../support/hub-over-sandbox.js';
import { taggingPlugin } from '../support/tagging-plugin.js';
import { minutes, randomOf, report, sized } from './support/scale.js';

interface Tenant { readonly id: string; readonly slug: string; readonly postingId: string }
interface Event { readonly at: number; readonly slug: string; readonly opportunityId: string; tookMs: number | null }

const STEADY = sized(4, 19);
const SHARE = 50;
const GAP_MS = 2_000;

let db: TestDatabase;
let lever: LeverEmulator;
let hub: TestHub;
let noisy: Tenant;
let steady: Tenant[] = [];

async function control(path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${lever.controlUrl}/lever${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return await response.json() as Record<string, unknown>;
}

async function addTenant(slug: string): Promise<Tenant> {
  const { key } = await control('/accounts', { slug, name: slug, size: 'small' });
  const id = await createTenant(db, slug);
  const installation = randomUUID();
  await db.asOwner(`insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
    values ($1, $2, 'tagging', 'draft', 'live', 0, 0, now(), now(), now())`, [installation, id]);
  const admin = { ...hub.admin, tenantId: id };
  await hub.connections.activate(id, installation, 'lever', {
    secret: { kind: 'api_key', key: String(key) }, auth: 'api_key', accountId: slug, actsAs: null, scopes: [], missing: [], expiresAt: null,
  }, admin);
  await hub.engine.lifecycle.enable(id, 'tagging', admin);
  await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity' where tenant_id = $1`, [id]);
  await hub.engine.poller.tick();
  const postings = [...lever.store.account(slug).postings.values()];
  return { id, slug, postingId: postings.find((posting) => posting.state === 'published')?.id ?? '' };
}

async function happen({ id, slug, postingId }: Tenant): Promise<Event> {
  const made = await control(`/accounts/${slug}/apply`, { postingId, name: 'Somebody', email: `${randomUUID()}@example.com` });
  const event = { at: performance.now(), slug, opportunityId: String(made.id), tookMs: null };
  await db.database.inTenant(id, (em) => storeSignal(em, {
    tenantId: id, source: 'lever-webhook', installationId: null, laneKey: `opportunity:${event.opportunityId}`, dedupeKey: null, raw: null, receivedAt: hub.clock.now(),
  }));
  hub.engine.claimer.wake();
  return event;
}

function isNoted({ slug, opportunityId }: Event): boolean {
  return (lever.store.account(slug).opportunities.get(opportunityId)?.notes.length ?? 0) > 0;
}

/** Steady tenants get an event each `GAP_MS`; meanwhile `beside` may happen. Answers how long each event took until its note stood in Lever. */
async function measure(events: number, beside: () => Promise<unknown>): Promise<number[]> {
  const random = randomOf('fairness');
  const seen: Event[] = [];
  const watch = setInterval(() => {
    for (const event of seen) {
      if (event.tookMs === null && isNoted(event)) event.tookMs = performance.now() - event.at;
    }
  }, 10);
  try {
    const flows = steady.map(async (tenant) => {
      await sleep(random.below(GAP_MS));
      for (let n = 0; n < events; n += 1) {
        seen.push(await happen(tenant));
        await sleep(GAP_MS);
      }
    });
    await Promise.all([...flows, beside()]);
    await until(() => seen.every((event) => event.tookMs !== null), 'the steady tenants to be served', 30_000);
    return seen.map((event) => event.tookMs ?? 0);
  } finally {
    clearInterval(watch);
  }
}

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0;
}

describe('R11 one organisation with fifty times its share', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock() });
    hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [taggingPlugin as never] });
    noisy = await addTenant('noisy');
    for (let n = 0; n < STEADY; n += 1) steady = [...steady, await addTenant(`steady-${n}`)];
    await hub.settle({ poll: false, withinMs: 60_000 });
  }, minutes(4));

  afterAll(async () => {
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  }, minutes(1));

  it('keeps nobody else waiting', async () => {
    const events = sized(3, 30);
    const calm = await measure(events, async () => undefined);
    const flood = async (): Promise<void> => {
      for (let n = 0; n < events * SHARE; n += 1) {
        await happen(noisy);
        await sleep(GAP_MS / SHARE);
      }
    };
    const loud = await measure(events, flood);
    report('R11 fairness', {
      calmP50: Math.round(quantile(calm, 0.5)), calmP99: Math.round(quantile(calm, 0.99)),
      loudP50: Math.round(quantile(loud, 0.5)), loudP99: Math.round(quantile(loud, 0.99)),
      ratioP99: (quantile(loud, 0.99) / quantile(calm, 0.99)).toFixed(2),
    });
    expect(calm).toHaveLength(STEADY * events);
    expect(loud).toHaveLength(STEADY * events);
  }, minutes(sized(3, 10)));
});
