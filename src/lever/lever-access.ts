import type { LeverReads } from '../sdk/lever/index.js';
import type { LeverWrites } from './lever-writes.js';
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
  abstract open(caller: LeverCaller): LeverReads;
  /** Writes act as the connection's Lever user (`perform_as`); only the action runner opens this. */
  abstract openWrites(caller: LeverCaller, performAs: string | null): LeverWrites;
}
