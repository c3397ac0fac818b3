import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectLever } from '../support/career-place-set-up.js';
import { CrmSide } from '../support/crm-side.js';
import { startHubOverSandbox, until } from '../support/hub-over-sandbox.js';
import { IdibuDesk, INSTALLATION } from '../support/idibu-set-up.js';

const CHANGING = /^(POST|PUT|DELETE) \/v1\/opportunities/;

interface VendorDelivery { readonly id: string; readonly url: string; readonly attempts: readonly { readonly status: number | null }[] }

async function start(): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const desk = new IdibuDesk(world);
  const bullhorn = new CrmSide(world.sandbox.bullhorn);
  const account = world.sandbox.lever.store.account('acme');
  const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential');
  if (!posting) throw new Error('The seed has a published posting.');
  posting.reqCode = 'RN-300';
  const other = await world.organisation('globex');
  let people = 0;
  await world.api('POST', '/v1/installations', { integrationKey: 'idibu' });
  const opportunity = (id: string) => {
    const found = account.opportunities.get(id);
    if (!found) throw new Error('no such opportunity');
    return found;
  };
  const deliveries = async (): Promise<VendorDelivery[]> =>
    (await (await fetch(`${world.sandbox.idibu.controlUrl}/deliveries`)).json() as { data: VendorDelivery[] }).data;
  const openLanes = async () => (await world.db.asOwner<{ n: number }>(
    `select count(*)::int as n from lane where due_at <= now() + interval '1 second' and retry_at <= clock_timestamp() + interval '2 seconds'`))[0]?.n ?? 0;
  const connect = () => connectLever(world, world.api, 'acme', 'idibu');

  return {
    state: async () => String((await world.api('GET', INSTALLATION)).body.state),
    enable: async () => {
      const { status } = await world.api('POST', `${INSTALLATION}/enable`);
      if (status === 200) await until(async () => (await world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading', 60_000);
      return status;
    },
    disable: async () => (await world.api('POST', `${INSTALLATION}/disable`)).status,
    setUp: async () => {
      await world.api('PUT', `${INSTALLATION}/vendor-credential`, { credential: world.sandbox.idibu.describe().accessToken });
      await connect();
    },
    begin: async () => {
      await desk.logIn('bullhorn', { dataCentre: 'west' });
      await desk.save({ mode: 'all' });
    },
    provoke: async () => {
      people += 1;
      return String((await world.inLever('POST', '/apply', { postingId: posting.id, name: `Person ${people}`, email: `person-${people}@example.com` })).id);
    },
    effects: async (id) => [
      ...opportunity(id).notes.map((_note, index) => `note ${index + 1}`),
      ...bullhorn.find(account.contacts.get(opportunity(id).contactId)?.emails[0] ?? '').flatMap((held) => [
        'person in the CRM', ...held.cvs.map(() => 'cv'), ...held.jobIds.map(() => 'link'), ...held.notes.map(() => 'note in the CRM')]),
    ],
    tellAgain: async () => {
      await world.db.asOwner(`update mirror_feed set high_water_mark = 0, next_poll_at = '-infinity'`);
      await sleep(1_500);
    },
    settle: async () => { await sleep(300); await until(async () => await openLanes() === 0, 'the hub to settle', 30_000); },
    vendorWebhooks: async () => {
      await world.inIdibu('POST', '/apply', { vacancyId: '501', firstname: 'Web', lastname: 'Hook', email: 'web.hook@example.com' });
      await until(async () => (await deliveries()).some((one) => one.attempts.length > 0), 'an event');
      const newest = (await deliveries()).at(-1);
      if (!newest) throw new Error('idibu sent nothing.');
      await fetch(`${world.sandbox.idibu.controlUrl}/deliveries/${newest.id}/rerun`, { method: 'POST' });
      const forged = await fetch(newest.url, { method: 'POST', headers: { authorization: '0'.repeat(64) }, body: '{}' });
      const again = async () => (await deliveries()).find((one) => one.id === newest.id)?.attempts ?? [];
      await until(async () => (await again()).length > newest.attempts.length, 'the repeated event');
      return { repeated: (await again()).at(-1)?.status ?? 0, forged: forged.status };
    },
    revokeInLever: async () => {
      const grants = await world.inLever('GET', '/grants') as unknown as { id: string }[] | { grants: { id: string }[] };
      for (const grant of Array.isArray(grants) ? grants : grants.grants) await world.inLever('DELETE', `/grants/${grant.id}`);
    },
    reconnectLever: async () => { await connect(); },
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

describeConformance('idibu', start);
