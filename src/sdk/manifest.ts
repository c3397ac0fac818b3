import type { Capability } from './actions.js';
import type { LeverOperation } from './lever/index.js';
import type { OutsideAccountDefinition } from './outside-account.js';
import type { Permission, Role } from './principal.js';

export type SettingsClass<S> = (new () => S) & {
  /** Brings a stored value of an older schema version up to date (D19). */
  upgrade?(value: unknown, fromVersion: number): S;
};

/** How the hub talks to the vendor. Base URLs come from configuration, credentials from a connection. */
export interface VendorConnection {
  /** Key under `vendors` in the configuration that holds the base URL. */
  readonly system: string;
  /** What the admin pastes, in the vendor's own words. */
  readonly credentialLabel: string;
  /** Headers for one call made from the decrypted credential. Pure. */
  authorize(credential: string): Readonly<Record<string, string>>;
  /** Path that answers 2xx for a working credential; tried when it is saved. */
  readonly probePath: string;
}

/** Everything the hub must know about an integration before running a line of it. */
export interface IntegrationManifest<S extends object = object> {
  /** Kebab-case, also the folder name and the REST path. */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  /** Range of SDK versions it works with, e.g. `^1.0.0`. */
  readonly sdk: string;
  readonly summary: string;
  readonly lever: {
    readonly auth: 'oauth' | 'api_key';
    /** Every Lever operation the plugin needs; reads outside the list are refused. */
    readonly operations: readonly LeverOperation[];
    /** Named as an addition by preflight: works without, with less. */
    readonly optionalOperations?: readonly LeverOperation[];
    /** Lever webhook events the plugin wants switched on for quick reaction; polling covers the rest. */
    readonly webhookEvents: readonly string[];
    readonly confidential?: boolean;
  };
  readonly vendor?: VendorConnection;
  /** Outside accounts that people may sign in to, beside the vendor. */
  readonly accounts?: readonly OutsideAccountDefinition[];
  readonly settings: SettingsClass<S>;
  readonly settingsVersion: number;
  readonly may: readonly Capability[];
  /** May only narrow `DEFAULT_PERMISSIONS`. */
  readonly permissions?: Partial<Record<Exclude<Permission, 'operate'>, readonly Role[]>>;
  readonly support: { readonly email: string; readonly text: string };
}
