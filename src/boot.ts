import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

/** Beside the packages, and as trustworthy as they: what lies here is run. A folder that cannot be written is passed over. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/patchbay', import.meta.url));

/**
 * Runs the loading and starting of a process: code compiled by an earlier start is taken from disk (Node 22 and later), and the young
 * generation keeps its first size. Nearly all that a start allocates stays, so that a larger one would cost some 60 MB and save nothing;
 * under load it grows as usual.
 */
export async function boot<T>(start: () => Promise<T>): Promise<T> {
  (nodeModule as Partial<Pick<typeof nodeModule, 'enableCompileCache'>>).enableCompileCache?.(COMPILED);
  setFlagsFromString('--semi-space-growth-factor=1');
  try {
    return await start();
  } finally {
    setFlagsFromString('--semi-space-growth-factor=2');
  }
}
