import { CrmRefusal, guard, headerToken, retryAfter, type CrmDefinition, type Refusals, type Room } from '../crm-kit/index.js';
import { installContacts } from './contact.routes.js';
import { installDeals } from './deal.routes.js';
import { installNotes } from './note.routes.js';
import { SearchLimit } from './search-limit.js';

const PORTAL = 62_515;

export function said(status: number, category: string, message: string, more: object = {}, headers: Record<string, string> = {}): CrmRefusal {
  return new CrmRefusal(status, { status: 'error', message, correlationId: 'c0ffee00-0000-4000-8000-000000000000', category, ...more }, headers);
}

const refusals: Refusals = {
  unauthorized: (fault) => said(401, fault === 'expired' ? 'EXPIRED_AUTHENTICATION' : 'INVALID_AUTHENTICATION', 'Authentication credentials not found or not valid.'),
  throttled: (room) => said(429, 'RATE_LIMITS', 'You have reached your ten_secondly_rolling limit.', { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }, retryAfter(room)),
  fileTooLarge: (maxBytes) => said(413, 'VALIDATION_ERROR', `The file is larger than ${maxBytes} bytes.`),
  missingField: (field) => said(400, 'VALIDATION_ERROR', `Error creating CONTACT. Some required properties were not set.`, {
    errors: [{ message: `required property ${field} was not set`, code: 'REQUIRED_PROPERTY', context: { properties: [field] } }],
  }),
  notFound: (what) => said(404, 'OBJECT_NOT_FOUND', `${what} not found`),
  invalid: (message) => said(400, 'VALIDATION_ERROR', message),
};

const filled = (...values: unknown[]): string[] => values.filter((value): value is string => typeof value === 'string' && value !== '');

export const hubSpot: CrmDefinition = {
  name: 'hubspot',
  title: 'HubSpot',
  rules: { maxFileBytes: 20 * 1024 * 1024, rate: { limit: 190, windowMs: 10_000, sendsRetryAfter: false } },
  idOf: (kind, n) => String({ person: 15_100, job: 9_200, link: 0, file: 120_000, note: 33_000, member: 0 }[kind] + n),
  userId: (n) => String(4_100 + n),
  poolId: (n) => String(50 + n),
  refusals,
  vocabulary: {
    person: ({ firstName, lastName, email = '', phone = '' }) => ({
      firstname: firstName, lastname: lastName, email, mobilephone: phone, phone: '', hs_additional_emails: '', hs_email_optout: '', hubspot_owner_id: '',
    }),
    personView: (fields) => ({
      name: filled(fields.firstname, fields.lastname).join(' '), phones: filled(fields.mobilephone, fields.phone),
      emails: filled(fields.email, ...String(fields.hs_additional_emails).split(';')), hasOptedOut: fields.hs_email_optout === 'true',
      ownerId: filled(fields.hubspot_owner_id)[0] ?? null,
    }),
    job: ({ title, reference, isOpen }) => ({ dealname: title, job_reference: reference, dealstage: isOpen ? 'open' : 'closedwon', hs_is_closed: isOpen ? 'false' : 'true' }),
    jobView: (fields) => ({ title: String(fields.dealname), reference: String(fields.job_reference), isOpen: fields.hs_is_closed !== 'true' }),
  },
  oauth: () => ({
    authorizePath: '/oauth/authorize', tokenPath: '/oauth/v1/token', accessLifeMs: 1_800_000, refresh: 'stable', isSecretNeeded: true, refusalStatus: 400,
    tokenAnswer: ({ accessToken, refreshToken, lifeSeconds }) => ({
      token_type: 'bearer', access_token: accessToken, expires_in: lifeSeconds, ...(refreshToken && { refresh_token: refreshToken }),
    }),
  }),
  describe: { portalId: PORTAL, jobObject: 'deals', jobReferenceProperty: 'job_reference' },
  install: (crm) => {
    const headers = (room: Room) => ({
      'x-hubspot-ratelimit-max': String(crm.rules.rate.limit), 'x-hubspot-ratelimit-remaining': String(room.remaining),
      'x-hubspot-ratelimit-interval-milliseconds': String(crm.rules.rate.windowMs),
    });
    const searches = new SearchLimit(crm);
    crm.app.get<{ Params: { token: string } }>('/oauth/v1/access-tokens/:token', async ({ params }) => {
      const grant = crm.oauth.check(params.token);
      if (typeof grant === 'string') throw refusals.notFound('Token');
      return { token: params.token, hub_id: PORTAL, user: crm.book.users.find(({ id }) => id === grant.userId)?.email, token_type: 'access' };
    });
    void crm.app.register(async (api) => {
      guard(api, crm, { tokenOf: headerToken('Bearer'), headers });
      installContacts(api, crm, searches);
      installDeals(api, crm, searches);
      installNotes(api, crm);
    });
  },
};
