import { OutsideError, type SignInContext, type VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal, type CrmConnector } from './connector.js';
import { CrmCalls } from './shared/calls.js';
import { codeFlow, refreshOf } from './shared/code-flow.js';
import { NEW_PERSON_FIELDS } from './shared/mapping.js';
import { refusalOfCode } from './zoho-recruit/outcome.js';
import { ZohoRecruitCrm } from './zoho-recruit/zoho-recruit.crm.js';

const REGIONS = ['com', 'eu', 'in', 'com.au', 'jp', 'sa', 'uk', 'ae', 'sg'];
const SCOPE = 'ZohoRecruit.modules.ALL,ZohoRecruit.settings.READ,ZohoRecruit.users.READ';

/** The accounts server of the chosen data centre; a configured address stands for all of them. */
const accounts = ({ hosts, options }: SignInContext): string => (hosts.accounts ?? '').replace('{region}', options.region ?? 'com');

function refusalOf({ status, body }: VendorAnswer): Error {
  const said = z.object({ code: z.string(), message: z.string().default('') }).safeParse(body).data;
  if (status === 413) return new CrmRefusal('file-too-large', 'Zoho Recruit: the file is too large.');
  if (status === 404) return new CrmRefusal('person-missing', 'Zoho Recruit has no such record.');
  return said ? refusalOfCode(said) : new OutsideError('crm-unexpected-answer', `Zoho Recruit refused the request with status ${status}.`, { retryable: false });
}

const zohoRecruit: CrmConnector = {
  account: {
    system: 'zoho-recruit',
    name: 'Zoho Recruit',
    hosts: { accounts: 'https://accounts.zoho.{region}', api: 'https://recruit.zoho.{region}' },
    options: [{
      key: 'region', label: 'Data centre', help: 'The end of the address at which you use Zoho Recruit, e.g. recruit.zoho.eu.',
      choices: REGIONS.map((value) => ({ value, label: `zoho.${value}` })),
    }],
    limit: { requests: 100, inSeconds: 10 },
    ...codeFlow({
      name: 'Zoho Recruit', scope: SCOPE, more: () => ({ access_type: 'offline', prompt: 'consent' }),
      authorizeUrl: (ctx) => `${accounts(ctx)}/oauth/v2/auth`, tokenUrl: (ctx) => `${accounts(ctx)}/oauth/v2/token`,
      tokensOf: (answer, { hosts, options }, before) => ({
        baseUrl: `${z.url().safeParse(answer.api_domain).data ?? (hosts.api ?? '').replace('{region}', options.region ?? 'com')}/recruit/v2`,
        values: { access: answer.access_token, ...refreshOf(answer, before) }, expiresInSeconds: answer.expires_in ?? 3_600, accountId: null,
      }),
    }),
    authorize: ({ values }) => ({ authorization: `Zoho-oauthtoken ${values.access}` }),
  },
  capabilities: { hasPools: true, mayErase: true, maxCvBytes: 20 * 1024 * 1024 },
  mapping: [NEW_PERSON_FIELDS],
  open: (http, mapping) => new ZohoRecruitCrm(new CrmCalls(http, 'Zoho Recruit', refusalOf), http, mapping),
};

export default zohoRecruit;
