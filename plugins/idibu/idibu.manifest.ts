import type { IntegrationManifest } from 'patchbay/sdk';
import { CONNECTORS } from './connectors.js';
import { PROBE_PATH } from './idibu.client.js';
import { KEY } from './idibu.context.js';
import { IdibuSettings } from './idibu.settings.js';

export const MANIFEST: IntegrationManifest<IdibuSettings> = {
  key: KEY,
  name: 'idibu',
  version: '1.0.0',
  sdk: '^1.0.0',
  summary: 'Hands applicants of idibu and of Lever off into a CRM: all of them, by traffic light or by status, each exactly once.',
  lever: {
    auth: 'oauth',
    operations: [
      'opportunities.get', 'opportunities.list', 'opportunities.listDeleted', 'applications.get', 'postings.get', 'postings.list', 'stages.list',
      'resumes.list', 'resumes.download', 'notes.list', 'notes.create',
    ],
    webhookEvents: ['applicationCreated', 'candidateStageChange'],
  },
  vendor: { system: KEY, credentialLabel: 'idibu access token', authorize: (credential) => ({ authorization: `Bearer ${credential}` }), probePath: PROBE_PATH },
  accounts: CONNECTORS.map((connector) => connector.account),
  settings: IdibuSettings,
  settingsVersion: 1,
  may: ['note', 'vendor'],
  support: { email: 'support@idibu.com', text: 'Write to support@idibu.com, or open the help centre in idibu.' },
};
