import type { IntegrationProvider } from '../sdk/provider.js';
import type { PluginDefinition } from '../sdk/plugin.js';
import type { FactKind } from '../sdk/facts.js';
import { CallerError } from '../sdk/errors.js';

export interface CatalogueEntry {
  readonly definition: PluginDefinition;
  readonly provider: IntegrationProvider;
}

/** The integrations of this process, by key. Filled once at boot by the composition root. */
export class Catalogue {
  private readonly entries = new Map<string, CatalogueEntry>();

  add(entry: CatalogueEntry): void { this.entries.set(entry.provider.manifest.key, entry); }

  all(): readonly CatalogueEntry[] { return [...this.entries.values()]; }

  find(key: string): CatalogueEntry | null { return this.entries.get(key) ?? null; }

  /** Throws 404 for an unknown key. */
  get(key: string): CatalogueEntry {
    const entry = this.entries.get(key);
    if (!entry) throw CallerError.notFound(`Integration ${key.slice(0, 60)}`);
    return entry;
  }

  factKindsOf(key: string): readonly FactKind[] {
    return Object.keys(this.entries.get(key)?.provider.facts ?? {}) as FactKind[];
  }
}
