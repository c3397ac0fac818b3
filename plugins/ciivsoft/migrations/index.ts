import { Migration20261128020814_initial } from './Migration20261128020814_initial.js';
import type { PluginDefinition } from 'patchbay/sdk';

/** In order, forward only. */
export const MIGRATIONS: PluginDefinition['migrations'] = [
  { name: 'Migration20261128020814_initial', class: Migration20261128020814_initial },
];
