/** Child processes of the demo, their first lines, and a clean end: nothing is left running and no folder stays. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const children = [];
const folders = [];
let ending = false;

export const say = (text) => process.stdout.write(`${text}\n`);
export const step = (text) => say(`\n── ${text}`);

/** Removed when the demo ends. */
export function removeAtEnd(folder) {
  folders.push(folder);
}

/** A process that must live as long as the demo. */
export function start(name, file, env, args = []) {
  const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  children.push(child);
  child.on('exit', (code) => { if (!ending) { say(`${name} ended with code ${code}`); void end(1); } });
  return child;
}

export function firstLine(child) {
  return new Promise((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk) => { text += chunk; const at = text.indexOf('\n'); if (at >= 0) resolve(text.slice(0, at)); });
  });
}

/** Runs the command line to its end; answers the JSON it printed. */
export function runCli(env, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/src/cli/main.js', ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => { out += chunk; });
    child.on('exit', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(`patchbay ${args.join(' ')} failed`))));
  });
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });
}

export async function end(code) {
  if (ending) return;
  ending = true;
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill('SIGTERM');
    await Promise.race([gone, sleep(15_000, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
