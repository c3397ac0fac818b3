import type { Type } from '@nestjs/common';
import type { IntegrationProvider } from './provider.js';

/** What a plugin folder's `index.ts` exports as default: being in `plugins/` is the whole registration. */
export interface PluginDefinition {
  readonly key: string;
  /** Nest module that provides `provider` and the plugin's controllers. */
  readonly module: Type;
  readonly provider: Type<IntegrationProvider>;
  /** Tables made by `tenantTable`. */
  readonly entities: readonly unknown[];
  /** In order, forward only (D20). */
  readonly migrations: readonly { readonly name: string; readonly class: Type }[];
}

/** Forgets the settings class of the provider: the host hands each provider only settings of its own class. */
export function definePlugin<S extends object>(
  definition: Omit<PluginDefinition, 'provider'> & { readonly provider: Type<IntegrationProvider<S>> },
): PluginDefinition {
  return { ...definition, provider: definition.provider as unknown as Type<IntegrationProvider> };
}

/** Version of this contract; a plugin's manifest names the range it works with. */
export const SDK_VERSION = '1.0.0';
