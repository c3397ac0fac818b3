import type { IntegrationManifest } from 'patchbay/sdk';
import { authorize, PROBE_PATH } from './popp.client.js';
import { KEY } from './popp.context.js';
import { PoppSettings } from './popp.settings.js';
import { SUPPORT_EMAIL, SUPPORT_TEXT } from './setup.js';

export const MANIFEST: IntegrationManifest<PoppSettings> = {
  key: KEY,
  name: 'Popp AI',
  version: '1.0.0',
  sdk: '^1.0.0',
  summary: 'Analyses and scores the applicants of a Lever job against its requirements; people read, reject and shortlist.',
  lever: {
    auth: 'oauth',
    operations: [
      'opportunities.get', 'opportunities.list', 'opportunities.listDeleted', 'opportunities.updateStage', 'opportunities.updateArchived', 'notes.list', 'notes.create',
      'postings.get', 'postings.list', 'stages.list', 'archiveReasons.list', 'resumes.list', 'resumes.download',
    ],
    // Anonymous answers for the impact report alone (LG-6); never about a person.
    optionalOperations: ['eeoResponses.listAnonymous'],
    webhookEvents: ['applicationCreated', 'candidateStageChange', 'candidateArchiveChange'],
  },
  vendor: { system: KEY, credentialLabel: 'Popp organisation id and API key, written as organisation-id:api-key', authorize, probePath: PROBE_PATH },
  settings: PoppSettings,
  settingsVersion: 1,
  may: ['note', 'stage-forward', 'archive-by-human', 'vendor'],
  support: { email: SUPPORT_EMAIL, text: SUPPORT_TEXT },
};
