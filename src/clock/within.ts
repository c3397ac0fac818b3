import { PatchbayError } from '../sdk/errors.js';

/** The result of `work`, or `timed-out` after `ms` of technical time; the work itself goes on. For connections that went silent. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PatchbayError('timed-out', 'ours', `${what} did not end in time.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
