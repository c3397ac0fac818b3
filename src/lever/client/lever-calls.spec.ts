import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PatchbayError } from '../../sdk/errors.js';
import { LeverOutcomeUnknown, LeverUnexpectedAnswer } from '../../sdk/lever/index.js';
import { LeverClient } from './lever-client.js';
import { LeverTransport } from './lever-transport.js';
import { ScriptedServer, type Step } from './testing/scripted-server.js';
import { opportunityReader } from './wire/people.wire.js';

const O = '619d67ac-478c-4c31-96c7-cfd0367e5a11';
const C = '140e2732-28e5-4b94-b9b5-c3dfee693a73';
const U = '2fbd74dd-50dd-4f1b-ac08-62176580ea8e';

/** As recorded: null and absent fields where real rows have them. */
const row = {
  id: O, name: null, contact: C, headline: '', stage: 'applicant-new', confidentiality: 'non-confidential', location: '',
  phones: [{ value: '+351 900 000 001' }], emails: ['ines.okafor@example.org'], links: [], archived: null, tags: ['Data Engineer'],
  sources: ['Agency Blue'], stageChanges: [{ toStageId: 'applicant-new', toStageIndex: 3, updatedAt: '1767225600000' }],
  origin: 'agency', sourcedBy: null, owner: U, followers: [U], applications: [], createdAt: 1767225600000, updatedAt: null,
  lastInteractionAt: 1767225600000, lastAdvancedAt: 1767225600000, snoozedUntil: null, urls: null, isAnonymized: false,
  dataProtection: { store: { allowed: true, expiresAt: null } }, somethingNew: { deep: [1] },
};

