import { isLeverOperation, leverPermission } from '../sdk/lever/index.js';

/** The permission in Lever's own words, as an admin finds it when making an API key. */
export function permissionName(operation: string): string {
  return isLeverOperation(operation) ? leverPermission(operation).permission : operation;
}
