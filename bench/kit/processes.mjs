import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const children = new Set();

export const fileOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * Starts a file of this folder in a process of its own and waits for its first message. It answers `ask(message)` with its
 * next message, and ends with this process.
 */
export async function startProcess(file, { env = {}, input = null } = {}) {
  const child = spawn(process.execPath, ['--no-warnings', fileOf(file)], {
    env: { ...process.env, ...env, ...(input && { BENCH_INPUT: JSON.stringify(input) }) }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced',
  });
  children.add(child);
  child.once('exit', () => { children.delete(child); });
  const next = () => new Promise((resolve, reject) => {
    const onExit = (code, signal) => {
      const fail = () => reject(new Error(`${file} ended with ${code ?? signal}`));
      // Its last message may still be on its way, and comes before the channel closes.
      if (child.connected) child.once('disconnect', fail);
      else fail();
    };
    child.once('exit', onExit);
    child.once('message', (message) => { child.off('exit', onExit); resolve(message); });
  });
  const ready = await next();
  return {
    ready, child, pid: child.pid, next,
    ask: (message) => { const answer = next(); child.send(message); return answer; },
    stop: () => stop(child),
    kill: async () => { child.kill('SIGKILL'); await ended(child); },
  };
}

const ended = (child) => (child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, 'exit'));

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await gone;
  clearTimeout(timer);
}

/** Ends whatever is still running, newest first. */
export async function stopAll() {
  for (const child of [...children].reverse()) await stop(child);
}

/** The other end of `startProcess`: what was asked for, and how to answer. */
export const input = () => JSON.parse(process.env.BENCH_INPUT ?? '{}');
/** `sent` is called once the message has left: before, a large one can be cut off. */
export const say = (message, sent) => process.send(message, sent);
export const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });
}

export async function until(what, isTrue, withinMs = 60_000, everyMs = 20) {
  const deadline = monotonicMs() + withinMs;
  for (;;) {
    const found = await isTrue();
    if (found) return found;
    if (monotonicMs() > deadline) throw new Error(`Did not happen within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, everyMs); });
  }
}

/** Sends JSON and insists on success. */
export async function call(method, url, { key, body, headers } = {}) {
  const response = await fetch(url, {
    method, headers: { ...(key && { authorization: `Bearer ${key}` }), ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return text === '' ? null : JSON.parse(text);
}

// A process started by `startProcess` ends with the one that started it.
if (process.send) process.once('disconnect', () => process.exit(0));
