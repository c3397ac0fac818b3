/** One process of the real hub (`src/start`) with one plugin: the bench plugin, or one of those in `plugins/`. */
import 'reflect-metadata';
import { loadConfig } from '../../dist/config/load-config.js';
import { startHub } from '../../dist/src/start.js';
import benchPlugin, { seen } from './bench-plugin.mjs';
import { say } from './processes.mjs';

const wanted = process.env.BENCH_PLUGIN;
const plugin = wanted === benchPlugin.key ? benchPlugin : (await import(`../../dist/plugins/${wanted}/index.js`)).default;
const hub = await startHub(loadConfig(), [{ folder: plugin.key, definition: plugin }]);
process.on('message', (message) => {
  if (message === 'count') say(seen.length);
  if (message === 'seen') say(seen);
  if (message === 'forget') { seen.length = 0; say('forgotten'); }
});
process.once('SIGTERM', () => { void hub.stop().then(() => process.exit(0)); });
say({ url: hub.url });
