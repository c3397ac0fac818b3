import { ACCOUNT_OPERATIONS } from './account-operations.js';
import { CANDIDATE_OPERATIONS } from './candidate-operations.js';
import type { OperationEntry } from './operation.js';
import { PEOPLE_OPERATIONS } from './people-operations.js';

/** Every operation of Lever the hub knows, by its id `<resource>.<verb>`. */
export const LEVER_OPERATIONS = { ...PEOPLE_OPERATIONS, ...ACCOUNT_OPERATIONS, ...CANDIDATE_OPERATIONS };

export type LeverOperation = keyof typeof LEVER_OPERATIONS;

/** What an administrator must grant for an operation. */
export interface LeverPermission {
  /** Lever's own name, as in the list of an API key's permissions. */
  readonly permission: string;
  readonly scope: string;
}

export function isLeverOperation(id: string): id is LeverOperation {
  return Object.hasOwn(LEVER_OPERATIONS, id);
}

export function leverOperation(id: LeverOperation): OperationEntry {
  return LEVER_OPERATIONS[id];
}

export function leverPermission(id: LeverOperation): LeverPermission {
  const { permission, scope } = LEVER_OPERATIONS[id];
  return { permission, scope };
}

/** The OAuth scopes that the operations need, each once, sorted; a write scope stands for its read scope too. */
export function scopesFor(operations: readonly LeverOperation[]): string[] {
  const wanted = new Set(operations.map((id) => LEVER_OPERATIONS[id].scope));
  return [...wanted].filter((scope) => !isImplied(scope, wanted)).sort();
}

/** The operations that an access token with these scopes may not call. */
export function operationsOutsideScopes(operations: readonly LeverOperation[], granted: readonly string[]): LeverOperation[] {
  const scopes = new Set(granted);
  return operations.filter((id) => !scopes.has(LEVER_OPERATIONS[id].scope) && !isImplied(LEVER_OPERATIONS[id].scope, scopes));
}

function isImplied(scope: string, granted: ReadonlySet<string>): boolean {
  return scope.endsWith(':read:admin') && granted.has(scope.replace(':read:', ':write:'));
}
