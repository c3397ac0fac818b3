import { createOpportunity } from '../../../sandbox/lever/actions/create-opportunity.js';
import { startLever, type LeverAccount } from '../../../sandbox/lever/index.js';
import { SandboxClock } from '../../../sandbox/kit/index.js';
import type { CrmWorld, HeldPerson } from './crm-world.js';
import { signInAtPage } from './sign-in-at-page.js';

const SCOPES = ['opportunities:read', 'opportunities:write', 'contact:read', 'contact:write', 'postings:read', 'notes:read', 'notes:write', 'files:read', 'files:write', 'users:read']
  .map((scope) => `${scope}:admin`);

/** Another Lever account than the tenant's own, as a CRM. */
export async function startLeverWorld(redirectUri: string): Promise<CrmWorld> {
  const clock = new SandboxClock();
  const lever = await startLever({ clock, rate: 'off' });
  const { store } = lever;
  store.access.addApp({ name: 'Hub', description: 'Forwards people.', clientId: 'hub-at-lever', clientSecret: 'hub-at-lever-secret', redirectUris: [redirectUri], scopes: SCOPES });
  const account = store.account('globex');
  const [first, second, closed] = [...account.postings.values()].filter(({ state, confidentiality }) => state === 'published' && confidentiality === 'non-confidential');
  if (!first || !second || !closed) throw new Error('The seed has three published postings.');
  closed.state = 'closed';
  const admin = [...account.users.values()].find(({ accessRole }) => accessRole === 'super admin');
  if (!admin) throw new Error('The seed has a super admin.');
  const job = ({ id, text, reqCode }: typeof first) => ({ id, title: text, reference: reqCode ?? id });
  const grants = () => [...store.access.grants.values()];
  return {
    system: 'lever-crm', url: lever.oauthUrl, client: { id: 'hub-at-lever', secret: 'hub-at-lever-secret' }, options: {}, faults: lever.emulator.faults,
    createRoute: 'POST /v1/opportunities', attachRoute: 'POST /v1/opportunities/:o/files', isSearchLate: false, findsPhones: false, keepsRef: false, demandedField: 'source',
    openJobs: [job(first), job(second)], closedJob: job(closed), absentJobId: '00000000-0000-4000-8000-000000000000', doubleEmail: null,
    userIds: [...account.users.values()].filter(({ deactivatedAt }) => deactivatedAt === null).map(({ id }) => id), poolId: null,
    signIn: (address) => signInAtPage(address, { user: admin.id, decision: 'accept' }),
    people: () => peopleOf(account),
    addByHand: async ({ firstName, lastName, email, phone }) => createOpportunity(account, {
      performAs: admin, person: { name: `${firstName} ${lastName}`, emails: [email], phones: phone === '' ? [] : [{ value: phone }], headline: '', location: '', links: [] }, applicationType: 'user',
      stage: 'lead-new', tags: [], sources: [], origin: 'sourced', owner: admin.id, followers: [], resumes: [], files: [],
    }).opportunity.contactId,
    linkByHand: (contactId, postingId) => {
      const posting = account.postings.get(postingId);
      const contact = account.contacts.get(contactId);
      createOpportunity(account, { performAs: admin, contact, posting, person: { name: '', emails: [], phones: [], headline: '', location: '', links: [] }, applicationType: 'user',
        stage: 'applicant-new', tags: [], sources: [], origin: 'sourced', owner: admin.id, followers: [], resumes: [], files: [] });
    },
    closeJob: (id) => { const posting = account.postings.get(id); if (posting) posting.state = 'closed'; },
    expireTokens: () => clock.advance(2 * 3_600_000),
    revokeApp: () => { for (const grant of grants()) store.access.revokeGrant(grant); },
    slowSearch: () => undefined,
    // The limit of Lever itself; a customer cannot lower it.
    limitFiles: (maxBytes) => { lever.emulator.faults.add({ route: 'POST /v1/opportunities/:o/files', kind: 'status', status: 413, times: 1, body: { code: 'RequestEntityTooLarge', message: `more than ${maxBytes} bytes` } }); },
    limitRate: (limit) => {
      lever.emulator.faults.clear();
      if (limit === 0) lever.emulator.faults.add({ route: 'ANY /v1/*', kind: 'status', status: 429, headers: { 'retry-after': '1' }, body: { code: 'TooManyRequests', message: 'slow down' } });
    },
    demand: (field) => {
      lever.emulator.faults.clear();
      if (field !== null) lever.emulator.faults.add({ route: 'POST /v1/opportunities', kind: 'status', status: 400, body: { code: 'BadRequestError', message: `Missing required property: ${field}` }, times: 1 });
    },
    advance: (ms) => clock.advance(ms), close: () => lever.close(),
  };
}

/** What one account of Lever holds, as of any CRM. */
export function peopleOf(account: LeverAccount): HeldPerson[] {
  return account.contacts.all().map((contact) => {
    const opportunities = account.opportunities.ofContact(contact.id);
    return {
      id: contact.id, name: contact.name, emails: contact.emails, phones: contact.phones.map(({ value }) => value), hasOptedOut: opportunities.some(({ tags }) => tags.includes('No mailings')),
      ownerId: opportunities[0]?.owner ?? null, cvs: opportunities.flatMap(({ files }) => files.map(({ name }) => name)),
      jobIds: opportunities.flatMap(({ application }) => (application === null ? [] : [application.postingId ?? ''])),
      notes: opportunities.flatMap(({ notes }) => notes.flatMap(({ entries }) => entries.map(({ value }) => value))), poolIds: [],
    };
  });
}
