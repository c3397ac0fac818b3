import type { AppConfig } from './app-config.js';
import type { Env } from './environment.js';

const OAUTH_NAME = /^LEVER_OAUTH_(?:([A-Z0-9_]+)_)?CLIENT_(ID|SECRET)$/;
const OUTSIDE_NAME = /^OUTSIDE_([A-Z0-9_]+)_CLIENT_(ID|SECRET)$/;
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

/** OUTSIDE_<SYSTEM>_CLIENT_ID and _SECRET: the hub's own OAuth client at a system that people sign in to, e.g. OUTSIDE_BULLHORN_CLIENT_ID. */
export function outsideClients(env: Env): AppConfig['outsideClients'] {
  const found = Object.entries(env).flatMap(([name, id]) => {
    const match = OUTSIDE_NAME.exec(name);
    const secret = env[`OUTSIDE_${match?.[1]}_CLIENT_SECRET`];
    return match?.[2] === 'ID' && id && secret ? [[match[1]?.toLowerCase().replaceAll('_', '-') ?? '', { id, secret }] as const] : [];
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
    const oauth = OAUTH_NAME.exec(name) ?? OUTSIDE_NAME.exec(name);
    if (oauth) {
      const other = name.replace(/(ID|SECRET)$/, (part) => (part === 'ID' ? 'SECRET' : 'ID'));
      return env[other] ? [] : [`${other}: is missing, ${name} is set`];
    }
    return VENDOR_NAME.test(name) && !isWebAddress(value) ? [`${name}: must be an http or https address`] : [];
  }).sort();
}
