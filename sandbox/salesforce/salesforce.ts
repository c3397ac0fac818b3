import { guard, headerToken, type CrmDefinition, type Room } from '../crm-kit/index.js';
import { installQuery } from './query.routes.js';
import { installObjects } from './object.routes.js';
import { refusals } from './refusals.js';

const ORGANISATION = '00D000000000001EAA';
const INSTANCE = '/northwind.my';
const PREFIX = { person: '003', job: 'a0J', link: 'a0A', file: '068', note: '00T', member: '00v' };

const idOf = (prefix: string, n: number): string => `${prefix}${String(n).padStart(12, '0')}AAA`;

const filled = (...values: unknown[]): string[] => values.filter((value): value is string => typeof value === 'string' && value !== '');

export const salesforce: CrmDefinition = {
  name: 'salesforce',
  title: 'Salesforce',
  rules: { maxFileBytes: 37 * 1024 * 1024, rate: { limit: 15_000, windowMs: 86_400_000, sendsRetryAfter: false } },
  idOf: (kind, n) => idOf(PREFIX[kind], n),
  userId: (n) => idOf('005', n),
  poolId: (n) => idOf('701', n),
  refusals,
  vocabulary: {
    person: ({ firstName, lastName, email = null, phone = null }) => ({
      FirstName: firstName, LastName: lastName, Name: `${firstName} ${lastName}`.trim(), Email: email, Secondary_Email__c: null, MobilePhone: phone, Phone: null,
      HomePhone: null, OwnerId: idOf('005', 1), HasOptedOutOfEmail: false, LeadSource: null, Idibu_Ref__c: null, Title: null, MailingCity: null, Description: null,
    }),
    personView: (fields) => ({
      name: String(fields.Name), emails: filled(fields.Email, fields.Secondary_Email__c), phones: filled(fields.MobilePhone, fields.Phone, fields.HomePhone),
      hasOptedOut: fields.HasOptedOutOfEmail === true, ownerId: String(fields.OwnerId),
    }),
    job: ({ title, reference, isOpen }) => ({ Name: title, ts2__Job_Number__c: reference, ts2__Status__c: isOpen ? 'Open' : 'Closed' }),
    jobView: (fields) => ({ title: String(fields.Name), reference: String(fields.ts2__Job_Number__c), isOpen: fields.ts2__Status__c === 'Open' }),
  },
  oauth: (baseUrl) => ({
    authorizePath: '/services/oauth2/authorize', tokenPath: '/services/oauth2/token', accessLifeMs: 7_200_000, refresh: 'stable', isSecretNeeded: true, refusalStatus: 400,
    // No expires_in: a session ends when the organisation's settings say so.
    tokenAnswer: ({ accessToken, refreshToken }, { userId, scope }) => ({
      access_token: accessToken, instance_url: `${baseUrl()}${INSTANCE}`, id: `${baseUrl()}/id/${ORGANISATION}/${userId}`, token_type: 'Bearer', scope,
      ...(refreshToken && { refresh_token: refreshToken }),
    }),
  }),
  describe: { organisationId: ORGANISATION, jobObject: 'ts2__Job__c', applicationObject: 'ts2__Application__c', refField: 'Idibu_Ref__c' },
  install: (crm) => {
    const used = (room: Room) => ({ 'sforce-limit-info': `api-usage=${crm.rules.rate.limit - room.remaining}/${crm.rules.rate.limit}` });
    void crm.app.register(async (api) => {
      guard(api, crm, { tokenOf: headerToken('Bearer'), headers: used });
      installQuery(api, crm);
      installObjects(api, crm);
    }, { prefix: `${INSTANCE}/services/data/v62.0` });
  },
};
