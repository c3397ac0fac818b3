import { Migration20261128015323_initial } from './Migration20261128015323_initial.js';
import type { PluginDefinition } from 'patchbay/sdk';

/** In order, forward only. */
export const MIGRATIONS: PluginDefinition['migrations'] = [
  { name: 'Migration20261128015323_initial', class: Migration20261128015323_initial },
];
