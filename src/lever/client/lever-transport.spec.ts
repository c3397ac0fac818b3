import { afterEach, describe, expect, it } from '@jest/globals';
import { Agent, buildConnector } from 'undici';
import { OutcomeUnknown, SwitchedOff } from '../../sdk/errors.js';
import {
  LeverBadRequest, LeverForbidden, LeverInvalidOffset, LeverNotFound, LeverNotSent, LeverOutcomeUnknown, LeverThrottled,
  LeverUnauthorized, LeverUnavailable, LeverUnexpectedAnswer,
} from '../../sdk/lever/index.js';
import { leverCircuit } from './lever-circuit.js';
import type { LeverRequest } from './lever-request.js';
import { LeverTransport } from './lever-transport.js';
import { ScriptedServer, type Step } from './testing/scripted-server.js';
import type { CallRecord, LeverTransportOptions } from './transport-options.js';

const OPPORTUNITY = '619d67ac-478c-4c31-96c7-cfd0367e5a11';
const read: LeverRequest = { operation: 'opportunities.get', params: { opportunity: OPPORTUNITY } };
const addTags: LeverRequest = { operation: 'opportunities.addTags', params: { opportunity: OPPORTUNITY }, json: { tags: ['a'] } };
const addNote: LeverRequest = { operation: 'notes.create', params: { opportunity: OPPORTUNITY }, json: { value: 'x' } };
const move: LeverRequest = { operation: 'opportunities.updateStage', params: { opportunity: OPPORTUNITY }, json: { stage: 'offer' } };
const removeNote: LeverRequest = { operation: 'notes.delete', params: { opportunity: OPPORTUNITY, note: OPPORTUNITY } };
const fine: Step = { status: 200, json: { data: { id: OPPORTUNITY } } };
const refused = (status: number, code: string, message: string, headers = {}): Step => ({ status, json: { code, message }, headers });

