import { LEVER_OPERATIONS, type LeverOperation } from '../sdk/lever/index.js';

/** The permission in Lever's own words, as an admin finds it when making an API key. */
export function permissionName(operation: string): string {
  return operation in LEVER_OPERATIONS ? LEVER_OPERATIONS[operation as LeverOperation].permission : operation;
}
