/** One process of the real hub (`src/start`), with the bench plugin instead of those in `plugins/` unless these are asked for. */
import { loadConfig } from '../../dist/config/load-config.js';
import { boot } from '../../dist/src/boot.js';
import { say } from './processes.mjs';

const { BENCH_REAL_PLUGINS: hasRealPlugins, ...variables } = process.env;
const { hub, seen } = await boot(async () => {
  const { startHub } = await import('../../dist/src/start.js');
  const { default: plugin, seen } = await import('./bench-plugin.mjs');
  return { hub: await startHub(loadConfig(variables), hasRealPlugins ? undefined : [{ folder: plugin.key, definition: plugin }]), seen };
});
process.on('message', (message) => {
  if (message === 'count') say(seen.length);
  if (message === 'seen') say(seen);
  if (message === 'forget') { seen.length = 0; say('forgotten'); }
});
process.once('SIGTERM', () => { void hub.stop().then(() => process.exit(0)); });
say({ url: hub.url });
