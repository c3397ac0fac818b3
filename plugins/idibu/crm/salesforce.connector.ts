import { OutsideError, type VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal, type CrmConnector } from './connector.js';
import { SALESFORCE_MAPPING } from './salesforce/objects.js';
import { SalesforceCrm } from './salesforce/salesforce.crm.js';
import { CrmCalls } from './shared/calls.js';
import { codeFlow, refreshOf } from './shared/code-flow.js';
import { missingField, NEW_PERSON_FIELDS } from './shared/mapping.js';

const VERSION = 'v62.0';
const HOUR_MS = 3_600_000;

const refusalSchema = z.array(z.object({ message: z.string(), errorCode: z.string(), fields: z.array(z.string()).nullish() })).min(1);

function refusalOf({ status, body }: VendorAnswer): Error {
  const [said] = refusalSchema.safeParse(body).data ?? [];
  if (!said) return new CrmRefusal('invalid', `Salesforce refused the request with status ${status}.`);
  const text = `Salesforce: ${said.message}`;
  switch (said.errorCode) {
    // Not the person's fault and not for ever: the organisation's allowance of the last 24 hours is used up.
    case 'REQUEST_LIMIT_EXCEEDED': return new OutsideError('crm-daily-limit', 'Salesforce: the requests of this day are used up.', { retryAfterMs: HOUR_MS });
    case 'REQUIRED_FIELD_MISSING': return missingField('Salesforce', said.fields?.[0] ?? said.message);
    case 'STRING_TOO_LONG': return new CrmRefusal('file-too-large', text);
    case 'DUPLICATES_DETECTED': return new CrmRefusal('duplicate', text);
    case 'NOT_FOUND': case 'ENTITY_IS_DELETED': return new CrmRefusal('person-missing', text);
    case 'INSUFFICIENT_ACCESS': case 'API_DISABLED_FOR_ORG': return new CrmRefusal('not-allowed', text);
    case 'UNABLE_TO_LOCK_ROW': return new OutsideError('crm-record-locked', 'Salesforce: the record is locked at the moment.');
    default: return new CrmRefusal('invalid', text);
  }
}

const salesforce: CrmConnector = {
  account: {
    system: 'salesforce',
    name: 'Salesforce',
    hosts: { production: 'https://login.salesforce.com', sandbox: 'https://test.salesforce.com' },
    options: [{
      key: 'environment', label: 'Environment', help: 'Production, unless you are trying things out in a Salesforce sandbox.',
      choices: [{ value: 'production', label: 'Production' }, { value: 'sandbox', label: 'Sandbox' }],
    }],
    limit: { requests: 100, inSeconds: 10 },
    ...codeFlow({
      name: 'Salesforce', scope: 'api refresh_token',
      authorizeUrl: ({ hosts, options }) => `${hosts[options.environment ?? 'production']}/services/oauth2/authorize`,
      tokenUrl: ({ hosts, options }) => `${hosts[options.environment ?? 'production']}/services/oauth2/token`,
      tokensOf: (answer, _ctx, before) => ({
        baseUrl: `${z.url().parse(answer.instance_url)}/services/data/${VERSION}`,
        values: { access: answer.access_token, ...refreshOf(answer, before) }, expiresInSeconds: null,
        // …/id/<organisation>/<user>
        accountId: typeof answer.id === 'string' ? answer.id.split('/').at(-2) ?? null : before?.accountId ?? null,
      }),
    }),
    authorize: ({ values }) => ({ authorization: `Bearer ${values.access}` }),
  },
  capabilities: { hasPools: true, mayErase: true, maxCvBytes: 25 * 1024 * 1024 },
  mapping: [NEW_PERSON_FIELDS, ...SALESFORCE_MAPPING],
  open: (http, mapping) => new SalesforceCrm(new CrmCalls(http, 'Salesforce', refusalOf), http, mapping),
};

export default salesforce;
