import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { CiivsoftWorld, LEADS, SEED_PERMISSIONS } from '../support/ciivsoft-set-up.js';
import { commonParts } from '../support/conformance-parts.js';
import { startHubOverSandbox } from '../support/hub-over-sandbox.js';
import { cook, COOK_JOB } from '../support/kitchen.js';

const PERMISSIONS = [...SEED_PERMISSIONS, LEADS];

async function start(): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const ciivsoft = new CiivsoftWorld(world);
  const common = await commonParts(world, 'ciivsoft');
  let people = 0;
  let postingId = '';
  let key = '';
  const newKey = async () => {
    people += 1;
    key = await ciivsoft.key(`key ${people}`, PERMISSIONS);
    await ciivsoft.saveKey(key);
  };
  const runNow = async () => { if (await common.state() === 'enabled') await world.api('POST', '/v1/installations/ciivsoft/schedules/run/run'); };
  return {
    ...common,
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
    tellAgain: async (id) => {
      await common.tellAgain(id);
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
  };
}

describeConformance('CiiVSOFT', start);
