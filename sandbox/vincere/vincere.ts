import { CrmRefusal, guard, retryAfter, type CrmDefinition, type Refusals } from '../crm-kit/index.js';
import { installCandidates } from './candidate.routes.js';
import { installJobs } from './job.routes.js';

const TENANT = 'northwind';
const API_KEY = 'sandbox-vincere-api-key';

const said = (status: number, errors: string[], headers: Record<string, string> = {}): CrmRefusal => new CrmRefusal(status, { errors }, headers);

const refusals: Refusals = {
  unauthorized: (fault) => new CrmRefusal(401, { message: fault === 'expired' ? 'The incoming token has expired' : 'Unauthorized' }),
  throttled: (room) => new CrmRefusal(429, { message: 'Too Many Requests' }, retryAfter(room)),
  fileTooLarge: (maxBytes) => said(400, [`The file must not exceed ${maxBytes} bytes`]),
  missingField: (field) => said(400, [`${field} is required`]),
  notFound: (what) => said(404, [`${what} not found`]),
  invalid: (message) => said(400, [message]),
};

const filled = (...values: unknown[]): string[] => values.filter((value): value is string => typeof value === 'string' && value !== '');

export const vincere: CrmDefinition = {
  name: 'vincere',
  title: 'Vincere',
  rules: { maxFileBytes: 10 * 1024 * 1024, rate: { limit: 100, windowMs: 10_000, sendsRetryAfter: false } },
  idOf: (kind, n) => String({ person: 27_000, job: 500, link: 61_000, file: 8_000, note: 4_000, member: 0 }[kind] + n),
  userId: (n) => String(28_000 + n),
  poolId: (n) => String(70 + n),
  refusals,
  vocabulary: {
    person: ({ firstName, lastName, email = '', phone = '' }) => ({
      first_name: firstName, last_name: lastName, email, work_email: '', mobile: phone, phone: '', external_id: '', note: '', skills: '', summary: '',
    }),
    personView: (fields) => ({
      name: filled(fields.first_name, fields.last_name).join(' '), emails: filled(fields.email, fields.work_email),
      phones: filled(fields.mobile, fields.phone), hasOptedOut: fields.marketing_consent === false,
      ownerId: typeof fields.creator_id === 'number' ? String(fields.creator_id) : null,
    }),
    job: ({ title, reference, isOpen }) => ({ job_title: title, external_id: reference, close_date: isOpen ? null : '2026-01-01T00:00:00.000Z' }),
    jobView: (fields) => ({ title: String(fields.job_title), reference: String(fields.external_id), isOpen: fields.close_date === null }),
  },
  oauth: () => ({
    authorizePath: '/oauth2/authorize', tokenPath: '/oauth2/token', accessLifeMs: 1_800_000, refresh: 'stable', isSecretNeeded: false, refusalStatus: 400,
    tokenAnswer: ({ accessToken, idToken, refreshToken, lifeSeconds }) => ({
      id_token: idToken, access_token: accessToken, token_type: 'Bearer', expires_in: lifeSeconds, ...(refreshToken && { refresh_token: refreshToken }),
    }),
  }),
  describe: { tenant: TENANT, apiKey: API_KEY },
  install: (crm) => {
    void crm.app.register(async (api) => {
      api.addHook('onRequest', async ({ headers }) => {
        if (headers['x-api-key'] !== API_KEY) throw new CrmRefusal(403, { message: 'Forbidden' });
      });
      // The id token opens the API; the access token does not.
      guard(api, crm, { tokenOf: ({ headers }) => headers['id-token'] as string | undefined, check: (token) => crm.oauth.check(token, 'id') });
      installCandidates(api, crm);
      installJobs(api, crm);
    }, { prefix: '/api/v2' });
  },
};
