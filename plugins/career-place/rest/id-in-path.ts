import { ForeignIdParam } from 'patchbay/sdk';
import { JOB_ID } from './jobs.dto.js';

export const JobIdParam = (): ParameterDecorator => ForeignIdParam('jobId', JOB_ID, 'The Job (qualification funnel)');