describe('LeverTransport', () => {
  const servers: ScriptedServer[] = [];
  const agents: Agent[] = [];
  afterEach(async () => {
    for (const agent of agents.splice(0)) await agent.destroy();
    for (const server of servers.splice(0)) await server.stop();
  });

  async function set(steps: readonly Step[], options: Partial<LeverTransportOptions> = {}) {
    const server = await ScriptedServer.start(steps);
    const dispatcher = new Agent({ connectTimeout: 300 });
    servers.push(server);
    agents.push(dispatcher);
    const waits: number[] = [];
    const permits: string[] = [];
    const calls: CallRecord[] = [];
    const transport = new LeverTransport({
      baseUrl: server.baseUrl, dispatcher, timeoutMs: 300, random: () => 0.5, monotonicMs: () => performance.now(),
      authorize: async () => 'Bearer first', sleep: async (ms) => { waits.push(ms); },
      permit: async ({ operation }) => { permits.push(operation); }, onCall: (call) => calls.push(call), ...options,
    });
    return { server, transport, waits, permits, calls };
  }

  describe('a write that adds something', () => {
    it('is sent once and reported as unknown when the connection is cut after it was sent', async () => {
      const { server, transport } = await set([{ cut: 'before-answer' }, fine]);
      const error = await transport.send(addNote).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(LeverOutcomeUnknown);
      expect(error).toBeInstanceOf(OutcomeUnknown);
      expect(server.seen).toHaveLength(1);
    });

    it('is reported as unknown when the answer does not come in time', async () => {
      const { server, transport } = await set([{ hang: true }]);
      await expect(transport.send(addNote)).rejects.toMatchObject({ code: 'outcome-unknown', outage: 'timed-out' });
      expect(server.seen).toHaveLength(1);
    });

    it('is reported as unknown when the answer breaks off', async () => {
      const { transport } = await set([{ cut: 'in-body' }]);
      await expect(transport.send(addNote)).rejects.toMatchObject({ outage: 'connection-lost', failure: { status: 200 } });
    });

    it('is reported as unknown on a 5xx, which may come after the work was done', async () => {
      const { server, transport } = await set([refused(502, 'x', 'bad gateway'), fine]);
      await expect(transport.send(addNote)).rejects.toBeInstanceOf(LeverOutcomeUnknown);
      expect(server.seen).toHaveLength(1);
    });

    it('is reported as not sent when nobody listens', async () => {
      const { server, transport } = await set([fine]);
      await server.stop();
      await expect(transport.send(addNote)).rejects.toMatchObject({ code: 'lever-not-sent', outage: 'connect-failed', retryable: true });
      expect(server.seen).toHaveLength(0);
    });

    it('is reported as not sent when the host does not exist', async () => {
      const { transport } = await set([], { baseUrl: 'http://lever.invalid/v1' });
      await expect(transport.send(addNote)).rejects.toBeInstanceOf(LeverNotSent);
    });

    it('is reported as not sent when the time was up before the connection was there, and is not sent later either', async () => {
      const connect = buildConnector({});
      const dispatcher = new Agent({ connect: (options, callback) => { setTimeout(() => connect(options, callback), 400); } });
      agents.push(dispatcher);
      const { server, transport } = await set([fine], { dispatcher });
      await expect(transport.send(addNote)).rejects.toMatchObject({ code: 'lever-not-sent', outage: 'timed-out' });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(server.seen).toHaveLength(0);
    });

    it.each([
      'notes.create', 'opportunities.create', 'postings.apply', 'webhooks.create', 'uploads.create', 'files.upload',
    ] as const)('%s is not tried again on 429, 503 or a cut', async (operation) => {
      for (const step of [refused(429, 'x', 'slow'), refused(503, 'x', 'later'), { cut: 'before-answer' } as const]) {
        const { server, transport } = await set([step, fine]);
        await expect(transport.send({ operation, params: { opportunity: OPPORTUNITY, posting: OPPORTUNITY }, json: {} })).rejects.toThrow();
        expect(server.seen).toHaveLength(1);
      }
    });

    it('is throttled, not lost: 429 means no effect and may be sent again later', async () => {
      const { transport } = await set([refused(429, 'TooManyRequestsError', 'slow', { 'retry-after': '7' })]);
      await expect(transport.send(addNote)).rejects.toMatchObject({ code: 'lever-throttled', retryable: true, retryAfterMs: 7_000 });
    });
  });

  describe('reads and writes that set something', () => {
    it.each([429, 502, 503, 504])('are tried again on %i with full jitter and a permit for each try', async (status) => {
      for (const request of [read, addTags, move]) {
        const { server, transport, waits, permits } = await set([refused(status, 'x', 'y'), refused(status, 'x', 'y'), fine]);
        await expect(transport.send(request)).resolves.toMatchObject({ status: 200 });
        expect(server.seen).toHaveLength(3);
        expect(permits).toEqual(Array(3).fill(request.operation));
        expect(waits).toEqual([250, 500]);
      }
    });

    it('are tried again after a cut and a time-out', async () => {
      const { server, transport } = await set([{ cut: 'before-answer' }, { hang: true }, fine]);
      await expect(transport.send(addTags)).resolves.toMatchObject({ status: 200 });
      expect(server.seen).toHaveLength(3);
    });

    it('are tried once only when the caller says so', async () => {
      const { server, transport } = await set([refused(503, 'x', 'y'), fine]);
      await expect(transport.send({ ...move, attempts: 1 })).rejects.toBeInstanceOf(LeverOutcomeUnknown);
      expect(server.seen).toHaveLength(1);
    });

    it('give up after the last try with the error that fits', async () => {
      const { server, transport } = await set([refused(503, 'x', 'y')]);
      await expect(transport.send(read)).rejects.toBeInstanceOf(LeverUnavailable);
      expect(server.seen).toHaveLength(5);
    });

    it('wait as long as Retry-After says, and leave long waits to the caller', async () => {
      const short = await set([refused(429, 'x', 'y', { 'retry-after': '3' }), fine]);
      await short.transport.send(read);
      expect(short.waits).toEqual([3_000]);
      const long = await set([refused(429, 'x', 'y', { 'retry-after': '120' }), fine]);
      await expect(long.transport.send(read)).rejects.toBeInstanceOf(LeverThrottled);
      expect(long.server.seen).toHaveLength(1);
    });

    it('stay unknown when a later try only found the door closed', async () => {
      let allowed = 1;
      const { transport } = await set([{ cut: 'before-answer' }], { permit: async () => { if (allowed-- < 1) throw new SwitchedOff(); } });
      await expect(transport.send(move)).rejects.toMatchObject({ code: 'outcome-unknown', cause: { code: 'switched-off' } });
    });

    it('count a deletion as done when the second try finds nothing', async () => {
      const { transport } = await set([{ cut: 'before-answer' }, refused(404, 'ResourceNotFound', 'note was not found')]);
      await expect(transport.send(removeNote)).resolves.toMatchObject({ status: 204 });
      const plain = await set([refused(404, 'ResourceNotFound', 'note was not found')]);
      await expect(plain.transport.send(removeNote)).rejects.toBeInstanceOf(LeverNotFound);
    });
  });

  describe('refusals', () => {
    const answerOf = async (request: LeverRequest, step: Step) => {
      const { server, transport } = await set([step]);
      const error = await transport.send(request).catch((thrown: unknown) => thrown);
      expect(server.seen).toHaveLength(1);
      return error;
    };

    it('403 names the permission in the words of Lever', async () => {
      const error = await answerOf(addNote, refused(403, 'ForbiddenError', 'no'));
      expect(error).toBeInstanceOf(LeverForbidden);
      expect(error).toMatchObject({ permission: 'Create an opportunity note', scope: 'notes:write:admin', retryable: false });
    });

    it('400 tells the field and keeps candidate data out of the message', async () => {
      const message = 'A user already exists with that email address ines@example.org. at /email';
      const error = await answerOf(addNote, refused(400, 'BadRequestError', message));
      expect(error).toBeInstanceOf(LeverBadRequest);
      expect(error).toMatchObject({ pointer: '/email', failure: { leverCode: 'BadRequestError', leverMessage: message } });
      expect((error as Error).message).not.toContain('ines');
    });

    it('knows the paging token that is no longer good', async () => {
      expect(await answerOf({ operation: 'opportunities.list' }, refused(400, 'BadRequestError', 'Invalid offset token: x')))
        .toBeInstanceOf(LeverInvalidOffset);
    });

    it('422 is a refusal with its status', async () => {
      expect(await answerOf(read, refused(422, 'x', 'unprocessable'))).toMatchObject({ code: 'lever-bad-request', failure: { status: 422 } });
    });
  });

  describe('the credential', () => {
    it('is refreshed once after a 401 and the call repeated, adding writes too', async () => {
      let token = 'Bearer first';
      const { server, transport } = await set([refused(401, 'UnauthorizedError', 'no'), fine], {
        authorize: async () => token, onUnauthorized: async ({ authorization }) => { token = `${authorization}-renewed`; return 'retry'; },
      });
      await transport.send(addNote);
      expect(server.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer first', 'Bearer first-renewed']);
    });

    it('is given up when it is refused again, or cannot be refreshed', async () => {
      const again = await set([refused(401, 'UnauthorizedError', 'no')], { onUnauthorized: async () => 'retry' });
      await expect(again.transport.send(read)).rejects.toBeInstanceOf(LeverUnauthorized);
      expect(again.server.seen).toHaveLength(2);
      const gone = await set([refused(401, 'UnauthorizedError', 'no')], { onUnauthorized: async () => 'fail' });
      await expect(gone.transport.send(read)).rejects.toMatchObject({ code: 'credential-refused', system: 'lever', retryable: false });
      expect(gone.server.seen).toHaveLength(1);
    });
  });

  describe('what may stop a call', () => {
    it('makes no request once the permit is refused', async () => {
      const { server, transport } = await set([fine], { permit: async () => { throw new SwitchedOff(); } });
      await expect(transport.send(read)).rejects.toBeInstanceOf(SwitchedOff);
      expect(server.seen).toHaveLength(0);
    });

    it('opens the circuit after failures in a row and lets it close again', async () => {
      const { server, transport } = await set([...Array<Step>(3).fill(refused(503, 'x', 'y')), fine], {
        circuit: leverCircuit({ failures: 3, halfOpenAfterMs: 50 }),
      });
      await expect(transport.send(read)).rejects.toMatchObject({ outage: 'circuit-open' });
      await expect(transport.send(addNote)).rejects.toMatchObject({ code: 'lever-not-sent', outage: 'circuit-open' });
      expect(server.seen).toHaveLength(3);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await expect(transport.send(read)).resolves.toMatchObject({ status: 200 });
    });

    it('does not open the circuit for refusals', async () => {
      const { server, transport } = await set([refused(404, 'ResourceNotFound', 'x')], { circuit: leverCircuit({ failures: 2, halfOpenAfterMs: 1_000 }) });
      for (let i = 0; i < 4; i += 1) await expect(transport.send(read)).rejects.toBeInstanceOf(LeverNotFound);
      expect(server.seen).toHaveLength(4);
    });

    it('ends when the caller aborts: not sent before, unknown while a write is on the wire', async () => {
      const before = await set([fine]);
      await expect(before.transport.send({ ...addNote, signal: AbortSignal.abort() })).rejects.toMatchObject({ outage: 'cancelled', code: 'lever-not-sent' });
      const during = await set([{ hang: true }]);
      const signal = AbortSignal.timeout(80);
      await expect(during.transport.send({ ...addNote, signal })).rejects.toMatchObject({ outage: 'cancelled', code: 'outcome-unknown' });
    });
  });

  describe('odd answers', () => {
    it('refuses a body over the limit: unexpected for a read, unknown for a write', async () => {
      const big: Step = { status: 200, text: `"${'x'.repeat(2_000)}"` };
      const one = await set([big], { maxAnswerBytes: 1_000 });
      await expect(one.transport.send(read)).rejects.toBeInstanceOf(LeverUnexpectedAnswer);
      const two = await set([big], { maxAnswerBytes: 1_000 });
      await expect(two.transport.send(addNote)).rejects.toBeInstanceOf(LeverOutcomeUnknown);
    });

    it('follows a redirect on the same host, with a permit, and none to another', async () => {
      const same = await set([{ status: 301, headers: { location: '/v1/elsewhere' } }, fine]);
      await expect(same.transport.send(read)).resolves.toMatchObject({ status: 200 });
      expect(same.server.seen[1]?.url).toBe('/v1/elsewhere');
      expect(same.permits).toHaveLength(2);
      const other = await set([{ status: 301, headers: { location: 'http://127.0.0.2:1/v1/x' } }, fine]);
      await expect(other.transport.send(read)).rejects.toBeInstanceOf(LeverUnexpectedAnswer);
      expect(other.server.seen).toHaveLength(1);
      const circle = await set([{ status: 301, headers: { location: '/v1/circle' } }]);
      await expect(circle.transport.send(read)).rejects.toBeInstanceOf(LeverUnexpectedAnswer);
      expect(circle.server.seen).toHaveLength(4);
    });

    it.each(['', '..', '../../users', 'a/b', 'a?b', '%2e%2e'])('never lets the id %p lead to another endpoint', async (opportunity) => {
      const { server, transport } = await set([fine]);
      await expect(transport.send({ ...read, params: { opportunity } })).rejects.toBeInstanceOf(LeverNotFound);
      expect(server.seen).toHaveLength(0);
    });
  });

  it('records every request with outcome and attempt', async () => {
    const { transport, calls } = await set([refused(503, 'x', 'y'), fine]);
    await transport.send(read);
    expect(calls).toMatchObject([
      { operation: 'opportunities.get', method: 'GET', status: 503, outcome: 'lever-unavailable', attempt: 1 },
      { status: 200, outcome: 'ok', attempt: 2 },
    ]);
  });
});
