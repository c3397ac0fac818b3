import type { VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal, type CrmConnector } from './connector.js';
import { CrmCalls } from './shared/calls.js';
import { codeFlow, refreshOf } from './shared/code-flow.js';
import { missingField, NEW_PERSON_FIELDS } from './shared/mapping.js';
import { VincereCrm } from './vincere/vincere.crm.js';

const refusalSchema = z.object({ errors: z.array(z.string()).optional(), message: z.string().optional() });

function refusalOf({ status, body }: VendorAnswer): Error {
  const said = refusalSchema.safeParse(body).data;
  const text = said?.errors?.[0] ?? said?.message ?? `status ${status}`;
  const demanded = /^(\w+) is required$/.exec(text)?.[1];
  if (demanded !== undefined) return missingField('Vincere', demanded);
  if (status === 413 || /must not exceed/.test(text)) return new CrmRefusal('file-too-large', `Vincere: ${text}`);
  if (status === 404) return new CrmRefusal('person-missing', `Vincere: ${text}`);
  if (status === 403) return new CrmRefusal('not-allowed', `Vincere: ${text}`);
  return new CrmRefusal('invalid', `Vincere: ${text}`);
}

const vincere: CrmConnector = {
  account: {
    system: 'vincere',
    name: 'Vincere',
    hosts: { id: 'https://id.vincere.io', api: 'https://{tenant}.vincere.io' },
    options: [
      { key: 'tenant', label: 'Tenant', help: 'The first part of your Vincere address: "acme" of acme.vincere.io.' },
      { key: 'clientId', label: 'Client id', help: 'From Vincere\'s Marketplace settings.' },
      { key: 'apiKey', label: 'API key', help: 'From Vincere\'s Marketplace settings.', isSecret: true },
    ],
    bringsClient: true,
    limit: { requests: 100, inSeconds: 10 },
    ...codeFlow({
      name: 'Vincere',
      authorizeUrl: ({ hosts }) => `${hosts.id}/oauth2/authorize`, tokenUrl: ({ hosts }) => `${hosts.id}/oauth2/token`,
      client: ({ options }) => ({ id: options.clientId ?? '', secret: null }),
      // Calls carry the id token; the access token does not open the API.
      tokensOf: (answer, { hosts, options }, before) => ({
        baseUrl: `${(hosts.api ?? '').replace('{tenant}', options.tenant ?? '')}/api/v2`,
        values: { id: z.string().parse(answer.id_token), ...refreshOf(answer, before) }, expiresInSeconds: answer.expires_in ?? 1_800,
        accountId: options.tenant ?? null,
      }),
    }),
    authorize: ({ values }, options) => ({ 'id-token': values.id ?? '', 'x-api-key': options.apiKey ?? '' }),
  },
  capabilities: { hasPools: true, mayErase: true, maxCvBytes: 10 * 1024 * 1024 },
  mapping: [
    NEW_PERSON_FIELDS,
    { key: 'sourceId', label: 'Candidate source', isOptional: true, help: 'Id of the source that new candidates get; the first one unless told.' },
    { key: 'stage', label: 'Stage of new applications', isOptional: true, help: 'SHORTLISTED unless told.' },
  ],
  open: (http, mapping) => new VincereCrm(new CrmCalls(http, 'Vincere', refusalOf), http, mapping),
};

export default vincere;
