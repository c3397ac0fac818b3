import { startCrm, type CrmEmulator, type CrmOptions } from '../crm-kit/index.js';
import { jobAdder } from './jobadder.js';

/** Starts the JobAdder described in CONTRACT.md. */
export function startJobAdder(options: CrmOptions): Promise<CrmEmulator> {
  return startCrm(jobAdder, options);
}
