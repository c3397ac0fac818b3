import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signatureOf } from './index.js';
import { Stage } from './testing/stage.js';

const day = 24 * 60 * 60 * 1000;
let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(async () => { await stage.close(); });

const act = (applicantId: string, action: string, body?: unknown) => stage.control('POST', `/applicants/${applicantId}/${action}`, body);

describe('invitations', () => {
  it('are announced only after the mail server has taken the mail, which carries the link', async () => {
    const { applicantId, inviteUrl } = await stage.admit('Warehouse Operator', { locale: 'sv' });
    const [mail] = stage.mailbox.messages({ to: 'ann@to.example' });
    expect(mail).toMatchObject({
      subject: 'Din ansökan till Warehouse Operator: nästa steg',
      headers: { 'auto-submitted': 'auto-generated', 'list-unsubscribe': `<${inviteUrl}/unsubscribe>` },
      envelope: { from: `bounces+${applicantId}@career-place.example` },
    });
    expect(mail?.links).toContain(inviteUrl);
    expect(stage.received.map(({ event }) => event)).toEqual([{
      id: expect.stringMatching(/^evt_/), type: 'applicant.invited', occurredAt: expect.any(String),
      organisationId: stage.vendor.describe().organisationId,
      data: {
        applicantId, externalId: 'opp-1', jobId: stage.jobId('Warehouse Operator'), status: 'invited', transition: 1, round: 1,
        cardUrl: `${stage.vendor.baseUrl}/applicants/${applicantId}/card`,
      },
    }]);
  });

  it('that are refused give a bounce and leave the status; a corrected address invites after all', async () => {
    const { applicantId } = await stage.admit('Warehouse Operator', { email: 'gone@bounce.example' });
    expect(await stage.status(applicantId)).toBe('not_invited');
    expect(stage.received[0]?.event).toMatchObject({
      type: 'applicant.bounced',
      data: { status: 'not_invited', transition: 0, bounceType: 'hard', code: 550, mail: 'invitation', reason: expect.stringContaining('5.1.1') },
    });
    await stage.api('POST', `/applicants/${applicantId}/reinvite`, { email: 'ann@to.example' });
    await stage.settle();
    expect(stage.types()).toEqual(['applicant.bounced', 'applicant.invited']);
    expect(stage.mailbox.messages({ to: 'ann@to.example' })).toHaveLength(1);
  });

  it('that are put off are tried again, and given up as a soft bounce', async () => {
    stage.mailbox.addRule({ pattern: 'slow@to.example', kind: 'defer', times: 2 });
    stage.mailbox.addRule({ pattern: 'never@to.example', kind: 'defer', times: 99 });
    await stage.admit('Warehouse Operator', { externalId: 'slow', email: 'slow@to.example' });
    await stage.admit('Warehouse Operator', { externalId: 'never', email: 'never@to.example' });
    expect(stage.received.map(({ event: { type, data } }) => [data.externalId, type, data.bounceType])).toEqual([
      ['slow', 'applicant.invited', undefined], ['never', 'applicant.bounced', 'soft'],
    ]);
  });

  it('that come back later give a bounce while the status stays', async () => {
    stage.mailbox.addRule({ pattern: 'late@to.example', kind: 'accept-then-bounce', afterMs: 60_000 });
    const { applicantId } = await stage.admit('Warehouse Operator', { email: 'late@to.example' });
    stage.clock.advance(60_000);
    await stage.settle();
    expect(stage.types()).toEqual(['applicant.invited', 'applicant.bounced']);
    expect((await stage.api('GET', `/applicants/${applicantId}`)).json).toMatchObject({ status: 'invited', lastBounce: { reason: expect.any(String) } });
  });
});

