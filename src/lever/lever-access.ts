import type { LeverClient } from './client/lever-client.js';
import type { PermitHolder, Priority } from './permits.js';

export interface LeverCaller {
  readonly tenantId: string;
  readonly holder: PermitHolder;
  readonly priority: Priority;
  /** Operations the caller may use; null for the hub itself. Others are refused before any call (D4). */
  readonly operations: readonly string[] | null;
  readonly signal?: AbortSignal;
}

/** Opens Lever for one caller: its own credential, its rate, its off switch. */
export abstract class LeverAccess {
  abstract open(caller: LeverCaller): LeverClient;
}
