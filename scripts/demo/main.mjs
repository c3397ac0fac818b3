/** A day of recruiting in minutes: `npm run demo` (`-- --exit` ends by itself, for smoke runs). Talks HTTP only, as customers do. */
import { readdirSync } from 'node:fs';
import { end, say } from './processes.mjs';
import { setStage } from './stage.mjs';

const endsByItself = process.argv.includes('--exit');
const SCENES = new URL('scenes/', import.meta.url);

process.on('SIGINT', () => { void end(0); });
process.on('SIGTERM', () => { void end(0); });

/** Every file in scenes/ plays once, in order of name: being there is the whole registration. */
async function main() {
  const stage = await setStage();
  for (const file of readdirSync(SCENES).filter((name) => name.endsWith('.mjs')).toSorted()) {
    const { play } = await import(new URL(file, SCENES));
    await play(stage);
  }
  say(`\n   Swagger     ${stage.hub}/docs   (Authorize with ${stage.apiKey})`);
  say(`   Mailbox     ${stage.sandbox.mailbox.baseUrl}`);
  say(`\nDone in ${Math.round(process.uptime())} s.${endsByItself ? '' : ' Everything keeps running; Ctrl-C ends it and removes its data.'}`);
  if (endsByItself) await end(0);
}

main().catch((error) => { say(`\nThe demo failed: ${error.message}`); void end(1); });
