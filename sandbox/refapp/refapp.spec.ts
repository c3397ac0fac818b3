import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../kit/index.js';
import { startRefapp, type Refapp } from './index.js';

const DAY = 86_400_000;
let clock: SandboxClock;
let refapp: Refapp;
let projectId = '';

beforeEach(async () => {
  clock = new SandboxClock();
  refapp = await startRefapp({ clock, idSeed: 'spec' });
  const { questionnaires } = refapp.describe();
  projectId = String((await api('POST', '/projects', {
    externalId: 'srv-1:stp-1', title: 'Warehouse', questionnaireIds: [questionnaires[0]?.id], candidateChannel: 'email', refereeChannel: 'email', requestedReferees: 2, source: 'hub',
  })).id);
});
afterEach(async () => { await refapp.close(); });

interface View {
  id: string; status: string; requestUrl: string; reportUrl: string | null; answered: number; referees: { id: string; formUrl: string; status: string }[];
  warnings: { kind: string }[];
}

async function api(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${refapp.describe().apiUrl}${path}`, {
    method, headers: { authorization: `Bearer ${refapp.describe().apiKey}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { httpStatus: response.status, ...(text === '' ? {} : JSON.parse(text) as object) };
}
const form = async (url: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers });
  return { status: response.status, text: await response.text() };
};
const candidate = async (id: string): Promise<View> => await api('GET', `/candidates/${id}`) as unknown as View;
const row = (n: number, more: Record<string, string> = {}): Record<string, string> => ({
  [`name.${n}`]: `Referee ${n}`, [`relation.${n}`]: 'Manager', [`company.${n}`]: 'Example AB', [`email.${n}`]: `referee-${n}@example.com`, ...more,
});

async function requested(): Promise<View> {
  const { id } = await api('POST', `/projects/${projectId}/candidates`, { externalId: 'can-1', firstName: 'Kim', lastName: 'Exempel', email: 'kim@example.com', phone: '+46701234567', source: 'hub' });
  await api('POST', `/candidates/${String(id)}/request`, { expiresAt: new Date(clock.now() + 30 * DAY).toISOString() });
  return candidate(String(id));
}

async function invited(): Promise<View> {
  const { id, requestUrl } = await requested();
  await form(requestUrl, { ...row(0), ...row(1), confirmed: 'yes', do: 'submit' });
  for (const referee of (await candidate(id)).referees) await api('PATCH', `/referees/${referee.id}`, { status: 'invited', expiresAt: new Date(clock.now() + 30 * DAY).toISOString() });
  return candidate(id);
}

const answers = { 'answers.q1': 'Two years', 'answers.q2': 'Calm', 'answers.q3': 'Yes', do: 'submit' };

describe('the Refapp emulator', () => {
  it('joins candidates to one project by the external id and refuses those that come another way', async () => {
    const again = await api('POST', '/projects', { externalId: 'srv-1:stp-1', title: 'x', candidateChannel: 'none', refereeChannel: 'none', requestedReferees: 1 });
    expect(again).toMatchObject({ httpStatus: 200, id: projectId, title: 'Warehouse' });
    const foreign = await api('POST', `/projects/${projectId}/candidates`, { externalId: 'can-9', firstName: 'Bo', lastName: 'X' });
    expect(foreign).toMatchObject({ httpStatus: 409, error: { code: 'foreign_project' } });
  });

  it('takes a draft below the number asked for, but submits only the whole, checked and confirmed', async () => {
    const { id, requestUrl } = await requested();
    expect((await form(requestUrl, { ...row(0), do: 'draft' })).text).toContain('Utkastet är sparat');
    expect((await candidate(id)).referees).toEqual([]);
    expect((await form(requestUrl, { ...row(0), confirmed: 'yes', do: 'submit' })).text).toContain('minst så många');
    expect((await form(requestUrl, { ...row(0), ...row(1), do: 'submit' })).text).toContain('Bekräfta');
    const self = await form(requestUrl, { ...row(0, { 'email.0': 'kim@example.com' }), ...row(1, { 'phone.1': '0701' }), confirmed: 'yes', do: 'submit' });
    expect(self).toMatchObject({ status: 422 });
    expect(self.text).toContain('inte vara du själv');
    expect(self.text).toContain('Numret är inte giltigt');
    expect((await form(requestUrl, { ...row(0), ...row(1), confirmed: 'yes', do: 'submit' })).status).toBe(200);
    expect(await candidate(id)).toMatchObject({ status: 'referees_submitted', referees: [{ status: 'created' }, { status: 'created' }] });
  });

  it('has no report before everybody has answered, and one afterwards', async () => {
    const { id, referees: [first, second] } = await invited();
    await fetch(first?.formUrl ?? '');
    expect((await form(first?.formUrl ?? '', { 'answers.q1': 'Two', do: 'draft' })).status).toBe(200);
    expect((await form(first?.formUrl ?? '', { 'answers.q1': 'Two', do: 'submit' })).status).toBe(422);
    expect((await form(first?.formUrl ?? '', answers)).status).toBe(200);
    expect((await form(first?.formUrl ?? '', answers)).status).toBe(410);
    expect(await candidate(id)).toMatchObject({ status: 'in_progress', answered: 1, reportUrl: null });
    expect((await fetch(`${refapp.baseUrl}/reports/${id}`)).status).toBe(404);
    await form(second?.formUrl ?? '', answers);
    const done = await candidate(id);
    expect(done).toMatchObject({ status: 'completed', answered: 2 });
    expect(await (await fetch(done.reportUrl ?? '')).text()).toContain('Calm');
  });

  it('lets a candidate replace a referee who declined', async () => {
    const { id, requestUrl, referees: [first] } = await invited();
    await fetch(first?.formUrl ?? '');
    await form(`${first?.formUrl}/decline`, { reason: 'no time' });
    expect((await candidate(id)).referees[0]).toMatchObject({ status: 'declined', reason: 'no time' });
    await form(requestUrl, { ...row(0, { 'email.0': 'third@example.com' }), confirmed: 'yes', do: 'submit' });
    expect((await candidate(id)).referees.map(({ status }) => status)).toEqual(['declined', 'invited', 'created']);
  });

  it('closes links in time: expired, read-only and then shut', async () => {
    const { requestUrl, referees: [first, second] } = await invited();
    await api('PUT', '/access', { mode: 'read_only', until: new Date(clock.now() + 7 * DAY).toISOString() });
    expect((await fetch(first?.formUrl ?? '')).status).toBe(200);
    expect((await form(first?.formUrl ?? '', answers)).status).toBe(410);
    clock.advance(8 * DAY);
    expect((await fetch(first?.formUrl ?? '')).status).toBe(410);
    await api('PUT', '/access', { mode: 'open' });
    expect((await fetch(second?.formUrl ?? '')).status).toBe(200);
    clock.advance(30 * DAY);
    expect([(await fetch(second?.formUrl ?? '')).status, (await fetch(requestUrl)).status]).toEqual([410, 410]);
  });

  it('hints at shared addresses without deciding anything', async () => {
    const { id, referees } = await invited();
    for (const referee of referees) await form(referee.formUrl, answers, { 'x-forwarded-for': '192.0.2.7' });
    expect(await candidate(id)).toMatchObject({ status: 'completed', warnings: [{ kind: 'ip' }] });
  });
});
