/** What happens at an armed fail-point: the process dies, the call never returns, or it fails. */
export type FailMode = 'exit' | 'hang' | 'error';

interface Armed { readonly name: string; readonly mode: FailMode; remaining: number }

let armed: Armed | null = null;
const seen = new Set<string>();

/** Reads `name:n[:mode]`: the n-th passing of `name` fails; mode defaults to exit. Null disarms. */
export function armFailpoint(spec: string | null): void {
  if (!spec) { armed = null; return; }
  const [name = '', count = '1', mode = 'exit'] = spec.split(':');
  if (!['exit', 'hang', 'error'].includes(mode)) throw new Error('A fail-point is name:n:mode with mode exit, hang or error.');
  armed = { name, remaining: Number(count), mode: mode as FailMode };
}

/** Names passed so far in this process, for the runner that walks all of them. */
export function passedFailpoints(): readonly string[] {
  return [...seen];
}

/** A named boundary to a store or to the network. Inert unless armed. */
export async function failpoint(name: string): Promise<void> {
  seen.add(name);
  if (armed?.name !== name || --armed.remaining > 0) return;
  const { mode } = armed;
  armed = null;
  if (mode === 'exit') process.kill(process.pid, 'SIGKILL');
  if (mode === 'error') throw new Error(`Fail-point ${name}.`);
  await new Promise(() => undefined);
}
