/** Lever's emulator with cooks who have résumés, slow and losing answers once `spoil` was asked for. */
import { SandboxClock } from '../../dist/sandbox/kit/index.js';
import { startLever } from '../../dist/sandbox/lever/index.js';
import { call, input, say } from '../kit/processes.mjs';

const { people, delayMs, lost } = input();
const MUST = ['At least 3 years as a line cook', 'Grilling', 'Food safety'];
const lever = await startLever({ clock: new SandboxClock(), size: 'empty', seed: 1 });
const account = lever.store.account('acme');
const control = (method, path, body) => call(method, `${lever.controlUrl}${path}`, { body });
const inAcme = (method, path, body) => control(method, `/lever/accounts/acme${path}`, body);

for (let n = 0; n < people; n++) {
  const text = `Cook ${n}\nLine Cook\n\nExperience\nLine Cook, Old Mill Inn, 20${10 + n % 9}-03 to present\n- Grilling and food safety every evening\n\nSkills\nGrilling, food safety, sous vide\n`;
  await inAcme('POST', '/leads', { name: `Cook ${n}`, emails: [`cook-${n}@example.com`], resume: { filename: 'cv.txt', text } });
}
const superAdmin = [...account.users.values()].find((user) => user.accessRole === 'super admin').id;
const contacts = account.opportunities.all().map((one) => one.contactId);
await inAcme('POST', '/keys', { name: 'hub', token: 'hub-key-of-acme' });

async function spoil() {
  await control('POST', '/faults', { route: 'ANY /v1/*', kind: 'delay', delayMs });
  await control('POST', '/faults', { route: 'POST /v1/*', kind: 'cut-after', probability: lost, seed: 1 });
  return 'spoilt';
}

async function open(text) {
  const lists = [{ text: 'What we need', content: MUST.map((item) => `<li>${item}</li>`).join('') }];
  const { id } = await inAcme('POST', '/postings', { text, state: 'published', distributionChannels: ['public', 'internal'], content: { descriptionHtml: '<div>We are hiring.</div>', lists } });
  return id;
}

/** Leads on a posting with the number of their notes. */
const leadsOf = (postingId) => account.opportunities.all().filter((one) => one.application?.postingId === postingId).map((one) => ({ contact: one.contactId, notes: one.notes.length }));

process.on('message', ({ kind, text, postingId }) => {
  if (kind === 'spoil') void spoil().then(say);
  if (kind === 'open') void open(text).then(say);
  if (kind === 'leads') say(leadsOf(postingId));
});
process.once('SIGTERM', () => { void lever.close().then(() => process.exit(0)); });
say({ baseUrl: lever.baseUrl, superAdmin, contacts });
