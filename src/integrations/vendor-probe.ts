import { assertOutsideTransaction } from '../database/database.js';
import { CallerError, OutsideError } from '../sdk/errors.js';
import type { VendorConnection } from '../sdk/manifest.js';

const TIMEOUT_MS = 15_000;

/** Tries a vendor's credential before it is saved: a refused one answers 422 naming the field. Changes nothing at the vendor. */
export async function probeVendor(vendor: VendorConnection, baseUrl: string | undefined, credential: string): Promise<void> {
  assertOutsideTransaction();
  if (!baseUrl) throw CallerError.conflict('vendor-not-configured', "The vendor's address is not configured. Ask the operator of this hub.");
  const response = await asked(`${baseUrl}${vendor.probePath}`, vendor.authorize(credential));
  await response.body?.cancel();
  if (response.ok) return;
  if (response.status === 401 || response.status === 403) {
    throw CallerError.invalid([{ field: '/credential', message: `is not accepted by the vendor; copy the ${vendor.credentialLabel} again and paste it whole` }]);
  }
  throw new OutsideError('vendor-unavailable', `The vendor answered ${response.status}; try again in a moment.`);
}

async function asked(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(url, { headers: { accept: 'application/json', ...headers }, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new OutsideError('vendor-unreachable', 'The vendor could not be reached; try again in a moment.', { cause: error });
  }
}
