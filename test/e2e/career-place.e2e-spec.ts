import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { connectLever, connectWebhook } from '../support/career-place-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';

let world: HubOverSandbox;
let postingId = '';
let jobId = '';
let stageId = '';
let qualified = '';
let people = 0;

const account = () => world.sandbox.lever.store.account('acme');
const opportunity = (id: string) => {
  const found = account().opportunities.get(id);
  if (!found) throw new Error('no such opportunity');
  return found;
};
const cpTags = (id: string): string[] => opportunity(id).tags.filter((tag) => tag.startsWith('CP-'));
const notes = (id: string): string[] => opportunity(id).notes.map((note) => JSON.stringify(note));
const mailsTo = (email: string): number => world.sandbox.mailbox.messages({ to: email }).length;

async function apply(email?: string): Promise<{ id: string; email: string }> {
  people += 1;
  const address = email ?? `applicant-${people}@example.com`;
  const made = await world.inLever('POST', '/apply', { postingId, name: `Applicant ${people}`, email: address });
  return { id: String(made.id), email: address };
}

async function invited(): Promise<{ id: string; email: string }> {
  const person = await apply();
  await until(() => cpTags(person.id).includes('CP-Sent'), 'CP-Sent');
  return person;
}

describe('career.place in Lever', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    postingId = [...account().postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential')?.id ?? '';
    stageId = account().stages.find((stage) => stage.text === 'Phone screen')?.id ?? '';
    const { jobs } = world.sandbox.careerPlace.describe() as unknown as { jobs: { id: string; status: string; steps: { type?: string }[] }[] };
    jobId = jobs.find((job) => job.status === 'active')?.id ?? '';
  }, 60_000);

  afterAll(async () => { await world?.stop(); });

  it('CP-1 links nothing before the set-up is complete', async () => {
    expect(await world.api('POST', '/v1/installations', { integrationKey: 'career-place' })).toMatchObject({ status: 201, body: { state: 'draft' } });
    expect(await world.api('PUT', `/v1/career-place/jobs/${jobId}/link`, { postingId })).toMatchObject({ status: 409, body: { code: 'integration-not-enabled' } });
    const early = await world.api('POST', '/v1/installations/career-place/enable');
    expect(early).toMatchObject({ status: 409, body: { code: 'setup-incomplete' } });
  });

  it('CP-2 is set up step by step: career.place, Lever by OAuth, stage, verified webhook', async () => {
    const { apiKey } = world.sandbox.careerPlace.describe() as unknown as { apiKey: string };
    expect(await world.api('PUT', '/v1/installations/career-place/vendor-credential', { credential: 'not-a-key' }))
      .toMatchObject({ status: 422, body: { errors: [{ field: '/credential' }] } });
    expect(await world.api('PUT', '/v1/installations/career-place/vendor-credential', { credential: apiKey })).toMatchObject({ body: { state: 'active' } });
    expect(await connectLever(world)).toMatchObject({ state: 'active', missing: [] });
    const saved = await world.api('PUT', '/v1/installations/career-place/settings', { value: { stageId } }, { 'if-match': '0' });
    expect(saved.status).toBe(200);
    await connectWebhook(world);
    const steps = async () => (await world.api('GET', '/v1/installations/career-place/setup')).body.steps as { state: string }[];
    await until(async () => (await steps()).every((step) => step.state === 'done'), 'every set-up step done');
    expect(await world.api('POST', '/v1/installations/career-place/enable')).toMatchObject({ status: 200, body: { state: 'enabled' } });
    await until(async () => (await world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading of Lever', 60_000);
  }, 90_000);

  it('CP-6 CP-12 invites everybody who applies once the Lever job is picked; CP-Sent comes after the mail', async () => {
    const before = await apply();
    await until(async () => (await world.db.asOwner('select 1 from mirror_opportunity where id = $1', [before.id])).length === 1, 'the mirror to know the early applicant');
    expect(await world.api('PUT', `/v1/career-place/jobs/${jobId}/link`, { postingId })).toMatchObject({ status: 200 });
    const person = await invited();
    expect(mailsTo(person.email)).toBe(1);
    expect(mailsTo(before.email)).toBe(0);
    expect(cpTags(person.id)).toEqual(['CP-Sent']);
  }, 60_000);

  it('CP-14 CP-18 CP-29 shows the start with CP-InProg alone and a link to the applicant card', async () => {
    const person = await invited();
    await world.inCareerPlace('POST', `/applicants/${person.id}/start`);
    await until(() => cpTags(person.id).includes('CP-InProg') && notes(person.id).some((note) => note.includes('Applicant card: http')), 'CP-InProg with its note');
    await until(() => cpTags(person.id).length === 1, 'one CP- tag alone');
    expect(cpTags(person.id)).toEqual(['CP-InProg']);
  }, 60_000);

  it('CP-17 CP-21 tags a qualified candidate and moves them to the configured stage', async () => {
    const person = await invited();
    for (const step of ['start', 'submit', 'qualify']) await world.inCareerPlace('POST', `/applicants/${person.id}/${step}`);
    await until(() => opportunity(person.id).stage === stageId, 'the configured stage');
    await until(() => cpTags(person.id).join() === 'CP-Qual', 'CP-Qual alone');
    qualified = person.id;
  }, 60_000);

  it('CP-16 CP-30 CP-33 tells why a candidate is unqualified and leaves them where they are', async () => {
    const person = await invited();
    for (const step of ['start', 'submit']) await world.inCareerPlace('POST', `/applicants/${person.id}/${step}`);
    await world.inCareerPlace('POST', `/applicants/${person.id}/unqualify`, {
      reasons: [{ step: 'requirements', requirement: 'Driving licence', answer: 'no', text: 'A driving licence is required' }],
    });
    await until(() => cpTags(person.id).join() === 'CP-Unqual' && notes(person.id).some((note) => note.includes('driving licence')), 'CP-Unqual with its reason');
    expect(opportunity(person.id)).toMatchObject({ stage: 'applicant-new', archived: null });
  }, 60_000);

  it('CP-13 writes the cause and no CP-Sent when the address refuses mail', async () => {
    const person = await apply('nobody@bounce.example');
    await until(() => notes(person.id).some((note) => note.includes('could not be sent')), 'a note with the cause');
    expect(cpTags(person.id)).toEqual([]);
  }, 60_000);

  it('CP-22 CP-25 CP-27 counts a silent candidate as opted out after 420 hours and changes nothing else', async () => {
    const person = await invited();
    const hours = 421 * 3_600_000;
    world.sandbox.clock.advance(hours);
    await world.hub.app.get(BusinessClock).shiftTo(hours);
    await until(() => notes(person.id).some((note) => note.includes('counts as opted out')), 'the note of opting out', 40_000);
    expect(cpTags(person.id)).toEqual(['CP-Sent']);
    expect(opportunity(person.id)).toMatchObject({ stage: 'applicant-new', archived: null });
    // The invitation, and at most one reminder for all that fell due in the same moment.
    expect(mailsTo(person.email)).toBeLessThanOrEqual(2);
  }, 90_000);

  it('SH-6 SH-8 SH-9 notices a revocation without a human and resumes without inviting anyone twice', async () => {
    const known = await invited();
    const grants = await world.inLever('GET', '/grants') as unknown as { id: string }[] | { grants: { id: string }[] };
    for (const grant of Array.isArray(grants) ? grants : grants.grants) await world.inLever('DELETE', `/grants/${grant.id}`);
    const state = async () => (await world.api('GET', '/v1/installations/career-place')).body.state;
    await until(async () => await state() === 'revoked', 'the installation to say revoked', 30_000);
    const missed = await apply();
    expect(await connectLever(world)).toMatchObject({ state: 'active', missing: [] });
    expect(await world.api('POST', '/v1/installations/career-place/enable')).toMatchObject({ status: 200, body: { state: 'enabled' } });
    await until(() => cpTags(missed.id).includes('CP-Sent'), 'the applicant missed meanwhile to be invited', 30_000);
    expect(mailsTo(missed.email)).toBe(1);
    expect(mailsTo(known.email)).toBe(1);
  }, 120_000);

  it('SH-20 writes nothing about people on a confidential posting', async () => {
    const confidential = [...account().postings.values()].find((one) => one.confidentiality === 'confidential' && one.state === 'published');
    expect(confidential).toBeDefined();
    const { id } = await world.inLever('POST', '/apply', { postingId: confidential?.id, name: 'Hidden', email: 'hidden@example.com' });
    await until(async () => (await world.db.asOwner('select 1 from signal where handled_at is null')).length === 0, 'the webhook to be handled');
    expect(notes(String(id))).toEqual([]);
    expect(cpTags(String(id))).toEqual([]);
    const listed = (await world.api('GET', '/v1/career-place/lever-postings')).body.data as { id: string }[];
    expect(listed.map((one) => one.id)).not.toContain(confidential?.id);
  }, 60_000);

  it('SH-6 pauses when the key is taken away on the vendor side, and carries on with a new one', async () => {
    const described = world.sandbox.careerPlace.describe() as unknown as { organisationId: string };
    const rotated = await world.inCareerPlace('POST', `/organisations/${described.organisationId}/keys/rotate`, {});
    const person = await apply();
    const state = async () => (await world.api('GET', '/v1/installations/career-place')).body;
    await until(async () => (await state()).state === 'paused', 'the installation to be paused');
    expect((await state()).pausedBy).toBe('needs_reauth');
    const credential = String(rotated.apiKey ?? rotated.key);
    expect((await world.api('PUT', '/v1/installations/career-place/vendor-credential', { credential })).status).toBe(200);
    expect((await world.api('POST', '/v1/installations/career-place/resume')).status).toBe(200);
    await until(() => cpTags(person.id).includes('CP-Sent'), 'the invitation after the new key', 40_000);
    expect(mailsTo(person.email)).toBe(1);
  }, 120_000);

  it('CP-41 SH-6 stops when it is switched off; tags and notes stay', async () => {
    expect(await world.api('POST', '/v1/installations/career-place/disable')).toMatchObject({ status: 200, body: { state: 'disabled' } });
    expect(cpTags(qualified)).toEqual(['CP-Qual']);
    expect(notes(qualified).length).toBeGreaterThan(0);
  }, 60_000);
});
