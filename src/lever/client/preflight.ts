import {
  LeverBadRequest, LeverForbidden, LeverNotFound, leverOperation, leverPermission, LeverUnauthorized, type LeverOperation,
  type LeverPermission,
} from '../../sdk/lever/index.js';
import { PatchbayError } from '../../sdk/errors.js';
import type { LeverCalls } from './lever-calls.js';
import { ProbeIds } from './preflight-ids.js';
import { probeOf } from './preflight-probe.js';

export interface Finding extends LeverPermission { readonly operation: LeverOperation }

export interface PreflightReport {
  readonly granted: readonly LeverOperation[];
  /** What an administrator must add, in Lever's words. */
  readonly missing: readonly Finding[];
  /** Lever's answer said neither yes nor no; try again. `cause` is a stable error code. */
  readonly undetermined: readonly (Finding & { readonly cause: string })[];
}

type Verdict = { readonly kind: 'granted' } | { readonly kind: 'missing' } | { readonly kind: 'undetermined'; readonly cause: string };

/**
 * Tries every operation without changing anything: reads ask for one row; writes name rows that cannot exist or
 * leave out what Lever requires, so that 403 means "not allowed" and 400 or 404 "allowed".
 * Throws `LeverUnauthorized` when the credential itself is refused, and what `permit` throws.
 */
export async function preflight(
  calls: LeverCalls, operations: readonly LeverOperation[], newId: () => string,
): Promise<PreflightReport> {
  const ids = new ProbeIds(calls, newId);
  const granted: LeverOperation[] = [];
  const missing: Finding[] = [];
  const undetermined: (Finding & { cause: string })[] = [];
  for (const operation of new Set(operations)) {
    const verdict = await verdictOn(calls, ids, operation);
    const finding = { operation, ...leverPermission(operation) };
    if (verdict.kind === 'granted') granted.push(operation);
    else if (verdict.kind === 'missing') missing.push(finding);
    else undetermined.push({ ...finding, cause: verdict.cause });
  }
  return { granted, missing, undetermined };
}

async function verdictOn(calls: LeverCalls, ids: ProbeIds, operation: LeverOperation): Promise<Verdict> {
  try {
    await calls.send(await probeOf(operation, ids));
    return { kind: 'granted' };
  } catch (error) {
    return verdictFrom(operation, error);
  }
}

/** What an error says about a permission. Rethrows what says nothing about Lever or everything about the credential. */
function verdictFrom(operation: LeverOperation, error: unknown): Verdict {
  if (!(error instanceof PatchbayError) || error instanceof LeverUnauthorized || error.code === 'switched-off') throw error;
  if (error instanceof LeverForbidden) return { kind: 'missing' };
  if (error instanceof LeverBadRequest) return { kind: 'granted' };
  if (error instanceof LeverNotFound) {
    // An unknown endpoint answers 404 too, in other words.
    const isUnknownRoute = /^\/v1\/\S* does not exist$/.test(error.failure.leverMessage ?? '');
    return isUnknownRoute ? { kind: 'undetermined', cause: `no-endpoint:${leverOperation(operation).path}` } : { kind: 'granted' };
  }
  return { kind: 'undetermined', cause: error.code };
}
