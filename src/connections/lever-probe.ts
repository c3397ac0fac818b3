import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicNow } from '../clock/system-clock.js';
import { assertOutsideTransaction } from '../database/database.js';
import { LeverCalls } from '../lever/client/lever-calls.js';
import { LeverTransport } from '../lever/client/lever-transport.js';
import { tokenClaims } from '../lever/client/lever-oauth.js';
import { preflight } from '../lever/client/preflight.js';
import { CallerError } from '../sdk/errors.js';
import { LeverUnauthorized, type LeverOperation } from '../sdk/lever/index.js';

export interface ProbeResult {
  readonly accountId: string | null;
  readonly userId: string | null;
  /** Operations that Lever refuses to this credential. */
  readonly missing: readonly LeverOperation[];
}

/** Below Lever's steady rate: a new credential has no bucket of its own yet. */
const GAP_MS = 110;

/** Tries a credential before it is saved: does Lever take it, and what may it do (CI-5). Changes nothing in Lever. */
export class LeverProbe {
  constructor(private readonly options: { readonly baseUrl: string; readonly timeoutMs: number }) {}

  async tryToken(accessToken: string, operations: readonly LeverOperation[]): Promise<ProbeResult> {
    const missing = await this.missing(`Bearer ${accessToken}`, operations);
    return { ...(tokenClaims(accessToken) ?? { accountId: null, userId: null }), missing };
  }

  /** An API key acts as nobody and does not tell its account. Refused keys answer 422 naming the field. */
  async tryKey(apiKey: string, operations: readonly LeverOperation[]): Promise<ProbeResult> {
    const authorization = `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;
    return { accountId: null, userId: null, missing: await this.missing(authorization, operations) };
  }

  private async missing(authorization: string, operations: readonly LeverOperation[]): Promise<LeverOperation[]> {
    assertOutsideTransaction();
    const transport = new LeverTransport({
      ...this.options, monotonicMs: monotonicNow, random: () => randomInt(1_000_000) / 1_000_000, authorize: async () => authorization,
      sleep: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}), permit: () => sleep(GAP_MS),
    });
    try {
      const report = await preflight(new LeverCalls(transport, { priority: 'interactive' }), operations, randomUUID);
      const missing = [...report.missing, ...report.undetermined].map((finding) => finding.operation);
      if (missing.length > 0 && missing.length === new Set(operations).size) throw notEligible();
      return missing;
    } catch (error) {
      if (!(error instanceof LeverUnauthorized)) throw error;
      throw CallerError.invalid([{ field: '/apiKey', message: 'Lever does not accept this credential; make a new one in Lever and paste it whole' }]);
    }
  }
}

/** Lever's plans without API access refuse everything alike: said in words rather than as a list of refusals (SH-4). */
function notEligible(): CallerError {
  return new CallerError('lever-package-not-eligible', 'Lever allows this credential nothing of what is needed.', {
    status: 409, fields: [{ field: '/apiKey', message: 'needs the package LeverTRM or LeverTRM for Enterprise, and a key with the listed permissions; if in doubt ask Lever support' }],
  });
}
