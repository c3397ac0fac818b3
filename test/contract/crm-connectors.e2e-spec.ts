import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CrmRefusal, type Crm, type CrmPerson, type PersonCard } from '../../plugins/idibu/crm/connector.js';
import { loadConnectors } from '../../plugins/idibu/crm/registry.js';
import { AccountLost, NeedsPerson, OutcomeUnknown, OutsideError } from '../../src/sdk/index.js';
import { REDIRECT_URI, startCrmDesk, type CrmDesk } from '../support/crm/crm-desk.js';
import type { CrmWorld, HeldPerson } from '../support/crm/crm-world.js';
import { PECULIAR, startKitWorld } from '../support/crm/kit-worlds.js';
import { startLeverWorld } from '../support/crm/lever-world.js';

const systems = ['bullhorn', 'lever-crm', 'jobadder', 'vincere', 'zoho-recruit', 'hubspot', 'salesforce'];
const folder = fileURLToPath(new URL('../../plugins/idibu/crm', import.meta.url));
const connectors = await loadConnectors(folder);
const worlds = new Map<string, CrmWorld>();
let desk: CrmDesk;

beforeAll(async () => {
  for (const peculiar of PECULIAR) worlds.set(peculiar.system, await startKitWorld(peculiar, REDIRECT_URI));
  worlds.set('lever-crm', await startLeverWorld(REDIRECT_URI));
  desk = await startCrmDesk(connectors, [...worlds.values()]);
}, 120_000);

afterAll(async () => {
  await desk.stop();
  for (const world of worlds.values()) await world.close();
}, 60_000);

let made = 0;
/** Somebody whom no CRM knows yet. */
function card(change: Partial<PersonCard> = {}): PersonCard {
  made += 1;
  const tail = String(made).padStart(4, '0');
  return {
    ref: `00000000-0000-4000-8000-00000000${tail}`, firstName: 'Robin', lastName: `Example${tail}`, emails: [`robin.${tail}@example.com`], phones: [`+4670100${tail}`],
    location: 'Malmö', headline: 'Welder', links: [], source: 'Example Board', appliedAt: Date.parse('2026-01-05T08:00:00Z'), isOptedOut: false, ownerId: null, ...change,
  };
}
const cv = (name: string, bytes = 2_000) => ({ name, contentType: 'application/pdf', content: Buffer.alloc(bytes, 'x') });
const failure = async (work: Promise<unknown>): Promise<unknown> => work.then(() => null, (error: unknown) => error);

describe('CRM connectors', () => {
  it('ID-2 the seven CRMs are found by being there, each in a file of its own', () => {
    expect(connectors.map(({ account }) => account.system).sort()).toEqual([...systems].sort());
    expect(connectors.map(({ account }) => account.name)).toEqual(['Bullhorn', 'HubSpot', 'JobAdder', 'Lever', 'Salesforce', 'Vincere', 'Zoho Recruit']);
  });

  it('ID-2 an eighth is one more file: found by its name, and named by no other file of the plugin', async () => {
    const [eighth] = await loadConnectors(fileURLToPath(new URL('../support/crm/eighth', import.meta.url)));
    expect(eighth?.account.name).toBe('An Eighth CRM');
    const names = systems.map((system) => system.replace('-crm', ''));
    const files = readdirSync(dirname(folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('spec.ts'));
    const own = (file: string) => names.some((name) => file === `crm/${name}.connector.ts` || file.startsWith(`crm/${name}/`));
    const importing = files.filter((file) => !own(file) && /from '[^']*(\.connector\.js|\/(bullhorn|lever|jobadder|vincere|zoho-recruit|hubspot|salesforce)\/)/
      .test(readFileSync(join(dirname(folder), file), 'utf8')));
    expect(importing).toEqual([]);
  });

  it('ID-3 some CRMs need options first, and say which', () => {
    const neededOf = ({ account }: (typeof connectors)[number]) => account.options.filter(({ isOptional }) => isOptional !== true).map(({ key }) => key);
    const needed = Object.fromEntries(connectors.map((connector) => [connector.account.system, neededOf(connector)]));
    expect(needed).toMatchObject({ 'bullhorn': ['dataCentre'], 'vincere': ['tenant', 'clientId', 'apiKey'], 'zoho-recruit': ['region'], 'jobadder': [], 'hubspot': [] });
  });
});

