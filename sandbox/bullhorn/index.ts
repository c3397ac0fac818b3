import { startCrm, type CrmEmulator, type CrmOptions } from '../crm-kit/index.js';
import { bullhorn } from './bullhorn.js';

/** Starts the Bullhorn described in CONTRACT.md. */
export function startBullhorn(options: CrmOptions): Promise<CrmEmulator> {
  return startCrm(bullhorn, options);
}
