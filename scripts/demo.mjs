/** A day of recruiting in two minutes: `npm run demo` (`-- --exit` ends by itself, for smoke runs). Talks HTTP only, as customers do. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const endsByItself = process.argv.includes('--exit');
const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-demo-'));
const children = [];
const HOUR = 3_600_000;

const say = (text) => process.stdout.write(`${text}\n`);
const step = (text) => say(`\n── ${text}`);

function start(name, file, env, args = []) {
  const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  children.push(child);
  child.on('exit', (code) => { if (!ending) { say(`${name} ended with code ${code}`); void end(1); } });
  return child;
}

function firstLine(child) {
  return new Promise((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk) => { text += chunk; const at = text.indexOf('\n'); if (at >= 0) resolve(text.slice(0, at)); });
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });
}

let ending = false;
async function end(code) {
  if (ending) return;
  ending = true;
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill('SIGTERM');
    await Promise.race([gone, sleep(15_000, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
  rmSync(dataDir, { recursive: true, force: true });
  process.exit(code);
}
process.on('SIGINT', () => { void end(0); });
process.on('SIGTERM', () => { void end(0); });

async function call(method, url, { key, body, headers } = {}) {
  const response = await fetch(url, {
    method, headers: { ...(key && { authorization: `Bearer ${key}` }), ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (response.status === 429) { await sleep(300); return call(method, url, { key, body, headers }); }
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${answer?.detail ?? text} ${JSON.stringify(answer?.errors ?? [])}`);
  return answer;
}

async function until(what, isTrue, withinMs = 40_000) {
  for (let waited = 0; waited < withinMs; waited += 150) {
    const found = await isTrue();
    if (found) return found;
    await sleep(150);
  }
  throw new Error(`Did not happen: ${what}`);
}

async function main() {
  const port = await freePort();
  const hub = `http://127.0.0.1:${port}`;
  step('Starting Lever, career.place and a mailbox (emulators over real HTTP and SMTP)');
  const sandbox = JSON.parse(await firstLine(start('sandbox', 'dist/sandbox/main.js', {}, ['--redirect-uri', `${hub}/oauth/lever/callback`])));
  const { lever, careerPlace, mailbox, control } = sandbox;

  step('Starting the hub on its own PostgreSQL');
  const env = {
    NODE_ENV: 'development', PORT: String(port), PATCHBAY_PUBLIC_URL: hub, PATCHBAY_DATA_DIR: dataDir, PATCHBAY_CLOCK_SHIFT: 'true', LOG_LEVEL: 'warn',
    LEVER_API_URL: lever.baseUrl, LEVER_AUTH_URL: lever.oauth.url, LEVER_AUDIENCE: lever.oauth.audience, LEVER_OAUTH_CLIENT_ID: lever.oauth.clientId,
    LEVER_OAUTH_CLIENT_SECRET: lever.oauth.clientSecret, LEVER_POLL_EVERY_MS: '5000', VENDOR_CAREER_PLACE_URL: careerPlace.baseUrl,
    SMTP_URL: `smtp://${mailbox.smtpHost}:${mailbox.smtpPort}`, PATCHBAY_POLL_MS: '250',
  };
  delete env.DATABASE_URL;
  await firstLine(start('hub', 'dist/src/main.js', { ...env, DATABASE_URL: '', REDIS_URL: process.env.REDIS_URL ?? '' }));
  const cli = (...args) => new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/src/cli/main.js', ...args], { env: { ...process.env, ...env, DATABASE_URL: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.on('exit', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`patchbay ${args.join(' ')} failed`))));
  });
  const operator = await cli('operators', 'create', 'demo');

  step('An organisation with its first super admin');
  const tenant = await call('POST', `${hub}/v1/tenants`, { key: operator.key, body: { slug: 'acme', name: 'Acme', zone: 'Europe/Stockholm' } });
  const { apiKey } = await call('POST', `${hub}/v1/tenants/${tenant.id}/members`, { key: operator.key, body: { name: 'Robin Berg', email: 'robin.berg@example.com' } });
  const api = (method, path, body, headers) => call(method, `${hub}${path}`, { key: apiKey.key, body, headers });
  const inLever = (method, path, body) => call(method, `${lever.controlUrl}/lever/accounts/acme${path}`, { body });
  const leverApi = (path) => call('GET', `${lever.baseUrl}${path}`, { headers: { authorization: `Basic ${Buffer.from(`${lever.apiKey}:`).toString('base64')}` } });
  const setUp = async () => (await api('GET', '/v1/installations/career-place/setup')).steps;
  const showSteps = async () => { for (const one of await setUp()) say(`   ${one.state === 'done' ? '✓' : '·'} ${one.title}`); };

  step('career.place, set up step by step');
  await api('POST', '/v1/installations', { integrationKey: 'career-place' });
  await api('PUT', '/v1/installations/career-place/vendor-credential', { credential: careerPlace.apiKey });
  const { url } = await api('POST', '/v1/installations/career-place/lever-authorization');
  const { redirectTo } = await call('POST', `${lever.controlUrl}/oauth/consent`, { body: { ...Object.fromEntries(new URL(url).searchParams), account: 'acme', decision: 'accept' } });
  await call('GET', redirectTo);
  const stages = (await leverApi('/stages')).data;
  const stage = stages.find((one) => one.text === 'Phone screen');
  await api('PUT', '/v1/installations/career-place/settings', { value: { stageId: stage.id } }, { 'if-match': '0' });
  const address = /https?:\/\/\S+\/hooks\/lever\/[\w-]+/.exec((await setUp()).map((one) => one.explanation).join(' '))[0];
  const webhook = await inLever('POST', '/webhooks', { url: address, event: 'applicationCreated' });
  await api('PUT', '/v1/installations/career-place/lever-webhook', { signatureToken: webhook.configuration.signatureToken });
  await inLever('POST', `/webhooks/${webhook.id}/verify`);
  await until('every step done', async () => (await setUp()).every((one) => one.state === 'done'));
  await showSteps();
  await api('POST', '/v1/installations/career-place/enable');

  step('A Lever posting is linked to a funnel; from now on everybody who applies is invited');
  const job = careerPlace.jobs.find((one) => one.status === 'active');
  const postings = await until('the postings in the hub', async () => {
    const list = (await api('GET', '/v1/career-place/lever-postings')).data;
    return list.length > 0 ? list : null;
  });
  const posting = postings[0];
  await until('the first reading of Lever', async () => (await api('PUT', `/v1/career-place/jobs/${job.id}/link`, { postingId: posting.id }).catch(() => null)) !== null);
  say(`   ${posting.title} → ${job.title}`);
  await sleep(1_500);

  step('Six people apply; invitations go out by mail');
  const people = [];
  for (const [index, fate] of ['qualifies', 'qualifies', 'does not qualify', 'starts', 'never answers', 'has a dead address'].entries()) {
    const email = fate === 'has a dead address' ? `nobody-${index}@bounce.example` : `applicant-${index}@example.com`;
    const { id } = await inLever('POST', '/apply', { postingId: posting.id, name: `Applicant ${index + 1}`, email });
    people.push({ id, email, fate, name: `Applicant ${index + 1}` });
  }
  const opportunity = async (person) => (await leverApi(`/opportunities/${person.id}`)).data;
  const cpTags = async (person) => (await opportunity(person)).tags.filter((tag) => tag.startsWith('CP-'));
  for (const person of people.slice(0, 5)) await until(`${person.name} invited`, async () => (await cpTags(person)).includes('CP-Sent'));
  say(`   ${(await call('GET', `${mailbox.baseUrl}/messages`)).data?.length ?? 'Some'} mails in the mailbox`);

  step('Some start, some qualify, one does not');
  const act = (person, what, body = {}) => call('POST', `${careerPlace.controlUrl}/applicants/${person.id}/${what}`, { body });
  for (const person of people.filter(({ fate }) => ['qualifies', 'does not qualify', 'starts'].includes(fate))) await act(person, 'start');
  for (const person of people.filter(({ fate }) => fate === 'qualifies')) { await act(person, 'submit'); await act(person, 'qualify'); }
  const rejected = people.find(({ fate }) => fate === 'does not qualify');
  await act(rejected, 'submit');
  await act(rejected, 'unqualify', { reasons: [{ step: 'requirements', requirement: 'Driving licence', answer: 'no', text: 'A driving licence is required' }] });
  for (const person of people.filter(({ fate }) => fate === 'qualifies')) await until(`${person.name} in ${stage.text}`, async () => (await opportunity(person)).stage === stage.id);
  await until('the reason in Lever', async () => (await cpTags(rejected)).includes('CP-Unqual'));

  step('420 hours pass on the controlled clock; who never answered counts as opted out');
  await call('POST', control.clockUrl, { body: { advanceMs: 421 * HOUR } });
  await call('PUT', `${hub}/v1/clock`, { key: operator.key, body: { offsetMs: 421 * HOUR } });
  const silent = people.find(({ fate }) => fate === 'never answers');
  const notes = async (person) => (await leverApi(`/opportunities/${person.id}/notes`)).data.flatMap((note) => note.fields.map((field) => field.value));
  await until('the note of opting out', async () => (await notes(silent)).some((note) => note.includes('opted out')));

  step('What Lever holds now');
  const texts = new Map(stages.map((one) => [one.id, one.text]));
  for (const person of people) {
    const tags = (await cpTags(person)).join(', ') || 'no CP- tag';
    say(`\n   ${person.name} (${person.fate}): ${tags} · stage ${texts.get((await opportunity(person)).stage)}`);
    for (const note of (await notes(person)).toReversed()) say(`     – ${note.replaceAll('\n', '\n       ')}`);
  }
  say(`\n   Swagger     ${hub}/docs`);
  say(`   Journey     ${hub}/v1/opportunities/${people[0].id}/journey   (Authorization: Bearer ${apiKey.key})`);
  say(`   Mailbox     ${mailbox.baseUrl}`);
  say(`\nDone in ${Math.round(process.uptime())} s.${endsByItself ? '' : ' Everything keeps running; Ctrl-C ends it and removes its data.'}`);
  if (endsByItself) await end(0);
}

main().catch((error) => { say(`\nThe demo failed: ${error.message}`); void end(1); });
