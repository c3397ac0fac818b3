import type { AppConfig } from './app-config.js';
import type { Env } from './environment.js';

const OAUTH_NAME = /^LEVER_OAUTH_(?:([A-Z0-9_]+)_)?CLIENT_(ID|SECRET)$/;
const VENDOR_NAME = /^VENDOR_([A-Z0-9_]+)_URL$/;

/** LEVER_OAUTH_<KEY>_CLIENT_ID and _SECRET, else the common LEVER_OAUTH_CLIENT_ID and _SECRET. */
export function oauthClients(env: Env): AppConfig['lever']['oauthClients'] {
  const clientOf = (prefix: string) => {
    const clientId = env[`${prefix}_CLIENT_ID`];
    const clientSecret = env[`${prefix}_CLIENT_SECRET`];
    return clientId && clientSecret ? { clientId, clientSecret } : null;
  };
  return (integrationKey) => clientOf(`LEVER_OAUTH_${integrationKey.toUpperCase().replaceAll('-', '_')}`) ?? clientOf('LEVER_OAUTH');
}

/** VENDOR_<SYSTEM>_URL, e.g. VENDOR_CAREER_PLACE_URL for the system `career-place`. */
export function vendorUrls(env: Env): AppConfig['vendors'] {
  const found = Object.entries(env).flatMap(([name, value]) => {
    const system = VENDOR_NAME.exec(name)?.[1];
    return system && value ? [[system.toLowerCase().replaceAll('_', '-'), { baseUrl: value.replace(/\/+$/, '') }] as const] : [];
  });
  return Object.fromEntries(found);
}

function isWebAddress(value: string): boolean {
  return URL.canParse(value) && ['http:', 'https:'].includes(new URL(value).protocol);
}

/** What is wrong with the variables whose names are a pattern; names only. */
export function outsideSystemProblems(env: Env): string[] {
  return Object.entries(env).flatMap(([name, value]) => {
    if (!value) return [];
    const oauth = OAUTH_NAME.exec(name);
    if (oauth) {
      const other = name.replace(/(ID|SECRET)$/, (part) => (part === 'ID' ? 'SECRET' : 'ID'));
      return env[other] ? [] : [`${other}: is missing, ${name} is set`];
    }
    return VENDOR_NAME.test(name) && !isWebAddress(value) ? [`${name}: must be an http or https address`] : [];
  }).sort();
}
