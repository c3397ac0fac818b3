import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEmulator, type Emulator, SandboxClock, SeededRandom, SignedSender } from './index.js';

describe('an emulator made with the kit', () => {
  let emulator: Emulator;
  let applied: string[];

  beforeEach(async () => {
    applied = [];
    emulator = await createEmulator({ name: 'sample', clock: new SandboxClock() });
    emulator.app.put<{ Params: { id: string } }>('/v1/things/:id', async (request) => {
      request.credentialLabel = 'key-1';
      applied.push(request.params.id);
      return { id: request.params.id };
    });
    await emulator.listen();
  });

  afterEach(() => emulator.close());

  const put = (id: string) => fetch(`${emulator.baseUrl}/v1/things/${id}`, { method: 'PUT' });
  const fault = (rule: object) => control('POST', 'faults', rule);
  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${emulator.baseUrl}/__control/${path}`, {
      method, body: body && JSON.stringify(body), headers: body && { 'content-type': 'application/json' },
    });
    return { status: response.status, body: await response.json() as Record<string, never> };
  };

  it('cuts before the write so that nothing is applied, and counts the fault down', async () => {
    await fault({ route: 'PUT /v1/things/:thing', kind: 'cut-before', times: 1 });
    await expect(put('a')).rejects.toThrow();
    expect(applied).toEqual([]);
    expect((await put('b')).status).toBe(200);
    expect((await control('GET', 'faults')).body.faults).toMatchObject([{ kind: 'cut-before', fired: 1 }]);
  });

  it('cuts after the write so that it is applied without an answer', async () => {
    await fault({ route: 'PUT /v1/things/:id', kind: 'cut-after', times: 1 });
    await expect(put('a')).rejects.toThrow();
    expect(applied).toEqual(['a']);
  });

  it('applies late after cutting when asked to', async () => {
    await fault({ route: 'ANY *', kind: 'cut-then-apply', delayMs: 150, times: 1 });
    await expect(put('a')).rejects.toThrow();
    expect(applied).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(applied).toEqual(['a']);
  });

  it('hangs without an answer', async () => {
    await fault({ route: 'ANY /v1/*', kind: 'hang', times: 1 });
    await expect(fetch(`${emulator.baseUrl}/v1/things/a`, { method: 'PUT', signal: AbortSignal.timeout(200) })).rejects.toThrow();
    expect(applied).toEqual([]);
  });

  it('answers a status on demand with body and headers', async () => {
    await fault({ route: 'PUT /v1/things/special', kind: 'status', status: 503, body: { oops: true }, headers: { 'retry-after': '3' } });
    const response = await put('special');
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([503, '3', { oops: true }]);
    expect((await put('other')).status).toBe(200);
  });

  it('draws the same faults from the same seed', async () => {
    const run = async () => {
      await control('DELETE', 'faults');
      await fault({ route: 'ANY *', kind: 'status', status: 500, probability: 0.5, seed: 7 });
      const statuses: number[] = [];
      for (let index = 0; index < 12; index += 1) statuses.push((await put('x')).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await run()).toEqual(first);
  });

  it('refuses a fault it cannot show', async () => {
    expect((await fault({ route: 'nonsense', kind: 'delay' })).status).toBe(400);
    expect((await fault({ route: 'GET /x', kind: 'explode' })).status).toBe(400);
  });

  it('logs requests with route, status and credential, and counts calls', async () => {
    await put('a');
    await put('b');
    expect((await control('GET', 'requests')).body.requests).toMatchObject([
      { method: 'PUT', path: '/v1/things/a', route: '/v1/things/:id', status: 200, credential: 'key-1' },
      { path: '/v1/things/b' },
    ]);
    expect((await control('GET', 'calls')).body).toMatchObject({ total: 2, byCredential: { 'key-1': 2 }, byRoute: { 'PUT /v1/things/:id': 2 } });
  });

  it('moves the clock by control', async () => {
    expect((await control('POST', 'clock', { advanceMs: 3_600_000 })).body.offsetMs).toBe(3_600_000);
    expect((await control('POST', 'clock', { offsetMs: 5 })).body.offsetMs).toBe(5);
    expect((await control('POST', 'clock', {})).status).toBe(400);
    expect((await control('GET', 'idle')).body).toEqual({ idle: true, pending: 0, nextDueAt: null });
  });
});

describe('the signed sender', () => {
  let server: Server;
  let received: string[];
  let answer: number;
  let clock: SandboxClock;
  let sender: SignedSender;

  beforeEach(async () => {
    received = [];
    answer = 200;
    clock = new SandboxClock();
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
      request.on('end', () => {
        received.push(body);
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    sender.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const send = (body: string) => sender.enqueue({
    url: url(), event: 'sample', render: (attempt) => ({ body: `${body}${attempt}`, headers: {} }),
  });
  const settled = async () => {
    for (let round = 0; round < 200 && sender.pendingWork().pending > 0; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('retries five times at growing gaps of business time, then gives up', async () => {
    sender = new SignedSender({ clock });
    answer = 302;
    const delivery = send('a');
    for (const gapMs of [0, 60_000, 300_000, 1_800_000, 7_200_000, 28_800_000]) {
      clock.advance(gapMs);
      await settled();
    }
    expect(received).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6']);
    expect(delivery.state).toBe('failed');
    clock.advance(1e9);
    await settled();
    expect(received).toHaveLength(6);
  });

  it('does not retry before its time, and tells when that is', async () => {
    sender = new SignedSender({ clock });
    answer = 500;
    send('a');
    await settled();
    clock.advance(50_000);
    await settled();
    expect(received).toHaveLength(1);
    expect(sender.pendingWork()).toMatchObject({ pending: 0, nextDueAt: expect.any(Number) });
  });

  it('doubles and drops when switched to', async () => {
    sender = new SignedSender({ clock, switches: { duplicate: 1 } });
    send('a');
    await settled();
    sender.setSwitches({ duplicate: 0, drop: 1 });
    expect(send('b').state).toBe('dropped');
    await settled();
    expect(received).toEqual(['a1', 'a1']);
  });

  it('lets later deliveries overtake when switched to', async () => {
    sender = new SignedSender({ clock, switches: { reorder: 1 } });
    send('first');
    sender.setSwitches({ reorder: 0 });
    send('second');
    await settled();
    clock.advance(2001);
    await settled();
    expect(received).toEqual(['second1', 'first1']);
  });
});

describe('seeded randomness', () => {
  it('draws the same well-formed ids from the same seed', () => {
    const ids = (seed: string) => { const random = new SeededRandom(seed); return [random.uuid(), random.uuid()]; };
    expect(ids('acme')).toEqual(ids('acme'));
    expect(ids('acme')).not.toEqual(ids('globex'));
    expect(ids('acme')[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
