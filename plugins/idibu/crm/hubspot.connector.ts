import { OutsideError, type VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal, type CrmConnector } from './connector.js';
import { HubSpotCrm } from './hubspot/hubspot.crm.js';
import { CrmCalls } from './shared/calls.js';
import { codeFlow, refreshOf } from './shared/code-flow.js';
import { missingField, NEW_PERSON_FIELDS } from './shared/mapping.js';

const SCOPE = 'oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.deals.read crm.lists.read crm.lists.write crm.objects.owners.read files communication_preferences.read_write';

const refusalSchema = z.object({
  message: z.string().default('refused'), category: z.string().default(''),
  errors: z.array(z.object({ code: z.string().nullish(), context: z.object({ properties: z.array(z.string()).optional() }).nullish() })).nullish(),
});

function refusalOf({ status, body }: VendorAnswer): Error {
  const said = refusalSchema.safeParse(body);
  const { message, errors } = said.success ? said.data : { message: `status ${status}`, errors: null };
  const demanded = errors?.find(({ code }) => code === 'REQUIRED_PROPERTY')?.context?.properties?.[0];
  if (demanded !== undefined) return missingField('HubSpot', demanded);
  if (status === 413) return new CrmRefusal('file-too-large', `HubSpot: ${message}`);
  if (status === 404) return new CrmRefusal('person-missing', `HubSpot: ${message}`);
  if (status === 409) return new CrmRefusal('duplicate', `HubSpot: ${message}`);
  if (status === 403) return new CrmRefusal('not-allowed', `HubSpot: ${message}`);
  return new CrmRefusal('invalid', `HubSpot: ${message}`);
}

const hubSpot: CrmConnector = {
  account: {
    system: 'hubspot',
    name: 'HubSpot',
    hosts: { app: 'https://app.hubspot.com', api: 'https://api.hubapi.com' },
    options: [],
    // 190 in ten seconds for private apps of the larger plans, 100 for the smaller ones.
    limit: { requests: 100, inSeconds: 10 },
    ...codeFlow({
      name: 'HubSpot', scope: SCOPE,
      authorizeUrl: ({ hosts }) => `${hosts.app}/oauth/authorize`, tokenUrl: ({ hosts }) => `${hosts.api}/oauth/v1/token`,
      tokensOf: async (answer, { hosts, http }, before) => {
        const about = before ? null : await http.request({ method: 'GET', path: `${hosts.api}/oauth/v1/access-tokens/${answer.access_token}` });
        const portal = about && z.object({ hub_id: z.int() }).safeParse(about.body);
        if (portal?.success === false) throw new OutsideError('sign-in-unexpected-answer', 'HubSpot did not say whose account it is.', { retryable: false });
        return {
          baseUrl: hosts.api ?? '', values: { access: answer.access_token, ...refreshOf(answer, before) }, expiresInSeconds: answer.expires_in ?? 1_800,
          accountId: portal ? String(portal.data.hub_id) : before?.accountId ?? null,
        };
      },
    }),
    authorize: ({ values }) => ({ authorization: `Bearer ${values.access}` }),
  },
  capabilities: { hasPools: true, mayErase: true, maxCvBytes: 20 * 1024 * 1024 },
  mapping: [
    NEW_PERSON_FIELDS,
    { key: 'jobReferenceProperty', label: 'Property of deals with the vacancy reference', isOptional: true, help: 'Deals stand for vacancies; "job_reference" unless told. It must be a unique property.' },
    { key: 'folder', label: 'Folder for CVs', isOptional: true, help: 'In HubSpot\'s file manager; "/idibu" unless told.' },
  ],
  open: (http, mapping) => new HubSpotCrm(new CrmCalls(http, 'HubSpot', refusalOf), http, mapping),
};

export default hubSpot;
