import type { VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal, type CrmConnector } from './connector.js';
import { JobAdderCrm } from './jobadder/jobadder.crm.js';
import { CrmCalls } from './shared/calls.js';
import { codeFlow, refreshOf } from './shared/code-flow.js';
import { missingField, NEW_PERSON_FIELDS } from './shared/mapping.js';

const SCOPE = 'read_candidate write_candidate read_candidate_note write_candidate_note read_job read_jobapplication write_jobapplication read_jobad read_folder write_folder read_user offline_access';

const refusalSchema = z.object({
  message: z.string().default('refused'),
  errors: z.array(z.object({ code: z.string().nullish(), fields: z.array(z.string()).nullish(), message: z.string().nullish() })).nullish(),
});

function refusalOf({ status, body }: VendorAnswer): Error {
  const said = refusalSchema.safeParse(body);
  const { message, errors } = said.success ? said.data : { message: `status ${status}`, errors: null };
  const demanded = errors?.find(({ code, fields }) => code === 'Required' && fields?.[0] !== undefined);
  if (demanded) return missingField('JobAdder', demanded.fields?.[0] ?? '');
  if (status === 413) return new CrmRefusal('file-too-large', `JobAdder: ${message}`);
  if (status === 404) return new CrmRefusal('person-missing', `JobAdder: ${message}`);
  if (status === 409) return new CrmRefusal('duplicate', `JobAdder: ${message}`);
  if (status === 403) return new CrmRefusal('not-allowed', `JobAdder: ${message}`);
  return new CrmRefusal('invalid', `JobAdder: ${errors?.[0]?.message ?? message}`);
}

const jobAdder: CrmConnector = {
  account: {
    system: 'jobadder',
    name: 'JobAdder',
    hosts: { id: 'https://id.jobadder.com' },
    options: [],
    limit: { requests: 600, inSeconds: 60 },
    ...codeFlow({
      name: 'JobAdder', scope: SCOPE,
      authorizeUrl: ({ hosts }) => `${hosts.id}/connect/authorize`, tokenUrl: ({ hosts }) => `${hosts.id}/connect/token`,
      // The account's region is known from the token only.
      tokensOf: (answer, _ctx, before) => ({
        baseUrl: (z.url().safeParse(answer.api).data ?? before?.baseUrl ?? 'https://api.jobadder.com/v2').replace(/\/$/, ''),
        values: { access: answer.access_token, ...refreshOf(answer, before) }, expiresInSeconds: answer.expires_in ?? 3_600, accountId: null,
      }),
    }),
    authorize: ({ values }) => ({ authorization: `Bearer ${values.access}` }),
  },
  capabilities: { hasPools: true, mayErase: true, maxCvBytes: 10 * 1024 * 1024 },
  mapping: [NEW_PERSON_FIELDS],
  open: (http, mapping) => new JobAdderCrm(new CrmCalls(http, 'JobAdder', refusalOf), mapping),
};

export default jobAdder;
