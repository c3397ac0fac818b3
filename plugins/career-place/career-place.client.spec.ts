import { describe, expect, it } from '@jest/globals';
import type { VendorAnswer, VendorHttp, VendorRequest } from 'patchbay/sdk';
import { CareerPlaceClient } from './career-place.client.js';
import { VENDOR_ACTIONS, type VendorActionName } from './vendor-actions.js';

const applicant = {
  applicantId: 'app_1', jobId: 'job_1', status: 'invited', paused: false, round: 1, transition: 1, cardUrl: 'https://cp.example/card', lastBounce: null, reasons: [],
  history: [{ transition: 1, status: 'invited', at: '2026-01-05T08:00:00.000Z' }], email: 'ann@to.example', inviteUrl: 'https://cp.example/apply/secret',
};
const refusal = (status: number, code: string) => ({ status, headers: {}, body: { error: { code, message: `no: ${code}` } } });

class Recorder implements VendorHttp {
  readonly requests: VendorRequest[] = [];
  constructor(private readonly answer: Partial<VendorAnswer>) {}
  async request(request: VendorRequest): Promise<VendorAnswer> {
    this.requests.push(request);
    return { status: 200, headers: {}, body: null, ...this.answer };
  }
}

const REQUESTS: Readonly<Record<VendorActionName, Record<string, unknown>>> = {
  'invite': { jobId: 'job_1', externalId: 'o1', email: 'ann@to.example', firstName: 'Ann', lastName: 'Example', locale: 'en' },
  'reinvite': { applicantId: 'app_1', email: 'b@to.example', reapplied: true, key: 'e1:i2' }, 'remind': { applicantId: 'app_1', n: 2, key: 'e1:r1:2' },
  'opt-out': { applicantId: 'app_1' }, 'withdraw': { applicantId: 'app_1' }, 'pause': { applicantId: 'app_1' }, 'resume': { applicantId: 'app_1' },
  'erase': { applicantId: 'app_1' }, 'link': { jobId: 'job_1', postingId: 'p1' }, 'unlink': { jobId: 'job_1', postingId: 'p1' },
};

describe('writes to career.place', () => {
  it.each<[VendorActionName, string]>([
    ['invite', 'POST /api/v1/jobs/job_1/applicants'], ['reinvite', 'POST /api/v1/applicants/app_1/reinvite'], ['remind', 'POST /api/v1/applicants/app_1/remind'],
    ['opt-out', 'POST /api/v1/applicants/app_1/opt-out'], ['withdraw', 'POST /api/v1/applicants/app_1/withdraw'], ['pause', 'POST /api/v1/applicants/app_1/pause'],
    ['resume', 'POST /api/v1/applicants/app_1/resume'], ['erase', 'DELETE /api/v1/applicants/app_1'], ['link', 'PUT /api/v1/jobs/job_1/integration'],
    ['unlink', 'DELETE /api/v1/jobs/job_1/integration'],
  ])('%s goes to %s and may be repeated', async (name, where) => {
    const http = new Recorder({ body: applicant });
    await VENDOR_ACTIONS[name].send(REQUESTS[name], http);
    expect(http.requests.map((request) => `${request.method} ${request.path}`)).toEqual([where]);
    expect([http.requests[0]?.repeatable, VENDOR_ACTIONS[name].repeatable]).toEqual([true, true]);
  });

  it('say the same on every repetition: key and body come from the frozen request', async () => {
    const http = new Recorder({ body: applicant });
    for (let time = 0; time < 2; time += 1) await VENDOR_ACTIONS.reinvite.send(REQUESTS.reinvite, http);
    expect(http.requests[0]).toMatchObject({ headers: { 'idempotency-key': 'e1:i2' }, json: { email: 'b@to.example', reapplied: true } });
    expect(http.requests[1]).toEqual(http.requests[0]);
  });

  it('CP-32 G6 keep neither the candidate’s own link nor an address as a result', async () => {
    for (const name of ['invite', 'reinvite', 'remind'] as const) {
      expect(JSON.stringify(await VENDOR_ACTIONS[name].send(REQUESTS[name], new Recorder({ body: applicant })))).not.toMatch(/secret|ann@/);
    }
  });

  it.each(['remind', 'opt-out', 'withdraw', 'pause', 'resume'] as const)('CP-24 %s is no failure when the candidate was quicker', async (name) => {
    expect(await VENDOR_ACTIONS[name].send(REQUESTS[name], new Recorder(refusal(409, 'invalid_transition')))).toEqual({ isApplied: false, why: 'no: invalid_transition' });
  });

  it('CP-13 invite and link fail with the words of the refusal', async () => {
    await expect(VENDOR_ACTIONS.invite.send(REQUESTS.invite, new Recorder(refusal(422, 'invalid_field'))))
      .rejects.toMatchObject({ code: 'career-place-invalid-field', message: 'no: invalid_field', retryable: false });
    await expect(VENDOR_ACTIONS.link.send(REQUESTS.link, new Recorder(refusal(409, 'already_linked')))).rejects.toMatchObject({ code: 'career-place-already-linked' });
  });

  it('take what is gone already as erased', async () => {
    expect(await VENDOR_ACTIONS.erase.send(REQUESTS.erase, new Recorder(refusal(404, 'not_found')))).toEqual({ isApplied: true });
  });
});

describe('reading career.place', () => {
  it('reads an applicant, and null for none', async () => {
    expect(await new CareerPlaceClient(new Recorder({ body: applicant })).applicant('app_1')).toMatchObject({ transition: 1, history: [{ at: Date.UTC(2026, 0, 5, 8) }] });
    expect(await new CareerPlaceClient(new Recorder(refusal(404, 'not_found'))).applicant('x')).toBeNull();
    expect(await new CareerPlaceClient(new Recorder(refusal(404, 'not_found'))).job('x')).toBeNull();
  });

  it('refuses an answer of another shape without repeating what it says', async () => {
    const read = new CareerPlaceClient(new Recorder({ body: { ...applicant, transition: 'Ann' } })).applicant('app_1');
    await expect(read).rejects.toMatchObject({ code: 'career-place-unexpected-answer', message: expect.stringContaining('transition') });
    await expect(read).rejects.not.toMatchObject({ message: expect.stringContaining('Ann') });
  });

  it('keeps ids inside their place in the address', async () => {
    const http = new Recorder(refusal(404, 'not_found'));
    await new CareerPlaceClient(http).job('../organisation?x');
    expect(http.requests[0]?.path).toBe('/api/v1/jobs/..%2Forganisation%3Fx');
  });
});
