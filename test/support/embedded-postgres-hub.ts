import { once } from 'node:events';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';

/** Stands for a hub process: starts the server as the given user, prints where it is, stops at the end of its input. */
const [, , dataDir = '', uid = ''] = process.argv;
if (uid !== '') {
  process.setgroups?.([]);
  process.setgid?.(Number(uid));
  process.setuid?.(Number(uid));
}
const server = await startEmbeddedPostgres({ dataDir });
console.log(JSON.stringify({ ownerUrl: server.ownerUrl, started: server.started, uid: process.getuid?.() }));
await once(process.stdin.resume(), 'end');
await server.stop();
