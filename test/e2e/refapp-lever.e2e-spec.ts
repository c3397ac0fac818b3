import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { answerForm, checksOf, expectStatus, linkIn, mailsTo, mailTo, nameReferees, questionnaireOf, setUpRefapp, statusIs } from '../support/refapp-set-up.js';

const SLOW = 90_000;
let world: HubOverSandbox;
let postingId = '';
let stageId = '';
let stepId = '';
let people = 0;

const account = () => world.sandbox.lever.store.account('acme');
const opportunity = (id: string) => {
  const found = account().opportunities.get(id);
  if (!found) throw new Error('no such opportunity');
  return found;
};
const tags = (id: string): string[] => opportunity(id).tags.filter((tag) => tag.startsWith('Refapp-'));
const notes = (id: string): string => JSON.stringify(opportunity(id).notes);

async function applicant(): Promise<{ id: string; email: string }> {
  people += 1;
  const email = `lever-candidate-${people}@example.com`;
  return { id: String((await world.inLever('POST', '/apply', { postingId, name: `Candidate ${people}`, email })).id), email };
}
const moveTo = (id: string, stage: string) => world.inLever('POST', `/opportunities/${id}/stage`, { stage });

async function asked(): Promise<{ id: string; email: string }> {
  const person = await applicant();
  await moveTo(person.id, stageId);
  await mailTo(world, person.email);
  return person;
}

describe('Refapp in Lever', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    await setUpRefapp(world, { secretNotes: true });
    postingId = [...account().postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential')?.id ?? '';
    stageId = account().stages.find((stage) => stage.text === 'Phone screen')?.id ?? '';
    const settings = { questionnaireId: questionnaireOf(world), references: 1 };
    stepId = String(expectStatus(await world.api('POST', '/v1/refapp/steps', { host: 'lever', serviceId: postingId, hostStepId: stageId, settings }), 201).body.id);
  }, SLOW);
  afterAll(async () => { await world?.stop(); });

  it('RE-15 starts when somebody enters the configured stage, and RE-16 does nothing on coming back', async () => {
    const person = await asked();
    await until(() => tags(person.id).join() === 'Refapp-InProgress', 'the tag');
    const [other] = account().stages;
    await moveTo(person.id, other?.id ?? '');
    await moveTo(person.id, stageId);
    await world.sandbox.control.settle();
    await statusIs(world, person.id, 'requested');
    expect(await checksOf(world, person.id)).toHaveLength(1);
    expect(mailsTo(world, person.email)).toHaveLength(1);
  }, SLOW);

  it('RE-15 starts by hand on an opportunity, wherever it is in the pipeline', async () => {
    const person = await applicant();
    await until(async () => (await world.db.asOwner('select 1 from mirror_opportunity where id = $1', [person.id])).length === 1, 'the mirror to know the applicant');
    expect((await world.api('POST', '/v1/refapp/checks', { stepId, subjectId: person.id })).status).toBe(201);
    await mailTo(world, person.email);
    expect(await world.api('POST', '/v1/refapp/checks', { stepId, subjectId: person.id })).toMatchObject({ status: 409, body: { code: 'not-startable' } });
  }, SLOW);

  it('RE-26 SH-11 SH-12 completes with the tag, and one secret note with the report', async () => {
    const person = await asked();
    const email = `lever-referee-${people}@example.com`;
    expect(await nameReferees(linkIn((await mailTo(world, person.email)).text), [email])).toBe(200);
    await answerForm(linkIn((await mailTo(world, email)).text));
    await until(() => tags(person.id).join() === 'Refapp-Completed', 'Refapp-Completed alone');
    await until(() => notes(person.id).includes('/reports/'), 'the note with the report');
    expect(notes(person.id).match(/\/reports\//g)).toHaveLength(1);
    expect(notes(person.id)).toContain('Kandidaten i Refapp: http');
    expect(opportunity(person.id).notes.every((note) => note.secret)).toBe(true);
    expect(opportunity(person.id)).toMatchObject({ archived: null });
  }, SLOW);

  it('RE-36 stops when the opportunity is archived', async () => {
    const person = await asked();
    const [reason] = account().archiveReasons;
    await world.inLever('POST', `/opportunities/${person.id}/archive`, { reason: reason?.id });
    await statusIs(world, person.id, 'cancelled');
    expect((await fetch(linkIn((await mailTo(world, person.email)).text))).status).toBe(410);
    expect(mailsTo(world, person.email)).toHaveLength(1);
  }, SLOW);

  it('RE-42 SH-19 refuses a stage that Lever does not have', async () => {
    const body = { host: 'lever', serviceId: postingId, hostStepId: 'no-such-stage', settings: {} };
    expect(await world.api('POST', '/v1/refapp/steps', body)).toMatchObject({ status: 422, body: { errors: [{ field: '/hostStepId' }] } });
  });

  it('RE-36 stops everything of a posting that is closed', async () => {
    const person = await asked();
    await world.inLever('PUT', `/postings/${postingId}`, { state: 'closed' });
    await world.db.asOwner(`update mirror_feed set next_poll_at = '-infinity'`);
    await statusIs(world, person.id, 'cancelled', 60_000);
  }, SLOW);
});
