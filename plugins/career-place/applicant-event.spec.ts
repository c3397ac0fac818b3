import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { applicantOf, bounceOf, parseEvents, SIGNATURE_HEADER, STEP_OF_EVENT, stepOf, verifySignature } from './applicant-event.js';

const T = 1_767_225_600;
const rawBody = Buffer.from('{"id":"evt_1"}');
const KNOWN = 't=1767225600,v1=3bacc4becf1f1ea0381f6c39c8cc30d56fc1ba7c75c2240a633599f8cec9955c';
const check = (signature: string | undefined, more: Partial<Parameters<typeof verifySignature>[0]> = {}) => verifySignature({
  headers: signature === undefined ? {} : { [SIGNATURE_HEADER]: signature }, rawBody, secrets: ['cp_whsec_example'], now: T * 1_000, ...more,
}).ok;

describe('the signature of an event', () => {
  it('agrees with the published example', () => {
    expect(check(KNOWN)).toBe(true);
  });

  it('covers the bytes as received, the time and the secret', () => {
    expect(check(KNOWN, { rawBody: Buffer.from('{"id": "evt_1"}') })).toBe(false);
    expect(check(KNOWN.replace('600', '601'))).toBe(false);
    expect(check(KNOWN, { secrets: ['another'] })).toBe(false);
    expect(check(KNOWN, { secrets: [] })).toBe(false);
  });

  it('accepts the secret before while a new one comes in', () => {
    expect(check(KNOWN, { secrets: ['new', 'cp_whsec_example'] })).toBe(true);
  });

  it('is refused five minutes from now in either direction', () => {
    for (const seconds of [-300, 300]) expect(check(KNOWN, { now: (T + seconds) * 1_000 })).toBe(true);
    for (const seconds of [-301, 301]) expect(check(KNOWN, { now: (T + seconds) * 1_000 })).toBe(false);
  });

  it.each([undefined, '', 't=1,v1=', 'v1=00', `${KNOWN},v1=00`, KNOWN.toUpperCase(), 't=99999999999999,v1=00'])('is refused in another form: %s', (signature) => {
    expect(check(signature)).toBe(false);
  });

  it('signs the body exactly once', () => {
    const forged = createHmac('sha256', 'cp_whsec_example').update(rawBody).digest('hex');
    expect(check(`t=${T},v1=${forged}`)).toBe(false);
  });
});

const data = {
  applicantId: 'app_1', externalId: 'o1', jobId: 'job_1', status: 'unqualified', transition: 4, round: 1, cardUrl: 'https://cp.example/applicants/app_1/card',
  reasons: [{ step: 'requirements', requirement: 'Licence', answer: 'B', text: 'Expected C.', sensitive: true }], override: { by: 'Kim', reason: 'Checked again.' },
};
const envelope = (more: object = {}) => Buffer.from(JSON.stringify({
  id: 'evt_9', type: 'applicant.unqualified', occurredAt: '2026-01-06T10:00:00.000Z', organisationId: 'org_1', data, ...more,
}));

describe('the body of an event', () => {
  it('SH-14 becomes one event in the lane of its opportunity', () => {
    expect(parseEvents(envelope())).toMatchObject([{ id: 'evt_9', type: 'applicant.unqualified', occurredAt: Date.UTC(2026, 0, 6, 10), lane: 'opportunity:o1' }]);
  });

  it('CP-30 CP-39 tells a step with its reasons and who reversed it', () => {
    const [event] = parseEvents(envelope());
    expect(event && stepOf('unqualified', event.occurredAt, applicantOf(event))).toMatchObject({
      kind: 'unqualified', transition: 4, round: 1, at: Date.UTC(2026, 0, 6, 10), reasons: [{ requirement: 'Licence', sensitive: true }], override: { by: 'Kim', reason: 'Checked again.' },
    });
  });

  it('CP-13 tells why a mail came back', () => {
    const [event] = parseEvents(envelope({ type: 'applicant.bounced', data: { ...data, reasons: undefined, reason: '550 no such user', code: 550, bounceType: 'hard', mail: 'invitation' } }));
    expect(event && bounceOf(applicantOf(event))).toEqual({ mail: 'invitation', bounceType: 'hard', reason: '550 no such user' });
  });

  it('knows every type that changes a status', () => {
    expect(Object.values(STEP_OF_EVENT)).toEqual(['invited', 'started', 'submitted', 'review_started', 'qualified', 'unqualified', 'opted_out', 'withdrawn']);
  });

  it.each([['no JSON', Buffer.from('nope')], ['no data', envelope({ data: {} })], ['no time', envelope({ occurredAt: 'yesterday' })]])('is refused with %s', (_what, body) => {
    expect(() => parseEvents(body)).toThrow();
  });
});
