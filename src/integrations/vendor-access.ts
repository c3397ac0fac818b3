import type { IntegrationProvider } from '../sdk/provider.js';
import type { VendorHttp } from '../sdk/vendor-http.js';
import type { InstallationView } from './installation-view.js';

export interface VendorCaller {
  readonly view: InstallationView;
  readonly provider: IntegrationProvider;
  /** Null when no credential was given yet: any call then throws. */
  readonly connectionId: string | null;
  readonly during: 'work' | 'set-up' | 'clean-up';
  readonly signal: AbortSignal;
}

/** Opens the vendor for one installation: its credential, time-outs, retry, breaker and off switch. */
export abstract class VendorAccess {
  abstract open(caller: VendorCaller): VendorHttp;
}
