import { CrmRefusal, guard, headerToken, retryAfter, type CrmDefinition, type Fields, type Refusals } from '../crm-kit/index.js';
import { installCandidates } from './candidate.routes.js';
import { installJobs } from './job.routes.js';

const API = '/au3/v2';

const said = (status: number, message: string, errors?: object[], headers: Record<string, string> = {}): CrmRefusal =>
  new CrmRefusal(status, { message, ...(errors && { errors }) }, headers);

const refusals: Refusals = {
  unauthorized: () => new CrmRefusal(401, { message: 'Authorization has been denied for this request.' }, { 'www-authenticate': 'Bearer error="invalid_token"' }),
  throttled: (room) => said(429, 'Too many requests.', undefined, retryAfter(room)),
  fileTooLarge: (maxBytes) => said(413, `The file must not be larger than ${maxBytes} bytes.`),
  missingField: (field) => said(422, 'Validation failed.', [{ code: 'Required', fields: [field], message: `${field} is required.` }]),
  notFound: (what) => said(404, `${what} was not found.`),
  invalid: (message) => said(422, message),
};

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string' && one !== '');
const nameOf = ({ firstName, lastName }: Fields): string => [...listOf(firstName), ...listOf(lastName)].join(' ');

export const jobAdder: CrmDefinition = {
  name: 'jobadder',
  title: 'JobAdder',
  rules: { maxFileBytes: 10 * 1024 * 1024, rate: { limit: 600, windowMs: 60_000, sendsRetryAfter: true } },
  idOf: (kind, n) => (kind === 'note' || kind === 'file' ? `0000${kind === 'note' ? 1 : 2}000-0000-4000-8000-${String(n).padStart(12, '0')}`
    : String({ person: 40_000, job: 3_000, link: 80_000, member: 0 }[kind] + n)),
  userId: (n) => String(100 + n),
  poolId: (n) => String(600 + n),
  refusals,
  vocabulary: {
    person: ({ firstName, lastName, email = '', phone = '' }) => ({
      firstName, lastName, email, phone: '', mobile: phone, otherEmail: [], unsubscribed: false, status: { statusId: 1, name: 'Current' }, recruiterUserId: [],
    }),
    personView: (fields) => ({
      name: nameOf(fields), emails: [...listOf(fields.email), ...listOf(fields.otherEmail)], phones: [...listOf(fields.mobile), ...listOf(fields.phone)],
      hasOptedOut: fields.unsubscribed === true, ownerId: String((fields.recruiterUserId as number[] | undefined)?.[0] ?? '') || null,
    }),
    job: ({ title, reference, isOpen }) => ({ jobTitle: title, adReference: reference, status: { statusId: isOpen ? 1 : 9, name: isOpen ? 'Open' : 'Closed', active: isOpen } }),
    jobView: (fields) => ({ title: String(fields.jobTitle), reference: String(fields.adReference), isOpen: (fields.status as { active: boolean }).active }),
  },
  oauth: (baseUrl) => ({
    authorizePath: '/connect/authorize', tokenPath: '/connect/token', accessLifeMs: 3_600_000, refresh: 'single-use', isSecretNeeded: true, refusalStatus: 400,
    tokenAnswer: ({ accessToken, refreshToken, lifeSeconds }, { scope }) => ({
      access_token: accessToken, token_type: 'Bearer', expires_in: lifeSeconds, api: `${baseUrl()}${API}`,
      // Only with the scope offline_access.
      ...(scope.split(' ').includes('offline_access') && { refresh_token: refreshToken }),
    }),
  }),
  install: (crm) => {
    void crm.app.register(async (api) => {
      guard(api, crm, { tokenOf: headerToken('Bearer') });
      installCandidates(api, crm);
      installJobs(api, crm);
    }, { prefix: API });
    // Another region does not know the account.
    crm.app.all('/v2/*', async () => { throw said(401, 'The account belongs to another region: use the api address of the token.'); });
  },
};
