import { readFile } from 'node:fs/promises';
import { runProgram } from './run-program.js';

/** The command line of a living process; null when there is none or it has ended and only waits to be reaped. */
export async function commandOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return line === '' ? null : line.replaceAll('\0', ' ').trim();
  }
  const { code, output } = await runProgram('ps', ['-o', 'command=', '-p', String(pid)]);
  return code === 0 && output.trim() !== '' ? output.trim() : null;
}

/** Tells one process from a later one with the same number. */
export async function processStamp(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (line === '') return null;
    // The second field is the program's name in brackets and may hold anything; state is the first after it, start time the 20th.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : `${fields[19] ?? ''}`;
  }
  const { code, output } = await runProgram('ps', ['-o', 'lstart=', '-p', String(pid)]);
  return code === 0 && output.trim() !== '' ? output.trim() : null;
}
