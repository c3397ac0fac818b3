import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ErasureService } from '../../src/operations/erasure/erasure.service.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import {
  answerForm, atRefapp, boxAt, checkOf, checksOf, chooseStep, expectStatus, linkIn, mailsTo, mailTo, nameReferees, newCandidate, newService, questionnaireOf,
  setUpRefapp, statusIs, weSelectStep, type ReferencePerson,
} from '../support/refapp-set-up.js';

const SLOW = 90_000;
const DAY_MS = 86_400_000;
let world: HubOverSandbox;
let serial = 0;

const referee = (): string => { serial += 1; return `edge-referee-${serial}@example.com`; };
const checkPath = async (subjectId: string): Promise<string> => `/v1/refapp/checks/${(await checkOf(world, subjectId)).id}`;
const kinds = async (subjectId: string): Promise<string[]> => ((await checksOf(world, subjectId)).length === 0 ? []
  : ((await world.api('GET', await checkPath(subjectId))).body.history as { kind: string }[]).map(({ kind }) => kind));

async function stepWith(settings: object): Promise<{ serviceId: string; id: string; hostStepId: string }> {
  const serviceId = await newService(world, 'Svetsare');
  return { serviceId, ...await weSelectStep(world, serviceId, { questionnaireId: questionnaireOf(world), ...settings }) };
}

async function chosen(step: { serviceId: string; hostStepId: string }, more: object = {}): Promise<ReferencePerson> {
  const person = await newCandidate(world, step.serviceId, more);
  await chooseStep(world, step.serviceId, person.id, step.hostStepId);
  return person;
}

async function named(emails: readonly string[] = [referee(), referee()]): Promise<{ person: ReferencePerson; emails: readonly string[] }> {
  const person = await chosen(await stepWith({ references: emails.length }));
  expect(await nameReferees(linkIn((await mailTo(world, person.email)).text), emails)).toBe(200);
  return { person, emails };
}

