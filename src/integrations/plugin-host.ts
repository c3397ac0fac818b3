import type { ModuleRef } from '@nestjs/core';
import type { IntegrationProvider } from '../sdk/provider.js';
import type { Catalogue } from './catalogue.js';
import type { FoundPlugin } from './plugin-discovery.js';
import { pluginFaults } from './plugin-faults.js';

/** Takes the plugins that were found into the catalogue, or refuses to start with all their faults in one message. */
export class PluginHost {
  constructor(private readonly plugins: readonly FoundPlugin[]) {}

  admit(modules: ModuleRef, catalogue: Catalogue): void {
    const found = this.plugins.map(({ folder, definition }) => ({
      folder, definition, provider: modules.get<IntegrationProvider>(definition.provider, { strict: false }),
    }));
    const faults = pluginFaults(found);
    if (faults.length > 0) throw new Error(`The plugins cannot be started:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    for (const { definition, provider } of found) catalogue.add({ definition, provider });
  }
}