describe('time', () => {
  it('alone changes nothing: no reminder and no opt-out without being told', async () => {
    const { applicantId } = await stage.admit('Warehouse Operator');
    stage.clock.advance(90 * day);
    await stage.settle();
    expect(stage.types()).toEqual(['applicant.invited']);
    expect(await stage.status(applicantId)).toBe('invited');
    expect(stage.mailbox.messages()).toHaveLength(1);
  });

  it('ends the link 30 days after the last invitation, for opted-out people too', async () => {
    const { applicantId, inviteUrl } = await stage.admit('Warehouse Operator');
    await stage.api('POST', `/applicants/${applicantId}/opt-out`);
    stage.clock.advance(30 * day + 1000);
    expect(await act(applicantId, 'start')).toMatchObject({ status: 409, json: { error: { code: 'link_expired' } } });
    expect((await fetch(inviteUrl)).status).toBe(410);
    await stage.api('POST', `/applicants/${applicantId}/reinvite`);
    await stage.settle();
    await stage.api('POST', `/applicants/${applicantId}/opt-out`);
    stage.clock.advance(29 * day);
    expect((await act(applicantId, 'start')).json).toMatchObject({ status: 'in_progress', round: 2 });
  });
});

describe('reminders', () => {
  it('go out when told, number by number, and each number once', async () => {
    const { applicantId } = await stage.admit('Warehouse Operator');
    const remind = async (body?: object) => (await stage.api('POST', `/applicants/${applicantId}/remind`, body)).status;
    expect(await remind({ n: 1 })).toBe(202);
    expect(await remind({ n: 1 })).toBe(200);
    expect(await remind({ n: 3 })).toBe(202);
    expect(await remind()).toBe(202);
    await stage.settle();
    expect(stage.received.slice(1).map(({ event }) => [event.type, event.data.n])).toEqual([
      ['applicant.reminded', 1], ['applicant.reminded', 3], ['applicant.reminded', 4],
    ]);
    expect(stage.mailbox.messages({ subject: 'Reminder' })).toHaveLength(3);
    expect(new Set(stage.mailbox.messages().map(({ messageId }) => messageId)).size).toBe(4);
  });
});

describe('the way through the funnel', () => {
  it('tells every step with its transition number, reviews included', async () => {
    const { applicantId } = await stage.admit('Head of Logistics');
    await act(applicantId, 'start');
    await act('opp-1', 'submit', { answers: { 'work-permit': 'Yes', years: '5+' }, homework: 'Done', video: 'https://v.example/1' });
    await act(applicantId, 'qualify');
    await stage.settle();
    expect(stage.received.map(({ event: { type, data } }) => [type, data.transition, data.kind ?? data.status])).toEqual([
      ['applicant.invited', 1, 'invited'], ['applicant.started', 2, 'in_progress'], ['applicant.submitted', 3, 'submitted'],
      ['applicant.review_started', 4, 'homework'], ['applicant.review_started', 5, 'video'], ['applicant.qualified', 6, 'qualified'],
    ]);
  });

  it('gives the reasons of a refusal, and who reversed it and why', async () => {
    const { applicantId } = await stage.admit('Backend Developer');
    const reasons = [{ step: 'homework', requirement: 'Working solution', answer: 'Does not start', text: 'The program does not start.' }];
    expect(await act(applicantId, 'qualify')).toMatchObject({ status: 409, json: { error: { code: 'invalid_transition' } } });
    await act(applicantId, 'start');
    await act(applicantId, 'submit');
    await act(applicantId, 'review-start', { kind: 'homework' });
    expect((await act(applicantId, 'unqualify')).json).toMatchObject({ error: { field: 'reasons' } });
    await act(applicantId, 'unqualify', { reasons });
    await act(applicantId, 'override', { by: 'Mia Example', reason: 'It starts after all.' });
    await act(applicantId, 'override', { by: 'Mia Example', reason: 'Wrong file.' });
    await stage.settle();
    expect(stage.received.slice(-3).map(({ event }) => event)).toMatchObject([
      { type: 'applicant.unqualified', data: { reasons } },
      { type: 'applicant.qualified', data: { override: { by: 'Mia Example', reason: 'It starts after all.' } } },
      { type: 'applicant.unqualified', data: { reasons: [{ text: 'Wrong file.' }], override: { by: 'Mia Example', reason: 'Wrong file.' } } },
    ]);
  });

  it('starts anew on a new application', async () => {
    const { applicantId } = await stage.admit('Warehouse Operator');
    await act(applicantId, 'start');
    await act(applicantId, 'submit', { answers: { 'work-permit': 'No', shifts: 'Yes', lifting: 'No' } });
    expect(await stage.status(applicantId)).toBe('unqualified');
    expect((await stage.api('POST', `/applicants/${applicantId}/reinvite`)).status).toBe(409);
    expect((await stage.api('POST', `/applicants/${applicantId}/reinvite`, { reapplied: true })).status).toBe(202);
    await stage.settle();
    expect((await stage.api('GET', `/applicants/${applicantId}`)).json).toMatchObject({ status: 'invited', round: 2, reasons: [] });
  });
});

