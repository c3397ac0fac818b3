import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Stage } from './testing/stage.js';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(async () => { await stage.close(); });

const pathOf = (url: string) => new URL(url).pathname;
const page = async (path: string, headers: Record<string, string> = {}) => stage.call('GET', path, undefined, headers);

describe('the candidate pages', () => {
  it('lead from the mail to a decision when there are requirements only', async () => {
    await stage.admit('Warehouse Operator');
    const link = stage.mailbox.messages()[0]?.links.find((one) => !one.endsWith('/leave')) ?? '';
    const path = pathOf(link);
    expect((await page(path)).text).toContain(`action="${path}/start"`);
    expect(await stage.form(`${path}/start`)).toMatchObject({ status: 303 });
    expect((await page(path)).text).toContain('name="answers.shifts" value="Yes"');
    expect(await stage.form(`${path}/submit`, { 'answers.work-permit': 'Yes' })).toMatchObject({ status: 422, text: expect.stringContaining('role="alert"') });
    expect((await stage.form(`${path}/submit`, { 'answers.work-permit': 'Yes', 'answers.shifts': 'Yes', 'answers.lifting': 'Yes' })).status).toBe(303);
    await stage.settle();
    expect(stage.types()).toEqual(['applicant.invited', 'applicant.started', 'applicant.submitted', 'applicant.unqualified']);
    expect(stage.received.at(-1)?.event.data.reasons).toEqual([expect.objectContaining({ step: 'requirements', answer: 'Yes', sensitive: true })]);
    expect((await page(path)).text).toContain('Thank you.');
  });

  it('ask for homework and video where the job has them, and wait for the team', async () => {
    const { applicantId, inviteUrl } = await stage.admit('Head of Logistics');
    const path = pathOf(inviteUrl);
    await stage.form(`${path}/start`);
    const form = (await page(path)).text;
    expect(form).toContain('name="homework"');
    expect(form).toContain('name="video"');
    const answers = { 'answers.work-permit': 'Yes', 'answers.years': '2-4' };
    expect((await stage.form(`${path}/submit`, { ...answers, homework: '<b>Plan</b>' })).status).toBe(422);
    expect((await stage.form(`${path}/submit`, { ...answers, homework: '<b>Plan</b>', video: 'https://v.example/1' })).status).toBe(303);
    expect(await stage.status(applicantId)).toBe('in_review');
    expect((await page(path)).text).toContain('The team is looking');
  });

  it('let a candidate leave, and stop the reminders with one click', async () => {
    const first = await stage.admit('Warehouse Operator');
    const unsubscribe = pathOf(/<(.*)>/.exec(stage.mailbox.messages()[0]?.headers['list-unsubscribe'] ?? '')?.[1] ?? '');
    await stage.form(unsubscribe, { 'List-Unsubscribe': 'One-Click' });
    expect(await stage.status(first.applicantId)).toBe('opted_out');
    expect((await page(`${pathOf(first.inviteUrl)}/leave`)).text).toContain('Do you want to withdraw');
    await stage.form(`${pathOf(first.inviteUrl)}/withdraw`);
    await stage.settle();
    expect(stage.received.slice(1).map(({ event }) => [event.type, event.data.by])).toEqual([
      ['applicant.opted_out', 'candidate'], ['applicant.withdrawn', 'candidate'],
    ]);
    expect((await stage.form(`${pathOf(first.inviteUrl)}/start`)).status).toBe(409);
  });

  it('say that the position is no longer open while paused, and go on afterwards', async () => {
    const { applicantId, inviteUrl } = await stage.admit('Warehouse Operator');
    await stage.api('POST', `/applicants/${applicantId}/pause`);
    expect(await page(pathOf(inviteUrl))).toMatchObject({ status: 410, text: expect.stringContaining('no longer open') });
    expect((await stage.form(`${pathOf(inviteUrl)}/start`)).status).toBe(409);
    await stage.api('POST', `/applicants/${applicantId}/resume`);
    expect((await stage.form(`${pathOf(inviteUrl)}/start`)).status).toBe(303);
  });
});

describe('the applicant card', () => {
  const signIn = async (next: string, fields: Record<string, string> = {}) =>
    stage.form('/sign-in', { ...stage.vendor.describe().cardSignIn, next, ...fields });

  it('asks for sign-in, says nothing about the person before, and shows everything after', async () => {
    const { cardUrl, applicantId } = await stage.admit('Backend Developer', { firstName: '<i>Ann</i>' });
    const path = pathOf(cardUrl);
    expect(cardUrl).toBe(`${stage.vendor.baseUrl}/applicants/${applicantId}/card`);
    const closed = await page(path);
    expect(closed).toMatchObject({ status: 302 });
    expect(closed.text).not.toContain('Ann');
    const form = await page(closed.headers.get('location') ?? '');
    expect(form.text).toContain('type="password"');
    expect((await signIn(path, { password: 'wrong' })).status).toBe(401);
    const open = await signIn(path);
    expect(open).toMatchObject({ status: 303 });
    expect(open.headers.get('location')).toBe(path);
    const cookie = (open.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const card = await page(path, { cookie });
    expect(card.text).toContain('&lt;i&gt;Ann&lt;/i&gt;');
    expect(card.text).toContain('ann@to.example');
    expect((await page('/applicants/app_none/card', { cookie })).status).toBe(404);
  });

  it('never sends anyone elsewhere after sign-in', async () => {
    const answer = await signIn('https://elsewhere.example/applicants/x/card');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('location')).toBeNull();
  });

  it('lets the job team decide and reverse', async () => {
    const { applicantId, cardUrl } = await stage.admit('Backend Developer');
    await stage.control('POST', `/applicants/${applicantId}/start`);
    await stage.control('POST', `/applicants/${applicantId}/submit`);
    const path = pathOf(cardUrl);
    const cookie = ((await signIn(path)).headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await stage.form(`${path}/qualify`)).headers.get('location')).toContain('/sign-in');
    expect((await stage.form(`${path}/unqualify`, { reason: 'Homework copied.' }, { cookie })).status).toBe(303);
    expect(await stage.status(applicantId)).toBe('unqualified');
    expect((await stage.form(`${path}/qualify`, {}, { cookie })).status).toBe(409);
    await stage.form(`${path}/override`, { reason: 'It was not.' }, { cookie });
    await stage.settle();
    expect(stage.received.at(-1)?.event).toMatchObject({
      type: 'applicant.qualified', data: { override: { by: stage.vendor.describe().cardSignIn.email, reason: 'It was not.' } },
    });
  });
});
