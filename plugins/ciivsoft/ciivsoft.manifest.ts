import type { IntegrationManifest } from 'patchbay/sdk';
import { KEY } from './ciivsoft.context.js';
import { CiivsoftSettings } from './ciivsoft.settings.js';
import { LEADS_OPERATION, READS, REASONS_OPERATION, WRITES } from './permissions.js';

export const MANIFEST: IntegrationManifest<CiivsoftSettings> = {
  key: KEY,
  name: 'CiiVSOFT',
  version: '1.0.0',
  sdk: '^1.0.0',
  summary: 'Searches everybody known for each new job (ARKiiVE), screens new applications (FiiLTER) and finds other open jobs for the rest (REFiiNE).',
  lever: {
    auth: 'api_key',
    operations: [...READS, ...WRITES],
    optionalOperations: [LEADS_OPERATION, REASONS_OPERATION],
    // Runs by the clock; the key holds no permission for webhooks (CI-8).
    webhookEvents: [],
  },
  settings: CiivsoftSettings,
  settingsVersion: 1,
  // No archive capability: FiiLTER never rejects anybody (CI-24, LG-1).
  may: ['tag', 'note', 'stage-forward', 'lead'],
  support: { email: '', text: 'Ask Lever Support through the Lever Support request form about the service user, the API key and your package; ask CiiVSOFT about results.' },
};
