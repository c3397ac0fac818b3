import { CallerError } from 'patchbay/sdk';
import type { CrmConnector } from './crm/connector.js';
import { loadConnectors } from './crm/registry.js';

/** Every CRM that can be selected. */
export const CONNECTORS: readonly CrmConnector[] = await loadConnectors();

/** Throws 404 for a CRM that nobody brought. */
export function connectorOf(crm: string): CrmConnector {
  const found = CONNECTORS.find((one) => one.account.system === crm);
  if (!found) throw CallerError.notFound(`The CRM ${crm.slice(0, 40)}`);
  return found;
}

export const nameOf = (crm: string): string => CONNECTORS.find((one) => one.account.system === crm)?.account.name ?? crm;

/** Lever as a target of its own applications would be a loop. */
export const isLever = (crm: string): boolean => /^lever(-|$)/.test(crm);
