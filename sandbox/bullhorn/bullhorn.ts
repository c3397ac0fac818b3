import { CrmRefusal, retryAfter, type CrmDefinition, type Fields, type Refusals } from '../crm-kit/index.js';
import { installCandidates } from './candidate.routes.js';
import { installDataCentres } from './data-centre.routes.js';
import { installFiles } from './file.routes.js';
import { installJobs } from './job.routes.js';
import { Sessions } from './sessions.js';

const CORPORATION = 'e999';
export const CENTRE = 'east';

const said = (status: number, key: string, message: string, more: object = {}, headers: Record<string, string> = {}): CrmRefusal =>
  new CrmRefusal(status, { errorMessage: message, errorMessageKey: key, errorCode: status, ...more }, headers);

const refusals: Refusals = {
  unauthorized: (fault) => (fault === 'missing'
    ? said(412, 'errors.authentication.missingBhRestToken', "The 'BhRestToken' is missing.")
    : said(401, 'errors.authentication.invalidRestToken', "Bad 'BhRestToken' or timed-out.")),
  // By default without Retry-After: the documentation says to wait a second.
  throttled: (room) => said(429, 'errors.tooManyRequests', 'API calls over the limit.', {}, retryAfter(room)),
  fileTooLarge: (maxBytes) => said(400, 'errors.fileTooLarge', `The file is larger than ${maxBytes} bytes.`),
  missingField: (field) => said(400, 'errors.cannotPersistEntity', 'error persisting an entity of type: Candidate', {
    errors: [{ propertyName: field, severity: 'ERROR', type: 'NOT_NULL_FIELD', detailMessage: `${field} is required` }],
  }),
  notFound: (what) => said(404, 'errors.missingEntity', `${what} was not found.`),
  invalid: (message) => said(400, 'errors.badRequest', message),
};

const textAt = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
const filled = (fields: Fields, ...names: string[]): string[] => names.map((name) => textAt(fields, name)).filter((value) => value !== '');

export const bullhorn: CrmDefinition = {
  name: 'bullhorn',
  title: 'Bullhorn',
  rules: { maxFileBytes: 10 * 1024 * 1024, rate: { limit: 1500, windowMs: 60_000, sendsRetryAfter: false } },
  idOf: (kind, n) => String({ person: 1000, job: 200, link: 5000, file: 700, note: 9000, member: 0 }[kind] + n),
  refusals,
  vocabulary: {
    person: ({ firstName, lastName, email = '', phone = '' }) => ({
      firstName, lastName, name: `${firstName} ${lastName}`, email, email2: '', email3: '', mobile: phone, phone: '', phone2: '', phone3: '',
      status: 'New Lead', source: '', externalID: '', massMailOptOut: false, owner: null, isDeleted: false,
    }),
    personView: (fields) => ({
      name: textAt(fields, 'name'), emails: filled(fields, 'email', 'email2', 'email3'), phones: filled(fields, 'mobile', 'phone', 'phone2', 'phone3'),
      hasOptedOut: fields.massMailOptOut === true, ownerId: fields.owner ? String((fields.owner as { id: unknown }).id) : null,
    }),
    job: ({ title, reference, isOpen }) => ({ title, externalID: reference, isOpen, status: isOpen ? 'Accepting Candidates' : 'Filled', isDeleted: false }),
    jobView: (fields) => ({ title: textAt(fields, 'title'), reference: textAt(fields, 'externalID'), isOpen: fields.isOpen === true }),
  },
  oauth: () => ({
    authorizePath: '/authorize', tokenPath: '/token', accessLifeMs: 600_000, refresh: 'single-use', isSecretNeeded: true, refusalStatus: 400,
    tokenAnswer: ({ accessToken, refreshToken, lifeSeconds }) => ({
      access_token: accessToken, token_type: 'Bearer', expires_in: lifeSeconds, refresh_token: refreshToken,
    }),
  }),
  hasOwnSignIn: true,
  describe: { dataCentre: CENTRE, corporation: CORPORATION },
  install: (crm) => {
    const sessions = new Sessions(crm);
    const api = `/dc/${CENTRE}/rest-services/${CORPORATION}`;
    installDataCentres(crm, sessions, { centre: CENTRE, api });
    void crm.app.register(async (scope) => {
      sessions.guard(scope);
      installCandidates(scope, crm);
      installJobs(scope, crm);
      installFiles(scope, crm);
    }, { prefix: api });
  },
};
