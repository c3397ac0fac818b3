import type { VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal, type CrmConnector } from './connector.js';
import { LeverCrm } from './lever/lever.crm.js';
import { LEVER_ACCOUNT } from './lever/sign-in.js';
import { CrmCalls } from './shared/calls.js';
import { missingField } from './shared/mapping.js';

function refusalOf({ status, body }: VendorAnswer): Error {
  const text = z.object({ message: z.string() }).safeParse(body).data?.message ?? `status ${status}`;
  const demanded = /^Missing required property: (\S+)/.exec(text)?.[1];
  if (demanded !== undefined) return missingField('Lever', demanded);
  if (status === 413) return new CrmRefusal('file-too-large', `Lever: ${text}`);
  if (status === 404) return new CrmRefusal('person-missing', `Lever: ${text}`);
  if (status === 403) return new CrmRefusal('not-allowed', `Lever: ${text}`);
  return new CrmRefusal('invalid', `Lever: ${text}`);
}

const lever: CrmConnector = {
  account: LEVER_ACCOUNT,
  // Nobody can be deleted over Lever's API.
  capabilities: { hasPools: false, mayErase: false, maxCvBytes: 30 * 1024 * 1024 },
  mapping: [
    { key: 'stage', label: 'Stage of people linked to a job', isOptional: true, help: 'Id of a pipeline stage; New Applicant ("applicant-new") unless told.' },
    { key: 'tag', label: 'Tag of forwarded people', isOptional: true, help: '"idibu" unless told.' },
  ],
  open: (http, mapping) => new LeverCrm(new CrmCalls(http, 'Lever', refusalOf), http, mapping),
};

export default lever;
