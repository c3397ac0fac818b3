import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import {
  answerForm, atRefapp, boxAt, checkOf, checksOf, chooseStep, connectRefapp, enableRefapp, linkIn, mailsTo, mailTo, nameReferees, newCandidate, newService,
  questionnaireOf, signInToWeSelect, statusIs, weSelectControl, weSelectStep, type ReferencePerson,
} from '../support/refapp-set-up.js';

const SLOW = 90_000;
let world: HubOverSandbox;
let serviceId = '';
let step = { id: '', hostStepId: '', revision: 0 };
let serial = 0;

const referee = (): string => { serial += 1; return `referee-${serial}@example.com`; };

/** A candidate who was asked, by way of the drop-down. */
async function asked(): Promise<ReferencePerson> {
  const person = await newCandidate(world, serviceId);
  await chooseStep(world, serviceId, person.id, step.hostStepId);
  await mailTo(world, person.email);
  return person;
}

/** A candidate whose referees were written to. */
async function named(): Promise<{ person: ReferencePerson; emails: string[] }> {
  const person = await asked();
  const emails = [referee(), referee()];
  expect(await nameReferees(linkIn((await mailTo(world, person.email)).text), emails)).toBe(200);
  for (const email of emails) await mailTo(world, email);
  return { person, emails };
}

