import type { IntegrationManifest } from 'patchbay/sdk';
import { PROBE_PATH } from './refapp.client.js';
import { KEY } from './refapp.context.js';
import { RefappSettings } from './refapp.settings.js';
import { SUPPORT_EMAIL, SUPPORT_TEXT } from './setup.js';
import { weSelectAccount } from './we-select.account.js';

export const MANIFEST: IntegrationManifest<RefappSettings> = {
  key: KEY,
  name: 'Refapp',
  version: '1.0.0',
  sdk: '^1.0.0',
  summary: 'Takes references as a step of the process, in We Select and Lever: asks candidates and referees, follows them, shows the state and the report.',
  lever: {
    auth: 'oauth',
    operations: [
      'opportunities.get', 'opportunities.list', 'opportunities.listDeleted', 'opportunities.addTags', 'opportunities.removeTags', 'notes.list', 'notes.create',
      'postings.get', 'postings.list', 'stages.list', 'archiveReasons.list',
    ],
    webhookEvents: ['candidateStageChange', 'candidateArchiveChange'],
  },
  vendor: {
    system: KEY,
    credentialLabel: 'Refapp API key',
    authorize: (credential) => ({ authorization: `Bearer ${credential}` }),
    probePath: PROBE_PATH,
  },
  accounts: [weSelectAccount],
  settings: RefappSettings,
  settingsVersion: 1,
  // No stage and no archive capability: references inform, a human decides (LG-1).
  may: ['tag', 'note', 'vendor'],
  support: { email: SUPPORT_EMAIL, text: SUPPORT_TEXT },
};
