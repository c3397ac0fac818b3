import { OutsideError } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal } from '../connector.js';
import { missingField } from '../shared/mapping.js';

/** What Zoho says of each record of a request, also in answers with status 200. */
export const outcomeSchema = z.object({ code: z.string(), message: z.string().default(''), details: z.looseObject({}).default({}), status: z.string().optional() });
export type Outcome = z.output<typeof outcomeSchema>;
export const outcomesSchema = z.object({ data: z.array(outcomeSchema) });

export function refusalOfCode({ code, message, details = {} }: { code: string; message: string; details?: Readonly<Record<string, unknown>> }): Error {
  switch (code) {
    case 'MANDATORY_NOT_FOUND': return missingField('Zoho Recruit', typeof details.api_name === 'string' ? details.api_name : 'of a candidate');
    case 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE': return new CrmRefusal('file-too-large', `Zoho Recruit: ${message}`);
    case 'DUPLICATE_DATA': return new CrmRefusal('duplicate', `Zoho Recruit: ${message}`);
    case 'ID_ALREADY_DELETED': return new CrmRefusal('job-missing', 'Zoho Recruit: the job opening is deleted.');
    case 'BLOCKED_RECORD': return new CrmRefusal('not-allowed', `Zoho Recruit: ${message}`);
    case 'NO_PERMISSION': case 'OAUTH_SCOPE_MISMATCH': return new CrmRefusal('not-allowed', `Zoho Recruit: ${message}`);
    // Somebody has the record open: waiting helps.
    case 'RECORD_LOCKED': return new OutsideError('crm-record-locked', 'Zoho Recruit: the record is locked at the moment.');
    default: return new CrmRefusal('invalid', `Zoho Recruit: ${code} ${message}`);
  }
}

/** The id of the one record of the request, or its refusal. */
export function idOf({ data }: z.output<typeof outcomesSchema>): string {
  const [outcome] = data;
  if (outcome?.code !== 'SUCCESS') throw refusalOfCode(outcome ?? { code: 'FAILURE', message: 'no outcome' });
  return String(outcome.details.id);
}
