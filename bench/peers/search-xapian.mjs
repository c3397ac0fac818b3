import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileOf } from '../kit/processes.mjs';

const PYTHON = '/usr/bin/python3';
const isThere = () => spawnSync(PYTHON, ['-c', 'import xapian']).status === 0;

/** Debian's Xapian; installed when it is missing and may be. */
function install() {
  process.stdout.write('Installing python3-xapian for the peer …\n');
  const apt = (...args) => spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', 'python3-xapian');
}

export async function xapianSearch(dir, jobCount) {
  if (!isThere()) install();
  if (!isThere()) throw new Error('The Xapian peer needs python3-xapian.');
  const child = spawn(PYTHON, [fileOf('peers/search-xapian.py'), dir, String(jobCount)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('Xapian ended.');
    return JSON.parse(value);
  };
  const people = await next();
  return {
    people,
    round: () => { child.stdin.write('\n'); return next(); },
    stop: async () => { child.stdin.end(); if (child.exitCode === null) await new Promise((resolve) => { child.once('exit', resolve); }); },
  };
}
