import type { AppConfig, MasterKey } from './app-config.js';
import { ConfigurationError } from './environment.js';

/** `id:base64` of 32 bytes, newest first, comma separated: the first seals, the others only open (key rotation). */
export function parseMasterKeys(text: string): AppConfig['keys'] {
  const [current, ...previous] = text.split(',').map((entry): MasterKey => {
    const split = entry.indexOf(':');
    return { id: entry.slice(0, split), key: Buffer.from(entry.slice(split + 1), 'base64') };
  });
  if (!current || current.key.length !== 32) throw new ConfigurationError(['PATCHBAY_MASTER_KEY: must be id:key, the key being 32 bytes in base64']);
  const ids = new Set([current, ...previous].map(({ id }) => id));
  if (ids.size !== previous.length + 1) throw new ConfigurationError(['PATCHBAY_MASTER_KEY: gives two keys the same id']);
  return { current, previous };
}
