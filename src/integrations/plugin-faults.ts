import { templateFaults } from '../messaging/templates/wording.js';
import { SDK_VERSION, type PluginDefinition } from '../sdk/plugin.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import { DEFAULT_PERMISSIONS, type Role } from '../sdk/principal.js';

/** Whether a caret or exact range accepts the SDK's version. */
export function acceptsSdk(range: string, version: string = SDK_VERSION): boolean {
  const wanted = /^(\^)?(\d+)\.(\d+)\.(\d+)$/.exec(range);
  if (!wanted) return false;
  const [major, minor, patch] = version.split('.').map(Number) as [number, number, number];
  const [wMajor, wMinor, wPatch] = wanted.slice(2).map(Number) as [number, number, number];
  if (!wanted[1]) return range === version;
  return major === wMajor && (minor > wMinor || (minor === wMinor && patch >= wPatch));
}

/** Everything wrong with the plugins, found before any of them runs: boot refuses with all of it in one message. Pure. */
export function pluginFaults(plugins: readonly { folder: string; definition: PluginDefinition; provider: IntegrationProvider }[]): string[] {
  const faults: string[] = [];
  const keys = new Map<string, string>();
  for (const { folder, definition, provider } of plugins) {
    const { manifest } = provider;
    const say = (fault: string) => faults.push(`${folder}: ${fault}`);
    const taken = keys.get(manifest.key);
    if (taken) say(`key ${manifest.key} is already used by ${taken}`);
    keys.set(manifest.key, folder);
    if (definition.key !== manifest.key || folder !== manifest.key) say(`folder, definition and manifest must share one key (${folder}, ${definition.key}, ${manifest.key})`);
    if (!acceptsSdk(manifest.sdk)) say(`works with SDK ${manifest.sdk}, this is ${SDK_VERSION}`);
    faults.push(...handlerFaults(provider).map((fault) => `${folder}: ${fault}`));
    faults.push(...templateFaults(provider.templates ?? {}).map((fault) => `${folder}: ${fault}`));
    faults.push(...permissionFaults(manifest.permissions ?? {}).map((fault) => `${folder}: ${fault}`));
  }
  return faults;
}

function handlerFaults(provider: IntegrationProvider): string[] {
  const faults: string[] = [];
  faults.push(...accountFaults(provider));
  for (const [name, schedule] of Object.entries(provider.schedules)) {
    if (!provider.jobs[schedule.job]) faults.push(`schedule ${name} starts job ${schedule.job}, which has no handler`);
  }
  const writes = [...Object.entries(provider.vendorActions), ...Object.entries(provider.accountActions ?? {})];
  for (const [name, action] of writes) {
    if (!action.repeatable && !action.lookBack) faults.push(`vendor action ${name} is not repeatable and has no look-back`);
  }
  for (const name of Object.keys(provider.accountActions ?? {})) if (provider.vendorActions[name]) faults.push(`${name} is a write to the vendor and to an account`);
  if (writes.length > 0 && !provider.manifest.may.includes('vendor')) faults.push('has vendor actions but may not use them');
  return faults;
}

function accountFaults({ manifest }: IntegrationProvider): string[] {
  const systems = (manifest.accounts ?? []).map((account) => account.system);
  const badly = systems.filter((system) => !/^[a-z][a-z0-9-]{0,30}$/.test(system)).map((system) => `account ${system} needs a kebab-case name of at most 31 characters`);
  const twice = systems.filter((system, at) => systems.indexOf(system) !== at).map((system) => `account ${system} is listed twice`);
  return [...badly, ...twice];
}

function permissionFaults(permissions: Partial<Record<string, readonly Role[]>>): string[] {
  return Object.entries(permissions).flatMap(([permission, roles]) => {
    const allowed = DEFAULT_PERMISSIONS[permission as keyof typeof DEFAULT_PERMISSIONS];
    return (roles ?? []).filter((role) => !allowed?.includes(role)).map((role) => `may not give ${permission} to ${role}: a manifest only narrows`);
  });
}
