import { ConfigurationError } from '../config/environment.js';
import { loadConfig } from '../config/load-config.js';
import { boot } from './boot.js';
import type { RunningHub } from './start.js';

/** The hub's process: starts, works until it is told to stop, and stops cleanly. */
async function main(): Promise<void> {
  const config = loadConfig();
  const hub = await boot(async () => (await import('./start.js')).startHub(config));
  const stop = (): void => { void stopWithin(hub, config.stopWithinMs); };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // Said last: whoever waits for it may send a signal at once.
  process.stdout.write(hub.url ? `Patchbay answers at ${hub.url} (API at /docs)\n` : 'Patchbay works as a worker; it answers no requests.\n');
}

/** Where the database or a socket never answers again, stopping would take for ever; what is left behind comes back after its lease. */
async function stopWithin(hub: RunningHub, ms: number): Promise<never> {
  setTimeout(() => {
    process.stderr.write(`Patchbay could not stop within ${ms / 1_000} s and ends as it is.\n`);
    process.exit(1);
  }, ms);
  try {
    await hub.stop();
  } catch (error) {
    console.error(error);
    process.exit(1);
  }
  process.exit(0);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
