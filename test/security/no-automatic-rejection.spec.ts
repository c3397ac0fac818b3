import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadPlugins } from '../../src/integrations/plugin-discovery.js';
import { CiivsoftProvider } from '../../plugins/ciivsoft/ciivsoft.provider.js';
import { assertMay } from '../../src/integrations/unit-of-work.js';
import { leverOperation, type IntegrationProvider } from '../../src/sdk/index.js';

/** Popp's human Reject alone may archive, and only for the member who clicks (LG-1). */
const MAY_ARCHIVE_BY_HUMAN = ['popp'];
const sources = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));

describe('nobody is rejected by a machine', () => {
  it('LG-1 no plugin holds a capability to archive, except the human Reject of Popp', async () => {
    const plugins = await loadPlugins();
    expect(plugins.length).toBeGreaterThan(1);
    const holders: string[] = [];
    for (const { definition } of plugins) {
      const { manifest } = new (definition.provider as unknown as new () => Pick<IntegrationProvider, 'manifest'>)();
      if (manifest.may.includes('archive-by-human')) holders.push(definition.key);
      const asked = [...manifest.lever.operations, ...manifest.lever.optionalOperations ?? []];
      const archiving = asked.filter((id) => leverOperation(id).permission.includes('archived state'));
      if (!manifest.may.includes('archive-by-human')) expect([definition.key, archiving]).toEqual([definition.key, []]);
    }
    expect(holders.filter((key) => !MAY_ARCHIVE_BY_HUMAN.includes(key))).toEqual([]);
  });

  it('LG-1 CI-24 FiiLTER cannot plan an archiving, even by mistake', () => {
    expect(() => assertMay(new CiivsoftProvider() as never, {
      kind: 'archive', opportunityId: 'o', reasonId: 'r', byMemberId: 'm', meaning: 'x', occasion: 'x', reasons: ['x'],
    })).toThrow(/may not archive-by-human/);
    const folder = resolve('plugins/ciivsoft');
    for (const file of sources(folder)) expect([file, /kind: 'archive'|messages\.send\(/.test(readFileSync(join(folder, file), 'utf8'))]).toEqual([file, false]);
  });
});
