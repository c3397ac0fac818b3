import { startCrm, type CrmEmulator, type CrmOptions } from '../crm-kit/index.js';
import { zohoRecruit } from './zoho-recruit.js';

/** Starts the Zoho Recruit described in CONTRACT.md. */
export function startZohoRecruit(options: CrmOptions): Promise<CrmEmulator> {
  return startCrm(zohoRecruit, options);
}
