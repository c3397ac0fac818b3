import { startBullhorn } from '../../../sandbox/bullhorn/index.js';
import type { CrmEmulator, CrmOptions } from '../../../sandbox/crm-kit/index.js';
import { startHubSpot } from '../../../sandbox/hubspot/index.js';
import { startJobAdder } from '../../../sandbox/jobadder/index.js';
import { SandboxClock } from '../../../sandbox/kit/index.js';
import { startSalesforce } from '../../../sandbox/salesforce/index.js';
import { startVincere } from '../../../sandbox/vincere/index.js';
import { startZohoRecruit } from '../../../sandbox/zoho-recruit/index.js';
import type { CrmWorld, HeldJob, HeldPerson } from './crm-world.js';
import { signInAtPage } from './sign-in-at-page.js';

type Peculiar = Pick<CrmWorld, 'system' | 'options' | 'createRoute' | 'attachRoute' | 'isSearchLate' | 'keepsRef' | 'demandedField' | 'absentJobId'> & {
  readonly start: (options: CrmOptions) => Promise<CrmEmulator>;
};

const bullhornApi = '/dc/east/rest-services/e999';
const salesforceApi = '/northwind.my/services/data/v62.0';

export const PECULIAR: readonly Peculiar[] = [
  { system: 'bullhorn', start: startBullhorn, options: { dataCentre: 'west' }, createRoute: `PUT ${bullhornApi}/entity/Candidate`,
    attachRoute: `PUT ${bullhornApi}/file/Candidate/:id`, isSearchLate: true, keepsRef: true, demandedField: 'customText1', absentJobId: '999999' },
  { system: 'jobadder', start: startJobAdder, options: {}, createRoute: 'POST /au3/v2/candidates', attachRoute: 'POST /au3/v2/candidates/:id/attachments/:kind',
    isSearchLate: true, keepsRef: false, demandedField: 'salutation', absentJobId: '999999' },
  { system: 'vincere', start: startVincere, options: { tenant: 'northwind', clientId: 'sandbox-vincere', apiKey: 'sandbox-vincere-api-key' },
    createRoute: 'POST /api/v2/candidate', attachRoute: 'POST /api/v2/candidate/:id/file', isSearchLate: true, keepsRef: true, demandedField: 'gender_title', absentJobId: '999999' },
  { system: 'zoho-recruit', start: startZohoRecruit, options: { region: 'eu' }, createRoute: 'POST /recruit-eu/recruit/v2/Candidates/upsert',
    attachRoute: 'POST /recruit-eu/recruit/v2/Candidates/:id/Attachments', isSearchLate: true, keepsRef: false, demandedField: 'Sector', absentJobId: '415086800000099999' },
  { system: 'hubspot', start: startHubSpot, options: {}, createRoute: 'POST /crm/v3/objects/contacts', attachRoute: 'POST /files/v3/files',
    isSearchLate: false, keepsRef: false, demandedField: 'lifecyclestage', absentJobId: '999999' },
  { system: 'salesforce', start: startSalesforce, options: { environment: 'production' }, createRoute: `PATCH ${salesforceApi}/sobjects/Contact/:field/:value`,
    attachRoute: `POST ${salesforceApi}/sobjects/ContentVersion`, isSearchLate: false, keepsRef: true, demandedField: 'Description', absentJobId: 'a0J000000009999AAA' },
];

/** A CRM of the sandbox's CRM kit, driven from inside its process as its own people would do it. */
export async function startKitWorld({ start, ...peculiar }: Peculiar, redirectUri: string): Promise<CrmWorld> {
  const clock = new SandboxClock();
  const running = await start({ clock, redirectUris: [redirectUri] });
  const { crm, emulator } = running;
  const { book, definition, rules } = crm;
  const { vocabulary } = definition;
  // The suite is not about speed: limits are tried one by one.
  rules.rate = { ...rules.rate, limit: 1_000_000 };
  const jobs = book.jobs.all().map(({ id, fields }) => ({ id, ...vocabulary.jobView(fields) }));
  const [first, second] = jobs.filter((job) => job.isOpen);
  const closed = jobs.find((job) => !job.isOpen);
  if (!first || !second || !closed) throw new Error('The seed has open and closed jobs.');
  return {
    ...peculiar, url: running.baseUrl, faults: emulator.faults, findsPhones: true, doubleEmail: 'double@example.com',
    client: { id: crm.oauth.app.clientId, secret: crm.oauth.app.clientSecret },
    openJobs: [first, second] satisfies [HeldJob, HeldJob], closedJob: closed, userIds: book.users.map(({ id }) => id), poolId: book.pools[0]?.id ?? null,
    signIn: (address) => signInAtPage(address, { username: 'admin@crm.example', password: 'admin-password', decision: 'accept' }),
    people: () => book.people.all(({ isDeleted }) => isDeleted !== true).map(({ id, fields }): HeldPerson => ({
      id, ...vocabulary.personView(fields), cvs: book.filesOf(id).map((file) => String(file.fields.name)),
      jobIds: book.linksOf(id).map((link) => String(link.fields.jobId)), notes: book.notesOf(id).map((note) => String(note.fields.text)),
      poolIds: book.members.all((member) => member.personId === id).map((member) => String(member.fields.poolId)),
    })),
    addByHand: async (person) => book.people.add(vocabulary.person(person)).id,
    linkByHand: (personId, jobId) => { book.links.add({ personId, jobId, status: 'by hand' }); },
    closeJob: (id) => {
      const job = book.jobs.get(id);
      if (job) book.jobs.change(job, vocabulary.job({ ...vocabulary.jobView(job.fields), isOpen: false }));
    },
    expireTokens: () => { crm.oauth.expireTokens(); }, revokeApp: () => { crm.oauth.revokeApp(); crm.oauth.expireTokens(); },
    slowSearch: (lagMs) => { rules.searchLagMs = lagMs; }, limitFiles: (maxBytes) => { rules.maxFileBytes = maxBytes; },
    limitRate: (limit) => { rules.rate = { ...rules.rate, limit, sendsRetryAfter: true }; },
    demand: (field) => { rules.requiredField = field; }, advance: (ms) => clock.advance(ms), close: () => running.close(),
  };
}