describe.each(systems)('%s', (system) => {
  let world: CrmWorld;
  const use = <T>(work: (crm: Crm) => Promise<T>, mapping?: Record<string, string>): Promise<T> => desk.use(world, work, mapping);
  const create = (given: PersonCard): Promise<CrmPerson> => use((crm) => crm.createPerson(given));
  const held = (id: string): HeldPerson | undefined => world.people().find((person) => person.id === id);
  const withEmail = (email: string): HeldPerson[] => world.people().filter(({ emails }) => emails.some((one) => one.toLowerCase() === email.toLowerCase()));
  const byEmail = (email: string) => use((crm) => crm.findPersons({ by: 'email', email }));

  beforeAll(async () => {
    world = worlds.get(system) as CrmWorld;
    await desk.signIn(world);
  });
  afterEach(() => { world.faults.clear(); });

  it('ID-4 is signed in to at its own page, and the browser comes back', async () => {
    expect(await desk.state(world)).toBe('active');
  });

  it('ID-30 ID-31 makes a person with all that is known, and finds them again by e-mail in any case, by phone and surname, and by id', async () => {
    const given = card();
    const person = await create(given);
    expect(held(person.id)).toMatchObject({ name: `Robin ${given.lastName}`, emails: given.emails, phones: given.phones, hasOptedOut: false });
    const found = async (question: Parameters<Crm['findPersons']>[0]) => (await use((crm) => crm.findPersons(question))).map(({ id }) => id);
    expect(await found({ by: 'email', email: given.emails[0] ?? '' })).toEqual([person.id]);
    expect(await found({ by: 'id', id: person.id })).toEqual([person.id]);
    expect(await found({ by: 'phone', phone: given.phones[0] ?? '', lastName: given.lastName })).toEqual(world.findsPhones ? [person.id] : []);
    expect(await found({ by: 'phone', phone: given.phones[0] ?? '', lastName: 'Somebodyelse' })).toEqual([]);
    expect(await found({ by: 'ref', ref: given.ref })).toEqual(world.keepsRef ? [person.id] : []);
    expect(await found({ by: 'email', email: 'nobody@example.com' })).toEqual([]);
    expect(await found({ by: 'id', id: world.absentJobId })).toEqual([]);
    const typed = await world.addByHand({ firstName: 'Kim', lastName: 'Capital', email: `KIM.${system}@Example.com`, phone: '+46 70 555 11 22' });
    expect(await found({ by: 'email', email: `kim.${system}@example.com` })).toEqual([typed]);
    expect(await found({ by: 'phone', phone: '+46705551122', lastName: 'Capital' })).toEqual(world.findsPhones ? [typed] : []);
  });

  it('ID-31 tells all of several hits, so that a person can pick', async () => {
    if (world.doubleEmail === null) return expect((await byEmail('double@example.com')).length).toBeLessThanOrEqual(1);
    const hits = await byEmail(world.doubleEmail);
    // HubSpot's key is the address: it hands out one of them.
    expect(hits.length).toBe(system === 'hubspot' ? 1 : 2);
  });

  it('ID-31 makes a second person of the same address when somebody has chosen so and the CRM allows it', async () => {
    const given = card();
    const { id } = await create(given);
    const second = await use((crm) => crm.createPerson({ ...card(), emails: given.emails }, true)).catch((error: unknown) => error);
    if (system === 'hubspot') return expect(second).toMatchObject({ kind: 'duplicate', retryable: false });
    // Lever keeps one contact for an address by itself.
    expect(withEmail(given.emails[0] ?? '')).toHaveLength(system === 'lever-crm' ? 1 : 2);
    expect((second as CrmPerson).id === id).toBe(system === 'lever-crm');
  });

  it('ID-32 fills what is blank and overwrites nothing, unless told', async () => {
    const id = await world.addByHand({ firstName: 'Given', lastName: 'Name', email: `given.${system}@example.com`, phone: '' });
    const given = card({ firstName: 'Other', lastName: 'Name', emails: [`given.${system}@example.com`], phones: ['+46701112233'] });
    const changed = await use((crm) => crm.fillBlanks(id, given, false));
    expect(changed.length).toBeGreaterThan(0);
    expect(held(id)).toMatchObject({ name: 'Given Name', emails: [`given.${system}@example.com`], phones: expect.arrayContaining(['+46701112233']) });
    expect(await use((crm) => crm.fillBlanks(id, given, false))).toEqual([]);
    await use((crm) => crm.fillBlanks(id, given, true));
    expect(held(id)).toMatchObject({ name: 'Other Name' });
  });

  it('ID-35 CV, vacancy link and note are steps of their own, each arriving once and answering whether it did', async () => {
    const { id } = await create(card());
    const [job] = world.openJobs;
    const link = { personId: id, jobId: job.id, source: 'Example Board', appliedAt: Date.parse('2026-01-05T08:00:00Z'), ownerId: null };
    const note = { personId: id, jobId: job.id, text: 'Applied through Example Board. Answers: yes. [ref-35]', ref: 'ref-35', at: Date.parse('2026-01-05T08:00:00Z'), authorId: null };
    expect(await use((crm) => Promise.all([crm.hasCv(id, { name: 'cv-35.pdf' }), crm.hasLink(id, job.id), crm.hasNote(note)]))).toEqual([false, false, false]);
    await use((crm) => crm.attachCv(id, cv('cv-35.pdf')));
    expect(held(id)).toMatchObject({ cvs: ['cv-35.pdf'], jobIds: [] });
    expect(await use((crm) => crm.linkToJob(link))).toMatchObject({ isNew: true });
    await use((crm) => crm.addNote(note));
    expect(await use((crm) => Promise.all([crm.hasCv(id, { name: 'cv-35.pdf' }), crm.hasLink(id, job.id), crm.hasNote(note)]))).toEqual([true, true, true]);
    expect(held(id)).toMatchObject({ cvs: ['cv-35.pdf'], jobIds: [job.id] });
    expect(held(id)?.notes.filter((text) => text.includes('ref-35'))).toHaveLength(1);
  });

  it('ID-33 ID-36 somebody linked already stays linked once; another vacancy is a second link of the same person', async () => {
    const { id } = await create(card());
    const [first, second] = world.openJobs;
    const link = (jobId: string) => use((crm) => crm.linkToJob({ personId: id, jobId, source: 'Example Board', appliedAt: 1_767_600_000_000, ownerId: null }));
    world.linkByHand(id, first.id);
    expect(await link(first.id)).toMatchObject({ isNew: false });
    expect(held(id)?.jobIds).toEqual([first.id]);
    expect(await link(second.id)).toMatchObject({ isNew: true });
    expect(await link(second.id)).toMatchObject({ isNew: false });
    expect([...held(id)?.jobIds ?? []].sort()).toEqual([first.id, second.id].sort());
  });

  it('ID-34 finds vacancies by id and by reference, tells closed ones, and links nobody to a closed or missing one', async () => {
    const [job] = world.openJobs;
    for (const reference of [job.id, job.reference]) {
      expect(await use((crm) => crm.findJob(reference))).toMatchObject({ id: job.id, title: job.title, isOpen: true });
    }
    expect(await use((crm) => crm.findJob('no such reference'))).toBeNull();
    expect(await use((crm) => crm.findJob(world.closedJob.id))).toMatchObject({ isOpen: false });
    expect((await use((crm) => crm.searchJobs(job.title.split(' ')[0] ?? ''))).map(({ id }) => id)).toContain(job.id);
    expect((await use((crm) => crm.searchJobs(world.closedJob.title))).map(({ id }) => id)).not.toContain(world.closedJob.id);
    const { id } = await create(card());
    const refused = (jobId: string) => failure(use((crm) => crm.linkToJob({ personId: id, jobId, source: 'x', appliedAt: 1_767_600_000_000, ownerId: null })));
    expect(await refused(world.closedJob.id)).toMatchObject({ kind: 'job-closed', retryable: false });
    expect(await refused(world.absentJobId)).toMatchObject({ kind: 'job-missing', retryable: false });
    expect(held(id)?.jobIds).toEqual([]);
  });

  it('ID-30 a file above the CRM\'s limit is refused as such, not tried again', async () => {
    const { id } = await create(card());
    world.limitFiles(1_000);
    const refusal = await failure(use((crm) => crm.attachCv(id, cv('large.pdf', 1_001))));
    expect(refusal).toBeInstanceOf(CrmRefusal);
    expect(refusal).toMatchObject({ kind: 'file-too-large', retryable: false });
    world.limitFiles(10_000_000);
    world.faults.clear();
    expect(held(id)?.cvs).toEqual([]);
  });

  it('ID-37 names the users of the CRM and gives a new person the owner asked for', async () => {
    const users = await use((crm) => crm.users());
    expect(users.map(({ id }) => id).sort()).toEqual([...world.userIds].sort());
    expect(users.every(({ name, email }) => name !== '' && email !== null)).toBe(true);
    const ownerId = users[1]?.id ?? '';
    expect(held((await create(card({ ownerId }))).id)).toMatchObject({ ownerId });
  });

  it('ID-38 carries an opt-out from mailings into the CRM, with a new person and with a known one', async () => {
    expect(held((await create(card({ isOptedOut: true }))).id)).toMatchObject({ hasOptedOut: true });
    const given = card();
    const { id } = await create(given);
    await use((crm) => crm.fillBlanks(id, { ...given, isOptedOut: true }, false));
    expect(held(id)).toMatchObject({ hasOptedOut: true });
  });

  it('ID-25 puts people into a pool, once, where the CRM has pools', async () => {
    const pools = await use((crm) => crm.pools());
    const { id } = await create(card());
    if (world.poolId === null) return expect(pools).toEqual([]);
    expect(pools).toContainEqual({ id: world.poolId, name: 'Keep on file' });
    for (let time = 0; time < 2; time += 1) await use((crm) => crm.addToPool(id, world.poolId ?? ''));
    expect(held(id)).toMatchObject({ poolIds: [world.poolId], jobIds: [] });
  });

  it('ID-39 erases a person where the CRM allows it; gone already is a success', async () => {
    const { id } = await create(card());
    const mayErase = connectors.find(({ account }) => account.system === system)?.capabilities.mayErase;
    if (mayErase === false) return expect(await failure(use((crm) => crm.erasePerson(id)))).toMatchObject({ kind: 'not-allowed' });
    for (let time = 0; time < 2; time += 1) expect(await use((crm) => crm.erasePerson(id))).toBe('deleted');
    expect(held(id)).toBeUndefined();
    expect(await use((crm) => crm.findPersons({ by: 'id', id }))).toEqual([]);
  });

  it('ID-7 an expired token is renewed and the work goes on, again and again', async () => {
    for (let time = 0; time < 3; time += 1) {
      world.expireTokens();
      const given = card();
      await create(given);
      expect(withEmail(given.emails[0] ?? '')).toHaveLength(1);
    }
    expect(await desk.state(world)).toBe('active');
  });

  it('ID-35 being asked to slow down puts a write off, for as long as told', async () => {
    const slowDown = (headers: Record<string, string>) => world.faults.add({ route: world.createRoute, kind: 'status', status: 429, times: 1, headers, body: { message: 'slow down' } });
    const given = card();
    slowDown({ 'retry-after': '7' });
    expect(await failure(create(given))).toMatchObject({ retryable: true, retryAfterMs: 7_000 });
    expect(withEmail(given.emails[0] ?? '')).toHaveLength(0);
    slowDown({});
    const refused = await failure(create(given));
    // A call that may be repeated is repeated at once.
    if (refused !== null) expect(refused).toMatchObject({ retryable: true, retryAfterMs: undefined });
    if (refused !== null) await create(given);
    expect(withEmail(given.emails[0] ?? '')).toHaveLength(1);
  });

  it('ID-35 the CRM\'s own limit puts a call off, never loses it', async () => {
    world.limitRate(0);
    const refused = await failure(byEmail('nobody@example.com'));
    expect(refused).toBeInstanceOf(OutsideError);
    expect(refused).toMatchObject({ retryable: true, retryAfterMs: expect.any(Number) });
    world.limitRate(1_000_000);
    expect(await byEmail('nobody@example.com')).toEqual([]);
    expect(await desk.state(world)).toBe('active');
  });

  it('ID-35 a failure of the CRM ends with one person: reads are repeated, a write is asked for first', async () => {
    world.faults.add({ route: 'GET *', kind: 'status', status: 503, times: 1 });
    expect(await byEmail('nobody@example.com')).toEqual([]);
    const given = card();
    world.faults.add({ route: world.createRoute, kind: 'status', status: 502, times: 1 });
    const failed = await failure(create(given));
    if (failed !== null) expect(failed).toBeInstanceOf(OutcomeUnknown);
    if (failed !== null && (await byEmail(given.emails[0] ?? '')).length === 0) await create(given);
    expect(withEmail(given.emails[0] ?? '')).toHaveLength(1);
  });

  it('ID-35 an answer lost after the write is found out by asking', async () => {
    const given = card();
    world.faults.add({ route: world.createRoute, kind: 'cut-after', times: 1 });
    const lost = await failure(create(given));
    if (lost !== null) expect(lost).toBeInstanceOf(OutcomeUnknown);
    const [person] = await byEmail(given.emails[0] ?? '');
    expect(withEmail(given.emails[0] ?? '').map(({ id }) => id)).toEqual([person?.id]);
    world.faults.add({ route: world.attachRoute, kind: 'cut-after', times: 1 });
    if (await failure(use((crm) => crm.attachCv(person?.id ?? '', cv('lost.pdf')))) !== null && !await use((crm) => crm.hasCv(person?.id ?? '', { name: 'lost.pdf' }))) {
      await use((crm) => crm.attachCv(person?.id ?? '', cv('lost.pdf')));
    }
    expect(held(person?.id ?? '')?.cvs).toEqual(['lost.pdf']);
  });

  it('ID-31 a search index that is behind makes no doubles of what the CRM can be asked otherwise', async () => {
    world.slowSearch(60_000);
    const given = card();
    const email = given.emails[0] ?? '';
    const { id } = await create(given);
    expect((await use((crm) => crm.findPersons({ by: 'id', id }))).map((person) => person.id)).toEqual([id]);
    expect((await byEmail(email)).map((person) => person.id)).toEqual(world.isSearchLate ? [] : [id]);
    if (system === 'jobadder') expect(await failure(create(given))).toMatchObject({ code: 'crm-index-behind', retryable: true });
    if (system === 'zoho-recruit' || system === 'salesforce') expect((await create(given)).id).toBe(id);
    world.advance(61_000);
    world.slowSearch(0);
    expect((await byEmail(email)).map((person) => person.id)).toEqual([id]);
    expect(withEmail(email)).toHaveLength(1);
  });

  it('ID-35 a field that this customer demands waits for a person, and goes through once it has a value', async () => {
    world.demand(world.demandedField);
    const given = card();
    const missing = await failure(create(given));
    expect(missing).toBeInstanceOf(NeedsPerson);
    expect(missing).toMatchObject({ code: 'crm-missing-field', message: expect.stringContaining(world.demandedField), remedy: expect.stringContaining(world.demandedField) });
    expect(withEmail(given.emails[0] ?? '')).toHaveLength(0);
    await use((crm) => crm.createPerson(given), { newPersonFields: `${world.demandedField}=Nursing` });
    world.demand(null);
    expect(withEmail(given.emails[0] ?? '')).toHaveLength(1);
  });

  it('ID-7 ID-43 an app removed inside the CRM is noticed at the next call; signing in again brings the account back', async () => {
    world.revokeApp();
    const lost = await failure(byEmail('nobody@example.com'));
    expect(lost).toBeInstanceOf(AccountLost);
    expect(lost).toBeInstanceOf(OutsideError);
    expect(await desk.state(world)).toBe('needs_reauth');
    await desk.signIn(world);
    expect(await desk.state(world)).toBe('active');
    expect(await byEmail('nobody@example.com')).toEqual([]);
  });
});
