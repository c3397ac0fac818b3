/** Lever's emulator with its real rate limit and as many opportunities as asked for. */
import { SandboxClock } from '../../dist/sandbox/kit/index.js';
import { createOpportunity } from '../../dist/sandbox/lever/actions/create-opportunity.js';
import { startLever } from '../../dist/sandbox/lever/index.js';
import { input, say } from './processes.mjs';

const { opportunities, delayMs } = input();
const DAY_MS = 86_400_000;
const lever = await startLever({ clock: new SandboxClock(), size: 'empty', seed: 1 });
const account = lever.store.account('acme');
const owner = [...account.users.values()].find((user) => user.accessRole === 'super admin');
const newest = account.now() - DAY_MS;
for (let n = 0; n < opportunities; n++) {
  createOpportunity(account, {
    performAs: owner, applicationType: 'user', stage: 'lead-new', origin: 'sourced', owner: owner.id, followers: [], createdAt: newest - Math.floor(n * 300 * DAY_MS / opportunities),
    person: { name: `Person ${n}`, headline: '', location: 'Uppsala', emails: [`person-${n}@example.com`], phones: [], links: [] }, tags: [], sources: ['Bench'], resumes: [], files: [],
  });
}
await fetch(`${lever.controlUrl}/faults`, {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ route: 'GET /v1/opportunities', kind: 'delay', delayMs }),
});
process.on('message', (message) => {
  if (message === 'rate') say(lever.limiter.report());
  if (message === 'forget') void fetch(`${lever.controlUrl}/rate`, { method: 'DELETE' }).then(() => say('forgotten'));
});
process.once('SIGTERM', () => { void lever.close().then(() => process.exit(0)); });
say({ baseUrl: lever.baseUrl, newest, oldest: newest - 301 * DAY_MS, count: account.opportunities.size });
