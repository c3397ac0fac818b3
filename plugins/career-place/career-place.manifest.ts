import type { IntegrationManifest } from 'patchbay/sdk';
import { PROBE_PATH } from './career-place.client.js';
import { KEY } from './career-place.context.js';
import { CareerPlaceSettings } from './career-place.settings.js';
import { SUPPORT_EMAIL, SUPPORT_TEXT } from './setup.js';

export const MANIFEST: IntegrationManifest<CareerPlaceSettings> = {
  key: KEY,
  name: 'career.place',
  version: '1.0.0',
  sdk: '^1.0.0',
  summary: 'Invites everybody who applies to a Lever job into a career.place Job (qualification funnel) and shows in Lever how far they are.',
  lever: {
    auth: 'oauth',
    operations: [
      'opportunities.get', 'opportunities.list', 'opportunities.listDeleted', 'opportunities.addTags', 'opportunities.removeTags', 'opportunities.updateStage',
      'notes.list', 'notes.create', 'postings.get', 'postings.list', 'stages.list', 'archiveReasons.list',
    ],
    webhookEvents: ['applicationCreated'],
  },
  vendor: {
    system: KEY,
    credentialLabel: 'career.place organisation key',
    authorize: (credential) => ({ authorization: `Bearer ${credential}` }),
    probePath: PROBE_PATH,
  },
  settings: CareerPlaceSettings,
  settingsVersion: 1,
  // No archive capability: nobody is ever archived or rejected (CP-33).
  may: ['tag', 'note', 'stage-forward', 'vendor'],
  support: { email: SUPPORT_EMAIL, text: SUPPORT_TEXT },
};
