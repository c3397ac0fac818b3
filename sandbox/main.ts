import { runSandbox, usage, UsageError } from './sandbox-command.js';

const stopRequested = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
});

try {
  await runSandbox({ argv: process.argv.slice(2), print: (line) => console.log(line), stopRequested });
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
