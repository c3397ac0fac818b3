import { ConfigurationError } from '../config/environment.js';
import { loadConfig } from '../config/load-config.js';
import { boot } from './boot.js';

/** The hub's process: starts, works until it is told to stop, and stops cleanly. */
async function main(): Promise<void> {
  const config = loadConfig();
  const hub = await boot(async () => (await import('./start.js')).startHub(config));
  process.stdout.write(hub.url ? `Patchbay answers at ${hub.url} (API at /docs)\n` : 'Patchbay works as a worker; it answers no requests.\n');
  const stop = (): void => { void hub.stop().then(() => process.exit(0)); };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
