import { parseArgs } from 'node:util';
import { answerAs } from './kit/index.js';
import { startSandbox, type SandboxOptions } from './sandbox.js';

export const usage = `Usage: npm run sandbox -- [--port-base <n>] [--host <name>] [--seed small|full] [--redirect-uri <url>]…

  --port-base     first of a row of ports: control, mailbox, SMTP, then the services (default: any free ports)
  --host          name under which others reach it, e.g. in a container; it then listens on all interfaces (default: 127.0.0.1, this machine only)
  --seed          how much is there from the start (default: small)
  --redirect-uri  where the app registered at Lever may send browsers back to (default: a hub on port 3000 of this machine)

Prints one line of JSON with every address and credential, then runs until SIGINT or SIGTERM.`;

export class UsageError extends Error {}

export interface CommandSurroundings {
  argv: string[];
  print: (line: string) => void;
  /** Resolves when the sandbox has to end. */
  stopRequested: Promise<void>;
}

/** Runs the sandbox until it is told to stop. */
export async function runSandbox({ argv, print, stopRequested }: CommandSurroundings): Promise<void> {
  const options = optionsFrom(argv);
  if (options === null) return print(usage);
  const { host, ...rest } = options;
  if (host !== undefined) answerAs(host);
  const sandbox = await startSandbox(rest);
  print(JSON.stringify(sandbox.describe()));
  await stopRequested;
  await sandbox.close();
}

/** null: only help was asked for. */
export function optionsFrom(argv: string[]): (SandboxOptions & { host?: string }) | null {
  const { 'port-base': portBase = '0', seed = 'small', 'redirect-uri': oauthRedirectUris, host, help } = parse(argv);
  if (help) return null;
  if (!/^\d+$/.test(portBase) || Number(portBase) > 65_000) throw new UsageError('--port-base must be a port number up to 65000.');
  if (seed !== 'small' && seed !== 'full') throw new UsageError('--seed must be small or full.');
  const badUri = oauthRedirectUris?.find((uri) => !URL.canParse(uri));
  if (badUri !== undefined) throw new UsageError(`--redirect-uri must be a URL, not ${badUri}.`);
  if (host !== undefined && !/^[a-z0-9.-]+$/i.test(host)) throw new UsageError(`--host must be a host name, not ${host}.`);
  return { portBase: Number(portBase), seed, ...(host !== undefined && { host }), ...(oauthRedirectUris ? { oauthRedirectUris } : {}) };
}

function parse(argv: string[]) {
  try {
    const options = {
      'port-base': { type: 'string' }, host: { type: 'string' }, seed: { type: 'string' }, 'redirect-uri': { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The arguments cannot be read.', { cause: error });
  }
}
