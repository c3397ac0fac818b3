import type { ConformanceWorld } from 'patchbay/sdk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { until, type HubOverSandbox } from './hub-over-sandbox.js';

const CHANGING = /^(POST|PUT|DELETE) \/v1\/opportunities/;

interface VendorDelivery { readonly id: string; readonly url: string; readonly attempts: readonly { readonly status: number | null }[] }

/** What every plugin's world has in common: the hub's API, Lever's side of it, and the ledgers. */
type CommonParts = Omit<ConformanceWorld, 'setUp' | 'begin' | 'provoke' | 'effects' | 'vendorWebhooks' | 'reconnectLever'>;

/** Makes the installation in draft and another organisation beside. */
export async function commonParts(world: HubOverSandbox, integrationKey: string): Promise<CommonParts> {
  const installation = `/v1/installations/${integrationKey}`;
  const other = await world.organisation('globex');
  await world.api('POST', '/v1/installations', { integrationKey });
  return {
    state: async () => String((await world.api('GET', installation)).body.state),
    enable: async () => {
      const { status } = await world.api('POST', `${installation}/enable`);
      if (status === 200) await until(async () => (await world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading', 60_000);
      return status;
    },
    disable: async () => (await world.api('POST', `${installation}/disable`)).status,
    tellAgain: () => tellAgain(world),
    settle: async () => { await sleep(300); await until(async () => await openLanes(world) === 0, 'the hub to settle', 30_000); },
    revokeInLever: async () => {
      const grants = await world.inLever('GET', '/grants') as unknown as { id: string }[] | { grants: { id: string }[] };
      for (const grant of Array.isArray(grants) ? grants : grants.grants) await world.inLever('DELETE', `/grants/${grant.id}`);
    },
    restart: () => world.restart(),
    leverWrites: () => leverWrites(world),
    seenByOthers: async (id) => {
      const journey = await world.call('GET', `/v1/opportunities/${id}/journey`, { key: other.key });
      const installations = await world.call('GET', '/v1/installations', { key: other.key });
      return [...journey.body.data as unknown[], ...installations.body.data as unknown[]].map((row) => JSON.stringify(row));
    },
    stop: () => world.stop(),
  };
}

/** The vendor's newest event once more, and one that it did not sign. */
export async function repeatedAndForged(controlUrl: string, badSignature: Readonly<Record<string, string>>): Promise<{ repeated: number; forged: number }> {
  const deliveries = async () => (await (await fetch(`${controlUrl}/deliveries`)).json() as { data: VendorDelivery[] }).data;
  await until(async () => (await deliveries()).some((one) => one.attempts.length > 0), 'an event of the vendor');
  const newest = (await deliveries()).at(-1);
  if (!newest) throw new Error('The vendor sent nothing.');
  await fetch(`${controlUrl}/deliveries/${newest.id}/rerun`, { method: 'POST' });
  const forged = await fetch(newest.url, { method: 'POST', headers: badSignature, body: '{}' });
  const attempts = async () => (await deliveries()).find((one) => one.id === newest.id)?.attempts ?? [];
  await until(async () => (await attempts()).length > newest.attempts.length, 'the repeated event');
  return { repeated: (await attempts()).at(-1)?.status ?? 0, forged: forged.status };
}

async function tellAgain(world: HubOverSandbox): Promise<void> {
  const { deliveries } = await (await fetch(`${world.sandbox.lever.controlUrl}/lever/deliveries`)).json() as { deliveries: { id: string }[] };
  for (const { id } of deliveries.slice(-3)) await fetch(`${world.sandbox.lever.controlUrl}/lever/deliveries/${id}/rerun`, { method: 'POST' });
  await world.db.asOwner(`update mirror_feed set high_water_mark = 0, next_poll_at = '-infinity'`);
  await sleep(1_500);
}

async function openLanes(world: HubOverSandbox): Promise<number> {
  const rows = await world.db.asOwner<{ n: number }>(
    `select count(*)::int as n from lane where due_at <= now() + interval '1 second' and retry_at <= clock_timestamp() + interval '2 seconds'`);
  return rows[0]?.n ?? 0;
}

async function leverWrites(world: HubOverSandbox): Promise<{ calls: number; ledger: number }> {
  const log = await (await fetch(`${world.sandbox.lever.controlUrl}/requests`)).json() as { requests: { method: string; path: string; status: number }[] };
  const rows = await world.db.asOwner<{ n: number }>(`select coalesce(sum(attempts), 0)::int as n from action where kind <> 'vendor'`);
  return { calls: log.requests.filter((one) => CHANGING.test(`${one.method} ${one.path}`) && one.status < 300).length, ledger: rows[0]?.n ?? 0 };
}
