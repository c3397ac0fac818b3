import type { SandboxClock } from './kit/index.js';
import type { RateRule } from './lever/index.js';
import type { Mailbox } from './mailbox/index.js';

export type SeedSize = 'small' | 'full';

/** What the sandbox needs to know of a service it started. */
export interface RunningEmulator {
  readonly baseUrl: string;
  /** `…/__control`, where the routes of the kit are. */
  readonly controlUrl: string;
  /** Addresses and credentials a client needs, as plain JSON. */
  describe(): object;
  close(): Promise<void>;
}

export interface StartContext {
  /** One clock for all services. */
  clock: SandboxClock;
  /** The port reserved for this service; 0: any free one. */
  port: number;
  seed: SeedSize;
  /** Started before all others: mail goes here. */
  mailbox: Mailbox;
  /** Where the app registered at Lever may send browsers back to. */
  oauthRedirectUris: readonly string[];
  /** Lever's limit per credential; its real one when absent. */
  leverRate?: RateRule | 'off' | undefined;
}

export type StartEmulator = (context: StartContext) => Promise<RunningEmulator>;
