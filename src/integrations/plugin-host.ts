import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { TemplateCatalogue } from '../messaging/templates/template-catalogue.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import { Catalogue } from './catalogue.js';
import type { FoundPlugin } from './plugin-discovery.js';
import { pluginFaults } from './plugin-faults.js';

/** The plugins that this process was started with. */
export class FoundPlugins {
  constructor(readonly all: readonly FoundPlugin[]) {}
}

/** Takes the plugins into the catalogue before any work begins, or refuses to start with all their faults in one message. */
@Injectable()
export class PluginHost implements OnModuleInit {
  constructor(
    private readonly plugins: FoundPlugins, private readonly modules: ModuleRef, private readonly catalogue: Catalogue,
    private readonly templates: TemplateCatalogue,
  ) {}

  onModuleInit(): void {
    const found = this.plugins.all.map(({ folder, definition }) => ({
      folder, definition, provider: this.modules.get<IntegrationProvider>(definition.provider, { strict: false }),
    }));
    const faults = pluginFaults(found);
    if (faults.length > 0) throw new Error(`The plugins cannot be started:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    for (const { definition, provider } of found) {
      this.catalogue.add({ definition, provider });
      this.templates.add(definition.key, provider.templates ?? {});
    }
  }
}
