import { startCrm, type CrmEmulator, type CrmOptions } from '../crm-kit/index.js';
import { vincere } from './vincere.js';

/** Starts the Vincere described in CONTRACT.md. */
export function startVincere(options: CrmOptions): Promise<CrmEmulator> {
  return startCrm(vincere, options);
}
