import { FAILPOINTS, type FailpointName } from './failpoint-names.js';

/** What happens at an armed fail-point: the process dies, the call never returns, or it fails. */
export type FailMode = 'exit' | 'hang' | 'error';

interface Armed { readonly name: string; readonly mode: FailMode; remaining: number }

let armed: Armed | null = null;

/** Reads `name:n[:mode]`: the n-th passing of `name` fails; mode defaults to exit. Null disarms. */
export function armFailpoint(spec: string | null): void {
  if (!spec) { armed = null; return; }
  const [name = '', count = '1', mode = 'exit'] = spec.split(':');
  if (!['exit', 'hang', 'error'].includes(mode)) throw new Error('A fail-point is name:n:mode with mode exit, hang or error.');
  if (!FAILPOINTS.includes(name as FailpointName)) throw new Error(`There is no fail-point ${name}; there are ${FAILPOINTS.join(', ')}.`);
  armed = { name, remaining: Number(count), mode: mode as FailMode };
}

/** A named boundary to a store or to the network. Inert unless armed. */
export async function failpoint(name: FailpointName): Promise<void> {
  if (armed?.name !== name || --armed.remaining > 0) return;
  const { mode } = armed;
  armed = null;
  if (mode === 'exit') process.kill(process.pid, 'SIGKILL');
  if (mode === 'error') throw new Error(`Fail-point ${name}.`);
  await new Promise(() => undefined);
}
