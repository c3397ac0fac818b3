import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf } from './processes.mjs';

const here = fileOf('.');

/** Installs what Patchbay is measured beside, into this folder, when it is not there yet. No lock file is left behind. */
export function installPeers() {
  const wanted = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8')).dependencies;
  const isThere = ([name, version]) => {
    const file = join(here, 'node_modules', name, 'package.json');
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version;
  };
  if (Object.entries(wanted).every(isThere)) return;
  process.stdout.write('Installing the peers into bench/node_modules …\n');
  const npm = spawnSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', '--loglevel', 'error'], { cwd: here, stdio: 'inherit' });
  if (npm.status !== 0) throw new Error('The peers could not be installed.');
}

/** Versions for the report. */
export function versionOf(name) {
  for (const folder of [here, join(here, '..')]) {
    const file = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).version;
  }
  return '?';
}