describe('Refapp when things go otherwise', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    await setUpRefapp(world);
  }, SLOW);
  afterAll(async () => { await world?.stop(); });

  it('RE-5 RE-7 RE-14 sends nothing by itself where the step says so; a recruiter asks the candidate and each referee', async () => {
    const person = await chosen(await stepWith({ candidateChannel: 'none', refereeChannel: 'none', references: 1 }));
    await until(async () => (await kinds(person.id)).includes('admitted'), 'the candidate in the project');
    await world.sandbox.control.settle();
    expect(await checkOf(world, person.id)).toMatchObject({ status: 'not_started' });
    expect(mailsTo(world, person.email)).toEqual([]);
    expect((await world.api('POST', `${await checkPath(person.id)}/request`, {})).status).toBe(202);
    const email = referee();
    await nameReferees(linkIn((await mailTo(world, person.email)).text), [email]);
    await statusIs(world, person.id, 'referees_named');
    expect(mailsTo(world, email)).toEqual([]);
    const { referees } = (await world.api('GET', await checkPath(person.id))).body as { referees: { refereeId: string }[] };
    expect((await world.api('POST', `${await checkPath(person.id)}/referees/${referees[0]?.refereeId}/request`, { channel: 'email' })).status).toBe(202);
    await mailTo(world, email);
  }, SLOW);

  it('RE-5 RE-7 RE-18 writes by e-mail and SMS where the step says both', async () => {
    const person = await chosen(await stepWith({ candidateChannel: 'both', refereeChannel: 'both', references: 1 }), { phone: '+46701740605' });
    const email = referee();
    await nameReferees(linkIn((await mailTo(world, person.email)).text), [email]);
    await mailTo(world, email);
    const { id } = await checkOf(world, person.id);
    const written = await world.db.asOwner<{ channel: string; key: string }>('select channel, key from message where key like $1 order by created_at_ms', [`%${id}%`]);
    expect(written.filter(({ key }) => key.includes(':candidate:')).map(({ channel }) => channel).toSorted()).toEqual(['email', 'sms']);
    expect(written.filter(({ key }) => !key.includes(':candidate:')).map(({ channel }) => channel)).toEqual(['email']);
  }, SLOW);

  it('RE-19 keeps the project for those who come through the integration', async () => {
    const step = await stepWith({});
    const person = await chosen(step);
    await mailTo(world, person.email);
    const { projectUrl } = (await world.api('GET', `/v1/refapp/steps/${step.id}`)).body as { projectUrl: string };
    const { apiUrl, apiKey } = world.sandbox.refapp.describe();
    const others = await fetch(`${apiUrl}/projects/${projectUrl.split('/').at(-1)}/candidates`, {
      method: 'POST', headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ externalId: 'by-hand', firstName: 'By', lastName: 'Hand' }),
    });
    expect(others.status).toBe(409);
    const card = await (await fetch(String((await checkOf(world, person.id)).box.candidateUrl))).text();
    expect(card).toContain('Made by Patchbay from We Select');
  }, SLOW);

  it('RE-17 is on hold without a questionnaire, tells the admins, and asks everybody once it has one and Start is pressed', async () => {
    const step = await stepWith({ questionnaireId: null, references: 1 });
    const person = await chosen(step);
    await statusIs(world, person.id, 'on_hold');
    await until(() => boxAt(world, person.id)?.status === 'on_hold', 'the box on hold');
    await until(() => mailsTo(world, 'robin@acme.example').some(({ subject }) => subject.includes('waits for a questionnaire')), 'the alert');
    expect(await world.api('POST', `/v1/refapp/steps/${step.id}/start`)).toMatchObject({ status: 409, body: { code: 'no-questionnaire' } });
    await world.api('PUT', `/v1/refapp/steps/${step.id}`, { settings: { questionnaireId: questionnaireOf(world) } });
    expect(mailsTo(world, person.email)).toEqual([]);
    expect(await world.api('POST', `/v1/refapp/steps/${step.id}/start`)).toMatchObject({ status: 202, body: { released: 1 } });
    await mailTo(world, person.email);
    expect(await checkOf(world, person.id)).toMatchObject({ status: 'requested' });
  }, SLOW);

  it('RE-18 uses the other channel when the chosen one is impossible, and needs contact details when none is possible', async () => {
    const step = await stepWith({ candidateChannel: 'sms', references: 1 });
    const byMail = await chosen(step);
    await mailTo(world, byMail.email);
    const nobody = await chosen(step, { email: null, phone: null });
    await until(() => boxAt(world, nobody.id)?.status === 'needs_attention', 'attention');
    expect(await checkOf(world, nobody.id)).toMatchObject({ problem: 'contact-details' });
    const known = world.sandbox.weSelect.records.candidates.get(nobody.id);
    if (known) known.email = 'found.at.last@example.com';
    expect((await world.api('POST', `${await checkPath(nobody.id)}/retry`)).status).toBe(202);
    await mailTo(world, 'found.at.last@example.com');
    expect(await checkOf(world, nobody.id)).toMatchObject({ problem: null, status: 'requested' });
  }, SLOW);

  it('RE-30 marks a referee whose mail is refused, asks the candidate to correct it, and needs attention', async () => {
    const { person } = await named(['nobody@bounce.example', referee()]);
    expect((await mailTo(world, person.email, 2)).subject).toBe('Vi når inte en av dina referenser');
    const { id, problem } = await checkOf(world, person.id);
    expect(problem).toBe('referee-missing');
    expect((await atRefapp(world, id))?.referees.map(({ status }) => status)).toContain('bounced');
    await until(() => boxAt(world, person.id)?.status === 'needs_attention', 'attention');
  }, SLOW);

  it('RE-37 writes no more to a referee who unsubscribed, in this or any other check, and asks for another one', async () => {
    const email = referee();
    const { person } = await named([email]);
    const mail = await mailTo(world, email) as { subject: string; text: string; headers?: Record<string, unknown> };
    const address = /https?:\/\/[^\s>"]+\/unsubscribe\/[\w-]+/.exec(JSON.stringify(mail))?.[0] ?? '';
    expect((await fetch(address, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })).status).toBe(200);
    expect((await mailTo(world, person.email, 2)).subject).toBe('En ny referens för Svetsare');
    expect((await atRefapp(world, (await checkOf(world, person.id)).id))?.referees.map(({ status }) => status)).toEqual(['opted_out']);
    const other = await named([email]);
    expect((await mailTo(world, other.person.email, 2)).subject).toBe('En ny referens för Svetsare');
    expect(mailsTo(world, email)).toHaveLength(1);
  }, SLOW);

  it('RE-34 asks for more references and keeps those given; days can be extended', async () => {
    const { person, emails } = await named();
    for (const email of emails) await mailTo(world, email);
    const before = (await world.api('GET', await checkPath(person.id))).body as { linksUntil: string };
    expect((await world.api('PATCH', await checkPath(person.id), { references: 3, extraDays: 5 })).status).toBe(200);
    expect((await mailTo(world, person.email, 2)).subject).toBe('Fler referenser för Svetsare');
    const after = (await world.api('GET', await checkPath(person.id))).body as { linksUntil: string; box: { requested: number } };
    expect(Date.parse(after.linksUntil) - Date.parse(before.linksUntil)).toBe(5 * DAY_MS);
    expect(after.box.requested).toBe(3);
    for (const email of emails) await answerForm(linkIn((await mailTo(world, email)).text));
    await until(async () => (await checkOf(world, person.id)).box.answered === 2, 'two answers');
    expect(await checkOf(world, person.id)).toMatchObject({ status: 'in_progress', box: { reportUrl: null } });
    const third = referee();
    await nameReferees(linkIn((await mailTo(world, person.email)).text), [third]);
    await answerForm(linkIn((await mailTo(world, third)).text));
    await statusIs(world, person.id, 'completed');
  }, SLOW);

  it('RE-28 RE-32 lets a recruiter name a referee under the same checks, and a referee correct answers before the end', async () => {
    const person = await chosen(await stepWith({ references: 2 }));
    await mailTo(world, person.email);
    const path = `${await checkPath(person.id)}/referees`;
    const who = { name: 'Referens', relation: 'Chef', company: 'Exempel AB', confirmed: true };
    expect(await world.api('POST', path, { ...who, email: person.email })).toMatchObject({ status: 422, body: { errors: [{ field: '/email' }] } });
    expect((await world.api('POST', path, { ...who, email: referee(), confirmed: false })).status).toBe(422);
    const email = referee();
    const { refereeId } = expectStatus(await world.api('POST', path, { ...who, email }), 201).body as { refereeId: string };
    const form = linkIn((await mailTo(world, email)).text);
    await answerForm(form);
    await until(async () => (await checkOf(world, person.id)).box.answered === 1, 'the answer');
    expect(await answerForm(form)).not.toBe(200);
    expect((await world.api('POST', `${path}/${refereeId}/reopen`)).status).toBe(202);
    await until(async () => (await checkOf(world, person.id)).box.answered === 0, 'the form to be open again');
    expect(await answerForm(form)).toBe(200);
    const second = referee();
    await world.api('POST', path, { ...who, email: second });
    await answerForm(linkIn((await mailTo(world, second)).text));
    await statusIs(world, person.id, 'completed');
    expect(await world.api('POST', `${path}/${refereeId}/reopen`)).toMatchObject({ status: 409, body: { code: 'check-over' } });
  }, SLOW);

  it('RE-35 hints at shared addresses without deciding anything; somebody marks it as approved', async () => {
    const { person, emails } = await named();
    for (const email of emails) {
      const form = linkIn((await mailTo(world, email)).text);
      const fields = { 'answers.q1': 'a', 'answers.q2': 'b', 'answers.q3': 'c', do: 'submit' };
      await fetch(form, { method: 'POST', body: new URLSearchParams(fields), headers: { 'x-forwarded-for': '192.0.2.9' } });
    }
    await statusIs(world, person.id, 'completed');
    const seen = (await world.api('GET', await checkPath(person.id))).body;
    expect(seen).toMatchObject({ status: 'completed', hints: [{ kind: 'ip', withCandidate: false }], hintsApproved: false });
    expect(boxAt(world, person.id)).toMatchObject({ status: 'completed' });
    const report = await (await fetch(String((await checkOf(world, person.id)).box.reportUrl))).text();
    expect(report).not.toContain('Please check');
    expect((await world.api('POST', `${await checkPath(person.id)}/approve-hints`)).status).toBe(202);
    expect((await world.api('GET', await checkPath(person.id))).body).toMatchObject({ hintsApproved: true });
  }, SLOW);

  it('RE-10 writes to everybody in their own language', async () => {
    const person = await chosen(await stepWith({}), { language: 'en' });
    expect((await mailTo(world, person.email)).subject).toBe('References for Svetsare');
    const finn = await chosen(await stepWith({}), { language: 'fi' });
    expect((await mailTo(world, finn.email)).text).toMatch(/^Hello Kim,/);
  }, SLOW);

  it('RE-38 erases a check on request: at Refapp, here, and what was not sent yet', async () => {
    const { person, emails: [email = ''] } = await named();
    await mailTo(world, email);
    const { id } = await checkOf(world, person.id);
    expect((await world.api('DELETE', `/v1/refapp/checks/${id}`)).status).toBe(204);
    await until(async () => (await atRefapp(world, id)) === undefined, 'the candidate to be gone from Refapp');
    expect((await world.api('GET', `/v1/refapp/checks/${id}`)).body).toMatchObject({ status: 'erased', referees: [], box: { candidateUrl: null, reportUrl: null } });
    expect((await fetch(linkIn((await mailTo(world, email)).text))).status).toBe(404);
    const rows = await world.db.asOwner<{ id: string }>('select id from message where key like $1', [`%${id}%`]);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    const isEmptied = async (row: { id: string }): Promise<boolean> => {
      const { recipient, text } = (await world.api('GET', `/v1/messages/${row.id}`)).body;
      return recipient === null && text === null;
    };
    await until(async () => {
      await world.hub.app.get(ErasureService).resume();
      return (await Promise.all(rows.map(isEmptied))).every(Boolean);
    }, 'every message to be emptied');
  }, SLOW);

  it('RE-42 shows everybody the status, the report only to whom may see references, and settings are for administrators', async () => {
    const { person, emails } = await named([referee()]);
    await answerForm(linkIn((await mailTo(world, emails[0] ?? '')).text));
    await statusIs(world, person.id, 'completed');
    const keyOf = async (role: string): Promise<string> => {
      const { id: memberId } = expectStatus(await world.api('POST', '/v1/members', { name: role, email: `${role}@acme.example`, role }), 201).body;
      return String(expectStatus(await world.api('POST', '/v1/keys', { label: 'test', memberId }), 201).body.key);
    };
    const { id } = await checkOf(world, person.id);
    const [admin, member, limited] = [await keyOf('admin'), await keyOf('team_member'), await keyOf('limited_team_member')];
    const readWith = (key: string) => world.call('GET', `/v1/refapp/checks/${id}`, { key });
    expect((await readWith(admin)).body).toMatchObject({ box: { reportUrl: expect.any(String) } });
    expect((await readWith(member)).body).toMatchObject({ status: 'completed', box: { answered: 1, reportUrl: null } });
    expect((await readWith(limited)).status).toBe(404);
    const step = { host: 'we-select', serviceId: 'srv', settings: {} };
    expect((await world.call('POST', '/v1/refapp/steps', { key: member, body: step })).status).toBe(403);
    expect((await world.call('POST', '/v1/refapp/we-select/sign-in', { key: admin })).status).toBe(403);
  }, SLOW);

  it('RE-41 stops sending when switched off, leaves links readable for seven days and shuts them then; on again, it goes on', async () => {
    const { person, emails: [email = ''] } = await named();
    const form = linkIn((await mailTo(world, email)).text);
    expect((await world.api('POST', '/v1/installations/refapp/disable')).status).toBe(200);
    expect((await fetch(form)).status).toBe(200);
    expect(await answerForm(form)).toBe(410);
    world.sandbox.clock.advance(8 * DAY_MS);
    expect((await fetch(form)).status).toBe(410);
    world.sandbox.clock.advance(-8 * DAY_MS);
    expect((await world.api('POST', '/v1/installations/refapp/enable')).status).toBe(200);
    expect(await answerForm(form)).toBe(200);
    await until(() => boxAt(world, person.id)?.answered === 1, 'the box after switching on again');
    expect(mailsTo(world, email)).toHaveLength(1);
  }, SLOW);
});
