/** One process of the real hub (`src/start`) with one plugin: the bench plugin, or one of those in `plugins/`. */
import { loadConfig } from '../../dist/config/load-config.js';
import { boot } from '../../dist/src/boot.js';
import { say } from './processes.mjs';

const wanted = process.env.BENCH_PLUGIN;
const { hub, seen } = await boot(async () => {
  const { startHub } = await import('../../dist/src/start.js');
  const { default: benchPlugin, seen } = await import('./bench-plugin.mjs');
  const plugin = wanted === benchPlugin.key ? benchPlugin : (await import(`../../dist/plugins/${wanted}/index.js`)).default;
  return { hub: await startHub(loadConfig(), [{ folder: plugin.key, definition: plugin }]), seen };
});
process.on('message', (message) => {
  if (message === 'count') say(seen.length);
  if (message === 'seen') say(seen);
  if (message === 'forget') { seen.length = 0; say('forgotten'); }
});
process.once('SIGTERM', () => { void hub.stop().then(() => process.exit(0)); });
say({ url: hub.url });
