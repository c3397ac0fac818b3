import { startCrm, type CrmEmulator, type CrmOptions } from '../crm-kit/index.js';
import { salesforce } from './salesforce.js';

/** Starts the Salesforce described in CONTRACT.md. */
export function startSalesforce(options: CrmOptions): Promise<CrmEmulator> {
  return startCrm(salesforce, options);
}
