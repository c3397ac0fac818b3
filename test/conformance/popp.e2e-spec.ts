import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHubOverSandbox, until } from '../support/hub-over-sandbox.js';
import { authorisePopp, firstReading, liveAnalysis, preparePopp } from '../support/popp-set-up.js';

const INSTALLATION = '/v1/installations/popp';
const CHANGING = /^(POST|PUT|DELETE) \/v1\/opportunities/;
const RESUME = 'Experience\nLine Cook, Old Mill Inn, 2019-06 to 2025-06\n- Grilling and food safety\n\nCertificates\nFood handler card\n';

interface VendorDelivery { readonly id: string; readonly url: string; readonly attempts: readonly { readonly status: number | null }[] }

async function start(engine: 'built-in' | 'popp'): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const account = world.sandbox.lever.store.account('acme');
  const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential')?.id ?? '';
  const other = await world.organisation('globex');
  let people = 0;
  await world.api('POST', '/v1/installations', { integrationKey: 'popp' });
  const deliveries = async (): Promise<VendorDelivery[]> =>
    (await (await fetch(`${world.sandbox.popp.controlUrl}/deliveries`)).json() as { data: VendorDelivery[] }).data;
  const openLanes = async () => (await world.db.asOwner<{ n: number }>(
    `select count(*)::int as n from lane where due_at <= now() + interval '1 second' and retry_at <= clock_timestamp() + interval '2 seconds'`))[0]?.n ?? 0;

  return {
    state: async () => String((await world.api('GET', INSTALLATION)).body.state),
    enable: async () => {
      const { status } = await world.api('POST', `${INSTALLATION}/enable`);
      if (status === 200) await firstReading(world);
      return status;
    },
    disable: async () => (await world.api('POST', `${INSTALLATION}/disable`)).status,
    setUp: () => preparePopp(world, { engine }),
    begin: async () => { await liveAnalysis(world, posting, [{ text: 'Food handler card', category: 'qualifications', mandatory: true }]); },
    provoke: async () => {
      people += 1;
      const resume = { filename: 'cv.txt', text: RESUME };
      return String((await world.inLever('POST', '/apply', { postingId: posting, name: `Person ${people}`, email: `person-${people}@example.com`, resume })).id);
    },
    effects: async (id) => [
      ...account.opportunities.get(id)?.notes.map((_note, index) => `note ${index + 1}`) ?? [],
      ...(await world.db.asOwner<{ line: string }>(`select 'reading ' || number as line from p_popp.outcome where opportunity_id = $1 order by number`, [id])).map((row) => row.line),
    ],
    tellAgain: async () => {
      await world.db.asOwner(`update mirror_feed set high_water_mark = 0, next_poll_at = '-infinity'`);
      await sleep(1_500);
    },
    settle: async () => { await sleep(300); await until(async () => await openLanes() === 0, 'the hub to settle', 30_000); },
    vendorWebhooks: async () => {
      if (engine === 'built-in') return null;
      const newest = (await deliveries()).at(-1);
      if (!newest) throw new Error('The vendor sent nothing.');
      await fetch(`${world.sandbox.popp.controlUrl}/deliveries/${newest.id}/rerun`, { method: 'POST' });
      const forged = await fetch(newest.url, { method: 'POST', headers: { 'x-signature': '0'.repeat(64) }, body: '{}' });
      const again = async () => (await deliveries()).find((one) => one.id === newest.id)?.attempts ?? [];
      await until(async () => (await again()).length > newest.attempts.length, 'the repeated event');
      return { repeated: (await again()).at(-1)?.status ?? 0, forged: forged.status };
    },
    revokeInLever: async () => {
      const grants = await world.inLever('GET', '/grants') as unknown as { id: string }[] | { grants: { id: string }[] };
      for (const grant of Array.isArray(grants) ? grants : grants.grants) await world.inLever('DELETE', `/grants/${grant.id}`);
    },
    reconnectLever: async () => { await authorisePopp(world); },
    restart: () => world.restart(),
    leverWrites: async () => {
      const log = await (await fetch(`${world.sandbox.lever.controlUrl}/requests`)).json() as { requests: { method: string; path: string; status: number }[] };
      const rows = await world.db.asOwner<{ n: number }>(`select coalesce(sum(attempts), 0)::int as n from action where kind <> 'vendor'`);
      return { calls: log.requests.filter((one) => CHANGING.test(`${one.method} ${one.path}`) && one.status < 300).length, ledger: rows[0]?.n ?? 0 };
    },
    seenByOthers: async (id) => {
      const journey = await world.call('GET', `/v1/opportunities/${id}/journey`, { key: other.key });
      const installations = await world.call('GET', '/v1/installations', { key: other.key });
      return [...journey.body.data as unknown[], ...installations.body.data as unknown[]].map((row) => JSON.stringify(row));
    },
    stop: () => world.stop(),
  };
}

describeConformance('Popp AI with the built-in engine', () => start('built-in'));
describeConformance("Popp AI with Popp's own engine", () => start('popp'));
