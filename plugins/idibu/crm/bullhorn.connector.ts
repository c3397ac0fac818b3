import { CrmRefusal, type CrmConnector } from './connector.js';
import { BullhornCrm } from './bullhorn/bullhorn.crm.js';
import { BULLHORN_ACCOUNT } from './bullhorn/sign-in.js';
import { CrmCalls } from './shared/calls.js';
import { missingField, NEW_PERSON_FIELDS } from './shared/mapping.js';
import type { VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';

const refusalSchema = z.object({
  errorMessage: z.string().default('refused'), errorMessageKey: z.string().default(''),
  errors: z.array(z.object({ propertyName: z.string().optional(), type: z.string().optional(), detailMessage: z.string().optional() })).default([]),
});

function refusalOf({ status, body }: VendorAnswer): Error {
  const said = refusalSchema.safeParse(body);
  const { errorMessage, errorMessageKey, errors } = said.success ? said.data : { errorMessage: `status ${status}`, errorMessageKey: '', errors: [] };
  const demanded = errors.find(({ type }) => type === 'NOT_NULL_FIELD');
  if (demanded?.propertyName !== undefined) return missingField('Bullhorn', demanded.propertyName);
  if (status === 413 || errorMessageKey === 'errors.fileTooLarge') return new CrmRefusal('file-too-large', `Bullhorn: ${errorMessage}`);
  if (status === 404) return new CrmRefusal('person-missing', `Bullhorn: ${errorMessage}`);
  if (status === 403) return new CrmRefusal('not-allowed', `Bullhorn: ${errorMessage}`);
  return new CrmRefusal('invalid', `Bullhorn: ${errors[0]?.detailMessage ?? errorMessage}`);
}

const bullhorn: CrmConnector = {
  account: BULLHORN_ACCOUNT,
  capabilities: { hasPools: true, mayErase: true, maxCvBytes: 10 * 1024 * 1024 },
  mapping: [
    NEW_PERSON_FIELDS,
    { key: 'linkStatus', label: 'Status of new submissions', isOptional: true, help: '"New Lead" makes it a web response for review, and is used unless told.' },
    { key: 'noteAction', label: 'Action of notes', isOptional: true, help: 'One of your comment actions; "General" unless told.' },
  ],
  open: (http, mapping) => new BullhornCrm(new CrmCalls(http, 'Bullhorn', refusalOf), mapping),
};

export default bullhorn;
