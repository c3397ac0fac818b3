import { spawn } from 'node:child_process';

/** Who a program runs as; null means this process's own user. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface ProgramResult {
  /** Null when the program could not be started or was ended by a signal. */
  readonly code: number | null;
  readonly output: string;
}

/** The environment of every PostgreSQL program: nothing of ours leaks in, and messages are in English. */
export const PROGRAM_ENVIRONMENT = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Runs a short program to its end; never throws: a program that cannot start answers with code null. */
export function runProgram(file: string, args: readonly string[], account: Account | null = null): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, [...args], {
      // Another user may not be allowed into this process's own folder.
      cwd: '/',
      env: PROGRAM_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account && { uid: account.uid, gid: account.gid }),
    });
    let output = '';
    const collect = (chunk: Buffer) => { output += chunk.toString('utf8'); };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