describe('LeverClient', () => {
  const servers: ScriptedServer[] = [];
  afterEach(async () => { for (const server of servers.splice(0)) await server.stop(); });

  async function client(...steps: Step[]) {
    const server = await ScriptedServer.start(steps);
    servers.push(server);
    const transport = new LeverTransport({
      baseUrl: server.baseUrl, timeoutMs: 1_000, random: () => 0, monotonicMs: () => 0, authorize: async () => 'Basic eA==',
      sleep: async () => undefined, permit: async () => undefined,
    });
    return { lever: new LeverClient(transport), server };
  }
  const json = (value: unknown): Step => ({ status: 200, json: value });

  it('reads a recorded opportunity: null name, missing phone type, quoted instants, unknown fields', async () => {
    const { lever } = await client(json({ data: row }));
    const opportunity = await lever.opportunities.get(O);
    expect(opportunity).toMatchObject({
      name: '', updatedAt: null, opportunityLocation: null, phones: [{ type: null, value: '+351 900 000 001' }],
      stageChanges: [{ toStageIndex: 3, updatedAt: 1767225600000, userId: null }],
      dataProtection: { store: { allowed: true, expiresAt: null }, contact: null },
    });
    expect(opportunity).not.toHaveProperty('somethingNew');
  });

  it('gives objects where they were asked for, and refuses ids in their place', async () => {
    const expanded = { ...row, stage: { id: 'applicant-new', text: 'New applicant' }, contact: { id: C, name: 'Ines Okafor', location: { name: 'Lisbon' } } };
    const { lever, server } = await client(json({ data: expanded }), json({ data: row }));
    const opportunity = await lever.opportunities.get(O, { expand: ['stage', 'contact'] });
    expect(server.seen[0]?.url).toBe(`/v1/opportunities/${O}?expand=stage&expand=contact`);
    expect(opportunity.stage.text).toBe('New applicant');
    expect(opportunity.contact.emails).toEqual([]);
    await expect(lever.opportunities.get(O, { expand: ['stage', 'contact'] })).rejects.toBeInstanceOf(LeverUnexpectedAnswer);
  });

  it('spells filters as Lever does and repeats those with several values', async () => {
    const { lever, server } = await client(json({ data: [], hasNext: false }));
    await lever.opportunities.list({ updatedAtStart: 5, stageId: ['a', 'b'], archived: false, confidentiality: 'all' }, { limit: 50, offset: '%5B1%5D' }).toArray();
    expect(server.seen[0]?.url).toBe('/v1/opportunities?updated_at_start=5&stage_id=a&stage_id=b&archived=false&confidentiality=all&limit=50&offset=%255B1%255D');
    await lever.users.list({ includeDeactivated: true, accessRole: ['admin'], externalDirectoryId: 'x' }).toArray();
    expect(server.seen[1]?.url).toBe('/v1/users?includeDeactivated=true&accessRole=admin&external_directory_id=x');
  });

  it('follows the pages with the token it was given', async () => {
    const { lever, server } = await client(
      json({ data: [row], hasNext: true, next: '%5B1%2C2%5D' }), json({ data: [row, { ...row, id: C }], hasNext: false }));
    expect((await lever.opportunities.list().toArray()).map(({ id }) => id)).toEqual([O, C]);
    expect(new URL(`http://x${server.seen[1]?.url}`).searchParams.get('offset')).toBe('%5B1%2C2%5D');
  });

  it.each<[string, Step]>([
    ['HTML', { status: 200, text: '<html>Sign in</html>' }], ['an array', json([])], ['null', json(null)], ['nothing', { status: 200 }],
    ['a row without id', json({ data: { ...row, id: undefined } })], ['a wrong type', json({ data: { ...row, tags: 'x' } })],
    ['an instant that is none', json({ data: { ...row, createdAt: 'yesterday' } })], ['half a body', { status: 200, text: '{"data":{' }],
  ])('refuses %s with a typed error that names no value', async (_what, step) => {
    const { lever } = await client(step);
    const error = await lever.opportunities.get(O).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LeverUnexpectedAnswer);
    expect((error as Error).message).not.toMatch(/yesterday|Sign in|ines/);
  });

  it('takes an unreadable answer to a write as an unknown outcome', async () => {
    for (const step of [{ status: 200, text: '<html>' }, json([]), json({ data: {} }), { status: 201 }]) {
      const { lever } = await client(step);
      await expect(lever.notes.create(O, { value: 'x' })).rejects.toBeInstanceOf(LeverOutcomeUnknown);
    }
    const { lever } = await client({ status: 200, text: '<html>' });
    await expect(lever.opportunities.addTags(O, ['a'])).rejects.toBeInstanceOf(LeverOutcomeUnknown);
  });

  it('removes NUL and lone surrogates, which no database takes', async () => {
    const { lever } = await client({ status: 200, text: JSON.stringify({ data: row }).replace('Data Engineer', 'a\\u0000b\\ud800c') });
    expect((await lever.opportunities.get(O)).tags).toEqual(['ab\uFFFDc']);
  });

  it('sends notes with their own time and actor', async () => {
    const { lever, server } = await client({ status: 201, json: { data: { id: C, noteId: C, createdAt: 5 } } });
    expect(await lever.notes.create(O, { value: 'Invited', createdAt: 5 }, { performAs: U })).toEqual({ id: C, createdAt: 5 });
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: `/v1/opportunities/${O}/notes?perform_as=${U}`, body: '{"value":"Invited","createdAt":5}' });
  });

  it('creates opportunities as JSON, and as a form in the spelling of Lever when a file is attached', async () => {
    const { lever, server } = await client({ status: 201, json: { deduped: true, data: row } });
    const body = { contact: C, postings: [O] as const, tags: ['a', 'b'], phones: [{ value: '1' }], archived: { reason: U, archivedAt: 5 } };
    expect(await lever.opportunities.create(body, { performAs: U, performAsPostingOwner: true })).toMatchObject({ deduped: true, opportunity: { id: O } });
    expect(server.seen[0]?.url).toBe(`/v1/opportunities?perform_as_posting_owner=true&perform_as=${U}`);
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual(body);
    const file = { name: 'cv.txt', contentType: 'text/plain', content: Buffer.from('hello') };
    await lever.opportunities.create(body, { performAs: U, resumeFile: file });
    const form = server.seen[1]?.body ?? '';
    for (const field of ['tags[]', 'postings[]', 'phones[0][value]', 'archived[reason]', 'archived[archivedAt]']) expect(form).toContain(`name="${field}"`);
    expect(form).toContain('name="resumeFile"; filename="cv.txt"');
    expect(form).toContain('hello');
  });

  it('gives plugins no way to change anything, not even at run time', async () => {
    const { lever } = await client(json({}));
    const reads = lever.reads();
    for (const resource of Object.values(reads) as object[]) {
      const names = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter((name) => name !== 'constructor');
      expect(names.filter((name) => /^(create|update|delete|add|remove|apply$|upload|deactivate|reactivate)/.test(name))).toEqual([]);
      expect(Object.getPrototypeOf(Object.getPrototypeOf(resource))).toBe(Object.prototype);
    }
    expect(reads).not.toHaveProperty('uploads');
  });

  it('survives any JSON as an answer: a row or a typed error', async () => {
    const reader = opportunityReader.plain();
    fc.assert(fc.property(fc.jsonValue(), fc.dictionary(fc.constantFrom(...Object.keys(row)), fc.jsonValue()), (any, patch) => {
      for (const value of [any, { ...row, ...patch }]) {
        const read = reader.safeParse(value);
        if (read.success) expect(typeof read.data.id).toBe('string');
      }
    }), { numRuns: 500 });
    const { lever } = await client(json({ data: 1 }));
    await expect(lever.opportunities.list().toArray()).rejects.toBeInstanceOf(PatchbayError);
  });
});
