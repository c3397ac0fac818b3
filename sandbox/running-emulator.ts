import type { SandboxClock } from './kit/index.js';
import type { Mailbox } from './mailbox/index.js';

export type SeedSize = 'small' | 'full';

/** What the sandbox needs to know of a service it started. Its control routes live under `<baseUrl>/__control`. */
export interface RunningEmulator {
  readonly baseUrl: string;
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
}

export type StartEmulator = (context: StartContext) => Promise<RunningEmulator>;
