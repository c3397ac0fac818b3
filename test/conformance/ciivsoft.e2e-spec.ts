import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { CiivsoftWorld, LEADS, SEED_PERMISSIONS } from '../support/ciivsoft-set-up.js';
import { startHubOverSandbox, until } from '../support/hub-over-sandbox.js';
import { cook, COOK_JOB } from '../support/kitchen.js';

const INSTALLATION = '/v1/installations/ciivsoft';
const CHANGING = /^(POST|PUT|DELETE) \/v1\/opportunities/;
const PERMISSIONS = [...SEED_PERMISSIONS, LEADS];

async function start(): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const ciivsoft = new CiivsoftWorld(world);
  const other = await world.organisation('globex');
  let people = 0;
  let postingId = '';
  let key = '';
  await world.api('POST', '/v1/installations', { integrationKey: 'ciivsoft' });
  const state = async () => String((await world.api('GET', INSTALLATION)).body.state);
  const newKey = async () => {
    people += 1;
    key = await ciivsoft.key(`key ${people}`, PERMISSIONS);
    await ciivsoft.saveKey(key);
  };
  const runNow = async () => { if (await state() === 'enabled') await world.api('POST', `${INSTALLATION}/schedules/run/run`); };

  return {
    state,
    enable: async () => {
      const { status } = await world.api('POST', `${INSTALLATION}/enable`);
      if (status === 200) await until(async () => (await world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading', 60_000);
      return status;
    },
    disable: async () => (await world.api('POST', `${INSTALLATION}/disable`)).status,
    setUp: async () => {
      await newKey();
      await ciivsoft.settings({});
    },
    begin: async () => { postingId = await ciivsoft.openJob('Line Cook', COOK_JOB); },
    provoke: async () => {
      people += 1;
      const resume = { filename: 'cv.txt', text: cook(`Cook ${people}`) };
      return String((await world.inLever('POST', '/apply', { postingId, name: `Cook ${people}`, email: `person-${people}@example.com`, resume })).id);
    },
    effects: async (id) => {
      const { stage, notes, tags } = ciivsoft.opportunity(id);
      return [
        ...(stage === ciivsoft.stage('CiiVSOFT SCREENED') ? ['screened'] : []), ...notes.map((_note, index) => `note ${index + 1}`),
        ...tags.filter((tag) => tag.startsWith('CiiVSOFT')),
      ];
    },
    tellAgain: async () => {
      await world.db.asOwner(`update mirror_feed set high_water_mark = 0, next_poll_at = '-infinity'`);
      await sleep(1_500);
      await runNow();
    },
    // The plugin works by the clock alone: its runs are what the clock would bring.
    settle: async () => {
      await sleep(2_500);
      await ciivsoft.settle();
      await runNow();
      await ciivsoft.settle();
    },
    vendorWebhooks: async () => null,
    revokeInLever: async () => { await world.inLever('DELETE', `/keys/${key}`); },
    reconnectLever: newKey,
    restart: () => world.restart(),
    leverWrites: async () => {
      const log = await (await fetch(`${world.sandbox.lever.controlUrl}/requests`)).json() as { requests: { method: string; path: string; status: number }[] };
      const rows = await world.db.asOwner<{ n: number }>('select coalesce(sum(attempts), 0)::int as n from action');
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

describeConformance('CiiVSOFT', start);
