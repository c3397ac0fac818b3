import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PluginDefinition } from '../sdk/plugin.js';

export interface FoundPlugin { readonly folder: string; readonly definition: PluginDefinition }

const HERE = dirname(fileURLToPath(import.meta.url));

/** Every folder in `plugins/` with an index: being there is the whole registration. Sorted by name. */
export async function loadPlugins(root: string = resolve(HERE, '../../plugins')): Promise<FoundPlugin[]> {
  if (!existsSync(root)) return [];
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  const found: FoundPlugin[] = [];
  for (const folder of folders) {
    const file = ['index.js', 'index.ts'].map((name) => join(root, folder, name)).find((path) => existsSync(path));
    if (!file) continue;
    const module = await import(pathToFileURL(file).href) as { default?: PluginDefinition };
    if (!module.default?.key) throw new Error(`plugins/${folder}/index must export a plugin definition as default.`);
    found.push({ folder, definition: module.default });
  }
  return found;
}
