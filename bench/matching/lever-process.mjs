/** Lever's emulator with cooks who have résumés, slow and losing answers once `spoil` was asked for; other organisations' recruiters go on editing. */
import { SandboxClock } from '../../dist/sandbox/kit/index.js';
import { startLever } from '../../dist/sandbox/lever/index.js';
import { call, input, say } from '../kit/processes.mjs';

const { people, delayMs, lost, sides, others } = input();
const EDIT_EVERY_MS = 500;
const MUST = ['At least 3 years as a line cook', 'Grilling', 'Food safety'];
const lever = await startLever({ clock: new SandboxClock(), size: 'empty', seed: 1 });
const control = (method, path, body) => call(method, `${lever.controlUrl}${path}`, { body });
const inAccount = (slug) => (method, path, body) => control(method, `/lever/accounts/${slug}${path}`, body);

/** Each side works in an account of its own: what one does is no change that another has to follow. */
async function addAccount(slug) {
  const key = `key-of-${slug}`;
  await control('POST', '/lever/accounts', { slug, size: 'empty', key });
  for (let n = 0; n < people; n++) await inAccount(slug)('POST', '/leads', { name: `Cook ${n}`, emails: [`cook-${n}@example.com`], resume: { filename: 'cv.txt', text: resumeOf(n) } });
  const account = lever.store.account(slug);
  const superAdmin = [...account.users.values()].find((user) => user.accessRole === 'super admin').id;
  return { slug, key, superAdmin, contacts: account.opportunities.all().map((one) => one.contactId) };
}

function resumeOf(n) {
  return `Cook ${n}\nLine Cook\n\nExperience\nLine Cook, Old Mill Inn, 20${10 + n % 9}-03 to present\n- Grilling and food safety every evening\n\nSkills\nGrilling, food safety, sous vide\n`;
}

const busy = [];
for (let n = 0; n < others; n++) busy.push(await addAccount(`busy-${n}`));
const accounts = [];
for (const slug of sides) accounts.push(await addAccount(slug));

async function spoil() {
  await control('POST', '/faults', { route: 'ANY /v1/*', kind: 'delay', delayMs });
  await control('POST', '/faults', { route: 'POST /v1/*', kind: 'cut-after', probability: lost, seed: 1 });
  if (others > 0) editing = setInterval(() => { void edit(); }, EDIT_EVERY_MS);
  return 'spoilt';
}

async function open(slug, text) {
  const lists = [{ text: 'What we need', content: MUST.map((item) => `<li>${item}</li>`).join('') }];
  const { id } = await inAccount(slug)('POST', '/postings', { text, state: 'published', distributionChannels: ['public', 'internal'], content: { descriptionHtml: '<div>We are hiring.</div>', lists } });
  return id;
}

/** Each organisation's recruiters tag one person after the other. */
let edits = 0;
async function edit() {
  edits += 1;
  await Promise.all(busy.map(({ slug }) => {
    const everybody = lever.store.account(slug).opportunities.all();
    return inAccount(slug)('POST', `/opportunities/${everybody[edits % everybody.length].id}/tags`, { add: [`Seen-${edits % 7}`], remove: [`Seen-${(edits + 3) % 7}`] });
  }));
}
let editing;

/** Leads on a posting with the number of their notes. */
const leadsOf = (slug, postingId) => lever.store.account(slug).opportunities.all().filter((one) => one.application?.postingId === postingId).map((one) => ({ contact: one.contactId, notes: one.notes.length }));

process.on('message', ({ kind, slug, text, postingId }) => {
  if (kind === 'spoil') void spoil().then(say);
  if (kind === 'open') void open(slug, text).then(say);
  if (kind === 'leads') say(leadsOf(slug, postingId));
});
process.once('SIGTERM', () => { clearInterval(editing); void lever.close().then(() => process.exit(0)); });
say({ baseUrl: lever.baseUrl, accounts, busy });