describe('delivery of events', () => {
  it('is signed over timestamp and raw body, anew for each attempt, with the secret shown once', async () => {
    stage.nextStatuses.push(500);
    const { organisationId } = stage.vendor.describe();
    expect((await stage.api('GET', '/webhook')).json).toEqual({ url: stage.hookUrl, createdAt: expect.any(String) });
    await stage.admit('Warehouse Operator');
    expect(stage.received).toHaveLength(1);
    const renewed = await stage.api('PUT', '/webhook', { url: stage.hookUrl });
    stage.clock.advance(60_000);
    await stage.settle();
    const [first, second] = stage.received;
    expect(second?.raw).toBe(first?.raw);
    const secondsOf = (signature = '') => Number(/^t=(\d+),/.exec(signature)?.[1]);
    expect(first?.signature).toBe(signatureOf(stage.secret, first?.raw ?? '', secondsOf(first?.signature)));
    expect(second?.signature).toBe(signatureOf(String(renewed.json.secret), second?.raw ?? '', secondsOf(second?.signature)));
    expect(secondsOf(second?.signature) - secondsOf(first?.signature)).toBeGreaterThanOrEqual(60);
    expect(JSON.stringify((await stage.control('GET', '/organisations')).json)).not.toContain(String(renewed.json.secret));
    expect(organisationId).toBe(second?.event.organisationId);
  });

  it('can be doubled, lost and held back on demand, and repeated by hand', async () => {
    await stage.control('POST', '/webhook-switches', { duplicate: 1 });
    const { applicantId } = await stage.admit('Warehouse Operator');
    expect(stage.received.map(({ event }) => event.id)).toHaveLength(2);
    expect(stage.received[0]?.event.id).toBe(stage.received[1]?.event.id);
    await stage.control('POST', '/webhook-switches', { duplicate: 0, drop: 1 });
    await act(applicantId, 'start');
    await stage.settle();
    expect(stage.received).toHaveLength(2);
    const deliveries = (await stage.control('GET', '/deliveries')).json.data as { id: string; state: string }[];
    const lost = deliveries.find(({ state }) => state === 'dropped');
    await stage.control('POST', `/deliveries/${lost?.id}/rerun`);
    await stage.settle();
    expect(stage.types().at(-1)).toBe('applicant.started');
    expect((await stage.control('GET', `/events?applicantId=${applicantId}&type=applicant.started`)).json.data).toHaveLength(1);
  });

  it('stops when the webhook is removed', async () => {
    expect((await stage.api('DELETE', '/webhook')).status).toBe(204);
    expect((await stage.api('GET', '/webhook')).status).toBe(404);
    await stage.admit('Warehouse Operator');
    expect(stage.received).toEqual([]);
    expect((await stage.api('PUT', '/webhook', { url: 'ftp://x.example' })).json).toMatchObject({ error: { field: 'url' } });
  });
});