describe('Refapp in We Select', () => {
  beforeAll(async () => { world = await startHubOverSandbox(); }, 60_000);
  afterAll(async () => { await world?.stop(); });

  it('is set up with Refapp, Lever and We Select', async () => {
    await connectRefapp(world);
    expect((await world.api('PUT', '/v1/installations/refapp/settings', { value: { replyTo: 'recruiting@example.com' } }, { 'if-match': '0' })).status).toBe(200);
    await enableRefapp(world);
    const early = await world.api('POST', '/v1/refapp/steps', { host: 'we-select', serviceId: 'srv', settings: {} });
    expect(early).toMatchObject({ status: 409, body: { code: 'we-select-not-connected' } });
    await signInToWeSelect(world);
    expect((await world.api('GET', '/v1/refapp/we-select')).body).toEqual({ state: 'active' });
  }, SLOW);

  it('RE-1 RE-2 RE-3 RE-4 RE-5 RE-6 RE-7 RE-8 adds Refapp as a step with an event and its settings', async () => {
    serviceId = await newService(world);
    step = await weSelectStep(world, serviceId, { questionnaireId: questionnaireOf(world) });
    const service = world.sandbox.weSelect.records.service(serviceId);
    expect(service.steps.find(({ id }) => id === step.hostStepId)).toMatchObject({
      name: 'Refapp Referenstagning', event: { type: 'refapp', settings: { candidateChannel: 'email', references: 2, refereeChannel: 'email' } },
    });
    const refused = await world.api('POST', '/v1/refapp/steps', { host: 'we-select', serviceId, settings: { questionnaireId: 'gone', references: 2 } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: '/settings/questionnaireId' }] } });
    expect((await world.api('POST', '/v1/refapp/steps', { host: 'we-select', serviceId, settings: { references: 11 } })).status).toBe(422);
  }, SLOW);

  it('RE-11 RE-12 RE-13 RE-14 RE-20 RE-21 starts by the drop-down: one project, the candidate in it, asked at once, the box', async () => {
    const person = await asked();
    const other = await asked();
    const mail = await mailTo(world, person.email);
    expect(mail.subject).toBe('Referenser för Lagermedarbetare');
    expect(mail.text).toContain('24 månader');
    const projects = await (await fetch(`${world.sandbox.refapp.controlUrl}/projects`)).json() as { data: { externalId: string; source: string; note: string }[] };
    expect(projects.data.filter((one) => one.externalId === `we-select:${serviceId}:${step.hostStepId}`)).toHaveLength(1);
    const { id } = await statusIs(world, person.id, 'requested');
    expect(await atRefapp(world, id)).toMatchObject({ status: 'requested' });
    await until(() => boxAt(world, other.id)?.status === 'requested', 'the box');
    expect(boxAt(world, person.id)).toMatchObject({ answered: 0, requested: 2, candidateUrl: expect.stringContaining('/candidates/'), reportUrl: null });
    expect(mailsTo(world, person.email)).toHaveLength(1);
  }, SLOW);

  it('RE-22 RE-23 RE-27 RE-32 is complete only when all referees have answered, and shows the report then', async () => {
    const { person, emails } = await named();
    const [first = '', second = ''] = emails;
    expect(await answerForm(linkIn((await mailTo(world, first)).text))).toBe(200);
    await until(() => boxAt(world, person.id)?.answered === 1, 'one of two');
    expect(boxAt(world, person.id)).toMatchObject({ status: 'in_progress', statusText: 'Pågår (1/2)', reportUrl: null });
    expect(await answerForm(linkIn((await mailTo(world, first)).text))).not.toBe(200);
    expect(await answerForm(linkIn((await mailTo(world, second)).text))).toBe(200);
    await until(() => boxAt(world, person.id)?.status === 'completed', 'Completed');
    const box = boxAt(world, person.id);
    expect(box).toMatchObject({ statusText: 'Completed', answered: 2, requested: 2, reportUrl: expect.stringContaining('/reports/') });
    expect(await (await fetch(String(box?.reportUrl))).text()).toContain('Mycket bra');
  }, SLOW);

  it('RE-16 does nothing on coming back while it runs, and asks before starting again after the end', async () => {
    const person = await asked();
    const [other] = world.sandbox.weSelect.records.service(serviceId).steps;
    await chooseStep(world, serviceId, person.id, other?.id ?? '');
    await chooseStep(world, serviceId, person.id, step.hostStepId);
    await world.sandbox.control.settle();
    const { id } = await statusIs(world, person.id, 'requested');
    expect((await world.api('POST', `/v1/refapp/checks/${id}/cancel`)).status).toBe(202);
    await statusIs(world, person.id, 'cancelled');
    await chooseStep(world, serviceId, person.id, step.hostStepId);
    await until(() => String(boxAt(world, person.id)?.statusText).includes('Referenser har tagits tidigare'), 'the question');
    const body = { stepId: step.id, subjectId: person.id };
    expect(await world.api('POST', '/v1/refapp/checks', body)).toMatchObject({ status: 409, body: { code: 'taken-before' } });
    expect(await world.api('POST', '/v1/refapp/checks', { ...body, again: true })).toMatchObject({ status: 201 });
    await mailTo(world, person.email, 2);
    expect(await checksOf(world, person.id)).toHaveLength(2);
  }, SLOW);

  it('RE-9 keeps the settings that a check started with', async () => {
    const person = await asked();
    expect((await world.api('PUT', `/v1/refapp/steps/${step.id}`, { settings: { references: 1 } })).body).toMatchObject({ revision: 2, settings: { references: 1 } });
    const later = await asked();
    expect((await checkOf(world, person.id)).box.requested).toBe(2);
    await until(async () => (await checkOf(world, later.id)).box.requested === 1, 'the new number');
    expect((await world.api('PUT', `/v1/refapp/steps/${step.id}`, { settings: { references: 2 } })).body).toMatchObject({ revision: 3 });
  }, SLOW);

  it('RE-25 RE-31 asks for another referee after a decline; a recruiter may close with what there is', async () => {
    const { person, emails: [first = '', second = ''] } = await named();
    const form = linkIn((await mailTo(world, first)).text);
    await fetch(form);
    await fetch(`${form}/decline`, { method: 'POST', body: new URLSearchParams({ reason: 'no time' }) });
    expect((await mailTo(world, person.email, 2)).subject).toBe('En ny referens för Lagermedarbetare');
    await until(() => boxAt(world, person.id)?.status === 'needs_attention', 'attention');
    expect(await answerForm(linkIn((await mailTo(world, second)).text))).toBe(200);
    await until(async () => (await checkOf(world, person.id)).box.answered === 1, 'one answer');
    const { id } = await checkOf(world, person.id);
    expect((await world.api('POST', `/v1/refapp/checks/${id}/close`)).status).toBe(202);
    await until(() => boxAt(world, person.id)?.status === 'closed_incomplete', 'Closed incomplete');
    expect(boxAt(world, person.id)).toMatchObject({ answered: 1, requested: 2, reportUrl: expect.stringContaining('/reports/') });
  }, SLOW);

  it('RE-36 stops when the candidate withdraws: links end, nobody is written to any more', async () => {
    const { person, emails: [first = ''] } = await named();
    await weSelectControl(world, `/candidates/${person.id}/status`, { status: 'withdrawn' });
    await statusIs(world, person.id, 'cancelled');
    expect((await fetch(linkIn((await mailTo(world, first)).text))).status).toBe(410);
  }, SLOW);
});
