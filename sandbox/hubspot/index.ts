import { startCrm, type CrmEmulator, type CrmOptions } from '../crm-kit/index.js';
import { hubSpot } from './hubspot.js';

/** Starts the HubSpot described in CONTRACT.md. */
export function startHubSpot(options: CrmOptions): Promise<CrmEmulator> {
  return startCrm(hubSpot, options);
}
