import { Migration20261128072032_undone_by } from './Migration20261128072032_undone_by.js';
import { Migration20261128015323_initial } from './Migration20261128015323_initial.js';
import type { PluginDefinition } from 'patchbay/sdk';

/** In order, forward only. */
export const MIGRATIONS: PluginDefinition['migrations'] = [
  { name: 'Migration20261128015323_initial', class: Migration20261128015323_initial },
  { name: 'Migration20261128072032_undone_by', class: Migration20261128072032_undone_by },
];
