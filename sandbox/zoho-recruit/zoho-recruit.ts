import { CrmRefusal, guard, headerToken, retryAfter, type CrmDefinition, type Fields, type Refusals } from '../crm-kit/index.js';
import { installCandidates } from './candidate.routes.js';
import { installJobs } from './job.routes.js';
import { installRelated } from './related.routes.js';

const REGION = 'eu';
const API_HOST = `/recruit-${REGION}`;

const said = (status: number, code: string, message: string, details: object = {}, headers: Record<string, string> = {}): CrmRefusal =>
  new CrmRefusal(status, { code, message, status: 'error', details }, headers);

const refusals: Refusals = {
  unauthorized: (fault) => (fault === 'missing' ? said(401, 'AUTHENTICATION_FAILURE', 'Authentication failed') : said(401, 'INVALID_TOKEN', 'invalid oauth token')),
  throttled: (room) => said(429, 'TOO_MANY_REQUESTS', 'Too many requests fired in concurrent with in the time frame.', {}, retryAfter(room)),
  fileTooLarge: (maxBytes) => said(400, 'FILE_SIZE_MORE_THAN_ALLOWED_SIZE', `The file is larger than ${maxBytes} bytes`),
  missingField: (field) => said(202, 'MANDATORY_NOT_FOUND', 'required field not found', { api_name: field }),
  notFound: (what) => said(404, 'INVALID_URL_PATTERN', `${what}: please check if the URL trying to access is a correct one`),
  invalid: (message) => said(400, 'INVALID_DATA', message),
};

const filled = (...values: unknown[]): string[] => values.filter((value): value is string => typeof value === 'string' && value !== '');

export const zohoRecruit: CrmDefinition = {
  name: 'zoho-recruit',
  title: 'Zoho Recruit',
  rules: { maxFileBytes: 20 * 1024 * 1024, rate: { limit: 100, windowMs: 10_000, sendsRetryAfter: true } },
  idOf: (kind, n) => `4150868000000${{ person: 1, job: 2, link: 3, file: 4, note: 5, member: 6 }[kind]}${String(n).padStart(5, '0')}`,
  userId: (n) => `4150868000000700${n}`,
  poolId: (n) => `4150868000000800${n}`,
  refusals,
  vocabulary: {
    person: ({ firstName, lastName, email = '', phone = '' }) => ({
      First_Name: firstName, Last_Name: lastName, Email: email, Secondary_Email: '', Mobile: phone, Phone: '', Email_Opt_Out: false, Candidate_Status: 'New', Owner: null,
    }),
    personView: (fields) => ({
      name: filled(fields.First_Name, fields.Last_Name).join(' '), emails: filled(fields.Email, fields.Secondary_Email), phones: filled(fields.Mobile, fields.Phone),
      hasOptedOut: fields.Email_Opt_Out === true, ownerId: fields.Owner ? String((fields.Owner as Fields).id) : null,
    }),
    job: ({ title, reference, isOpen }) => ({ Posting_Title: title, Job_Opening_ID: reference, Job_Opening_Status: isOpen ? 'In-progress' : 'Filled' }),
    jobView: (fields) => ({ title: String(fields.Posting_Title), reference: String(fields.Job_Opening_ID), isOpen: fields.Job_Opening_Status === 'In-progress' }),
  },
  oauth: (baseUrl) => ({
    authorizePath: '/oauth/v2/auth', tokenPath: '/oauth/v2/token', accessLifeMs: 3_600_000, refresh: 'stable', isSecretNeeded: true,
    // Refusals come with status 200 and `error` in the body.
    refusalStatus: 200,
    callback: () => ({ 'location': REGION, 'accounts-server': baseUrl() }),
    tokenAnswer: ({ accessToken, refreshToken, lifeSeconds }) => ({
      access_token: accessToken, api_domain: `${baseUrl()}${API_HOST}`, token_type: 'Bearer', expires_in: lifeSeconds,
      ...(refreshToken && { refresh_token: refreshToken }),
    }),
  }),
  describe: { region: REGION },
  install: (crm) => {
    void crm.app.register(async (api) => {
      guard(api, crm, { tokenOf: headerToken('Zoho-oauthtoken') });
      installCandidates(api, crm);
      installJobs(api, crm);
      installRelated(api, crm);
    }, { prefix: `${API_HOST}/recruit/v2` });
  },
};
