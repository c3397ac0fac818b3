import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CrmConnector } from './connector.js';

const FILE = /\.connector\.[jt]s$/;

/** Every `*.connector` file of the folder, by the CRM's name. A connector that cannot be used stops the start. */
export async function loadConnectors(folder: string = dirname(fileURLToPath(import.meta.url))): Promise<readonly CrmConnector[]> {
  const found: CrmConnector[] = [];
  for (const file of readdirSync(folder).filter((name) => FILE.test(name)).sort()) {
    const module = await import(pathToFileURL(`${folder}/${file}`).href) as { default?: CrmConnector };
    if (!module.default?.account.system) throw new Error(`plugins/idibu/crm/${file} must export a CRM connector as default.`);
    if (found.some((other) => other.account.system === module.default?.account.system)) {
      throw new Error(`plugins/idibu/crm/${file} uses a key that another connector has.`);
    }
    found.push(module.default);
  }
  return found.sort((a, b) => a.account.name.localeCompare(b.account.name, 'en'));
}
