import { startControl, type ControlServer } from './control-server.js';
import { SandboxClock } from './kit/index.js';
import type { RateRule } from './lever/index.js';
import { startMailbox, type Mailbox } from './mailbox/index.js';
import { registry } from './registry.js';
import type { RunningEmulator, SeedSize } from './running-emulator.js';

type Registry = typeof registry;
export type EmulatorName = keyof Registry;
export type Emulators = { readonly [Name in EmulatorName]: Awaited<ReturnType<Registry[Name]>> };

export interface SandboxOptions {
  clock?: SandboxClock;
  /** First of a row of ports: control, mailbox, SMTP, then the services in order. Absent or 0: any free ones. */
  portBase?: number;
  seed?: SeedSize;
  /** Where the app registered at Lever may send browsers back to; by default a hub on port 3000 of this machine. */
  oauthRedirectUris?: readonly string[];
  /** Lever's limit per credential; 20, refilled 10/s, when absent. */
  leverRate?: RateRule | 'off';
}

export type SandboxDescription = { now: number; seed: SeedSize; control: ReturnType<ControlServer['describe']> }
  & Record<string, unknown>;

export type Sandbox = Emulators & {
  readonly clock: SandboxClock;
  readonly mailbox: Mailbox;
  readonly control: ControlServer;
  /** Every address and credential, as plain JSON. */
  describe(): SandboxDescription;
  close(): Promise<void>;
};

const defaultRedirectUris = ['http://127.0.0.1:3000/oauth/lever/callback', 'http://localhost:3000/oauth/lever/callback'];

/** Starts the mailbox, every service of the registry and the control server, on one clock. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = new SandboxClock(), portBase = 0, seed = 'small', oauthRedirectUris = defaultRedirectUris, leverRate } = options;
  const port = (index: number): number => (portBase === 0 ? 0 : portBase + index);
  const started: RunningEmulator[] = [];
  const closeAll = async (): Promise<void> => {
    for (const emulator of started.toReversed()) await emulator.close();
  };
  try {
    const mailbox = await startMailbox({ clock, port: port(1), smtpPort: port(2) });
    started.push(mailbox);
    const running: Record<string, RunningEmulator> = {};
    for (const [index, [name, start]] of Object.entries(registry).entries()) {
      const emulator = await start({ clock, port: port(3 + index), seed, mailbox, oauthRedirectUris, leverRate });
      started.push(emulator);
      running[name] = emulator;
    }
    // Each entry was filled from the registry entry of the same name.
    const emulators = running as unknown as Emulators;
    const all = { mailbox, ...running };
    const describe = (): SandboxDescription => describeAll(all, clock, seed, control);
    const controlUrls = Object.fromEntries(Object.entries(all).map(([name, { controlUrl }]) => [name, controlUrl]));
    const control = await startControl({ clock, port: port(0), controlUrls, describeAll: () => describe() });
    started.push(control);
    return { ...emulators, clock, mailbox, control, describe, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function describeAll(
  all: Record<string, RunningEmulator>, clock: SandboxClock, seed: SeedSize, control: ControlServer,
): SandboxDescription {
  const parts = Object.entries(all).map(([name, emulator]) => [name, emulator.describe()]);
  return { now: clock.now(), seed, control: control.describe(), ...Object.fromEntries(parts) as Record<string, unknown> };
}
