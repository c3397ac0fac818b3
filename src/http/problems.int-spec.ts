import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { IsInt, IsOptional, IsString, MaxLength, Min, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { useTestDatabase } from '../../test/support/database.js';
import { createOrganisation, startAccessApp, type AccessApp, type Organisation } from '../auth/testing/access-app.js';
import { CallerError, NeedsPerson, PatchbayError } from '../sdk/errors.js';
import { Needs } from '../sdk/rest.js';
import { registerHookScope } from './hook-scope.js';
import { PageQuery } from '../sdk/page-query.js';

class PartDto {
  @IsInt() @Min(1) size!: number;
}
class ThingDto {
  @IsString() @MaxLength(10) name!: string;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => PartDto) parts?: PartDto[];
}

const SECRET = 'hunter2-robin@example.com';
const FAILURES: Readonly<Record<string, () => unknown>> = {
  unknown: () => new Error(SECRET),
  thrownText: () => SECRET,
  ours: () => new PatchbayError('broken', 'ours', SECRET),
  conflict: () => CallerError.conflict('not-now', 'Wait for it.'),
  person: () => new NeedsPerson('stage-gone', 'The stage is gone.', 'Choose another one.'),
  outside: () => new PatchbayError('lever-down', 'outside', 'Lever does not answer.', { retryAfterMs: 1_500, status: 503 }),
  unique: () => Object.assign(new Error(SECRET), { code: '23505' }),
  range: () => Object.assign(new Error(SECRET), { code: '22003' }),
  slow: () => Object.assign(new Error(SECRET), { code: '57014' }),
};

@Controller('v1/things')
class ThingsController {
  @Post() @Needs('anyone') create(@Body() body: ThingDto) { return { isThing: body instanceof ThingDto }; }
  @Get() @Needs('anyone') list(@Query() query: PageQuery) { return query; }
  @Get('fail') @Needs('anyone') fail(@Query('how') how: string) { throw FAILURES[how]!() as Error; }
}

const db = useTestDatabase();
let hub: AccessApp;
let acme: Organisation;

beforeAll(async () => {
  hub = await startAccessApp(db().database, {
    controllers: [ThingsController],
    prepare: (app) => registerHookScope(app, (scope) => {
      scope.post('/echo', (request, reply) => {
        const body = request.body as Buffer;
        void reply.send({ isBuffer: Buffer.isBuffer(body), hex: body.toString('hex') });
      });
      scope.post('/refuse', () => { throw new CallerError('bad-signature', 'The signature does not match.', { status: 401 }); });
    }),
  });
  acme = await createOrganisation(hub, 'acme');
});
afterAll(() => hub.close());

type Problem = Record<'code' | 'detail' | 'requestId' | 'type' | 'title' | 'instance', string> & {
  status: number; errors: { field: string; message: string }[];
};
const post = (body: unknown) => hub.call('POST', '/v1/things', { body });

function expectProblem(answer: { status: number; headers: Headers; body: unknown }, status: number): Problem {
  const problem = answer.body as Problem;
  expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([status, 'application/problem+json']);
  expect(Object.keys(problem).sort()).toEqual(['code', 'detail', 'errors', 'instance', 'requestId', 'status', 'title', 'type']);
  expect(problem).toMatchObject({ status, type: `urn:patchbay:problem:${problem.code}` });
  expect(answer.headers.get('x-request-id')).toBe(problem.requestId);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  return problem;
}

describe('errors', () => {
  it('name each field that does not fit, with its remedy', async () => {
    const { errors } = expectProblem(await post({ name: 'far too long a name', parts: [{ size: 1 }, { size: 'x', 'a/b~c': 1 }], extra: true }), 422);
    expect(errors.map(({ field }) => field).sort()).toEqual(['/extra', '/name', '/parts/1/a~1b~0c', '/parts/1/size']);
    expect(errors.find(({ field }) => field === '/extra')?.message).toContain('leave it out');
    for (const body of [[], 'text', 5, null, true]) expectProblem(await post(body), 422);
    expect((await post({ name: 'ok' })).body).toEqual({ isThing: true });
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'limit=1e9', 'cursor=a&cursor=b', 'colour=red']) {
      const { errors: [first] } = expectProblem(await hub.call('GET', `/v1/things?${query}`), 422);
      expect(first?.field).toBe(query.split('=')[0]);
    }
  });

  it('of the framework leave as problems too', async () => {
    const raw = (text: string | Buffer, headers = {}) => hub.call('POST', '/v1/things', { raw: text, headers });
    expect(expectProblem(await raw('{"name": '), 400).code).toBe('malformed-json');
    expect(expectProblem(await raw('{"__proto__": {"a": 1}}'), 400).code).toBe('malformed-json');
    expect(expectProblem(await raw(Buffer.from([0x22, 0xff, 0xfe, 0x22])), 400).code).toBe('malformed-json');
    expectProblem(await raw(`{"name": "${'x'.repeat(1_048_576)}"}`), 413);
    expectProblem(await raw('name=x', { 'content-type': 'application/x-www-form-urlencoded' }), 415);
    expectProblem(await raw('hello', { 'content-type': 'text/plain' }), 415);
    expectProblem(await raw(gzipSync('{"name":"x"}'), { 'content-encoding': 'gzip' }), 415);
    expectProblem(await raw('['.repeat(100_000)), 400);
    expectProblem(await raw('['.repeat(100_000) + ']'.repeat(100_000)), 400);
    expectProblem(await hub.call('GET', '/v1/nowhere?token=secret'), 404);
    expectProblem(await hub.call('DELETE', '/v1/things'), 404);
    expectProblem(await hub.call('GET', '/v1/members/%zz', { key: acme.key }), 400);
    expectProblem(await hub.call('GET', `/v1/members/${'a'.repeat(600)}`, { key: acme.key }), 414);
    const none = expectProblem(await hub.call('GET', '/v1/me'), 401);
    expect(none).toMatchObject({ code: 'unauthenticated', instance: '/v1/me' });
  });

  it('tell a caller without a valid credential how to give one', async () => {
    const bare = await hub.call('GET', '/v1/me');
    expect(bare.headers.get('www-authenticate')).toBe('Bearer realm="patchbay"');
    const wrong = await hub.call('GET', '/v1/me', { key: 'nonsense' });
    expect(wrong.headers.get('www-authenticate')).toBe('Bearer realm="patchbay", error="invalid_token"');
    for (const authorization of ['Basic YTpi', 'Bearer', 'Bearer  ', `Bearer ${'x'.repeat(5_000)}`]) {
      expectProblem(await hub.call('GET', '/v1/me', { headers: { authorization } }), 401);
    }
  });

  it('keep causes to themselves', async () => {
    const expected: Record<string, [number, string]> = {
      unknown: [500, 'internal'], thrownText: [500, 'internal'], ours: [500, 'internal'], conflict: [409, 'not-now'], person: [409, 'stage-gone'],
      outside: [503, 'lever-down'], unique: [409, 'conflict'], range: [422, 'invalid-input'], slow: [503, 'unavailable'],
    };
    for (const [how, [status, code]] of Object.entries(expected)) {
      const answer = await hub.call('GET', `/v1/things/fail?how=${how}`);
      expect(expectProblem(answer, status).code).toBe(code);
      expect(answer.text).not.toMatch(/hunter2|example\.com|at .*\.ts/);
      expect(answer.headers.get('retry-after')).toBe(how === 'outside' ? '2' : how === 'slow' ? '1' : null);
    }
  });

  it('answer what is no HTTP at all', async () => {
    const { port } = new URL(hub.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => resolve(text)).on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('content-type: application/problem+json');
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({ status: 400, code: 'bad-request' });
  });
});

describe('text that PostgreSQL cannot store', () => {
  it('is refused by name before it gets there', async () => {
    const member = { email: 'x@acme.example', role: 'admin' };
    for (const bad of ['a\\u0000b', 'a\\ud800b', 'a\\udc00']) {
      const raw = `{"name": "${bad}", "email": "${member.email}", "role": "admin"}`;
      const { code, errors } = expectProblem(await hub.call('POST', '/v1/members', { key: acme.key, raw }), 400);
      expect([code, errors[0]?.field]).toEqual(['invalid-characters', '/name']);
      expectProblem(await hub.call('POST', '/v1/members', { key: acme.key, raw: `{"${bad}": 1}` }), 400);
    }
    expectProblem(await hub.call('GET', '/v1/members/a%00b', { key: acme.key }), 400);
    expect(expectProblem(await hub.call('GET', '/v1/members?cursor=a%00b', { key: acme.key }), 400).errors[0]?.field).toBe('cursor');
    expect(expectProblem(await hub.call('GET', '/v1/members?a%00b=1', { key: acme.key }), 400).code).toBe('invalid-characters');
    for (const broken of ['%ff', '%ed%a0%80', '%c0%80']) {
      expect((await hub.call('GET', `/v1/members?cursor=${broken}`, { key: acme.key })).status).toBe(400);
      expect([400, 404]).toContain((await hub.call('GET', `/v1/members/${broken}`, { key: acme.key })).status);
    }
  });
});

describe('every answer', () => {
  it('carries the request id that was sent, or a new one', async () => {
    const given = await hub.call('GET', '/v1/things', { headers: { 'x-request-id': 'mine-12345678' } });
    expect(given.headers.get('x-request-id')).toBe('mine-12345678');
    for (const bad of ['short', 'x'.repeat(100), 'with spaces in it']) {
      const made = await hub.call('GET', '/v1/things', { headers: { 'x-request-id': bad } });
      expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('forbids browsers what an API needs not', async () => {
    const { headers } = await hub.call('GET', '/v1/things');
    expect(headers.get('content-security-policy')).toContain(`default-src 'none'`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('hooks', () => {
  it('get the very bytes, whatever their type', async () => {
    const bytes = Buffer.from([0, 255, 0x7b, 0x0d, 0x0a]);
    for (const type of ['application/json', 'text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded', 'weird/type; a=b']) {
      const answer = await hub.call('POST', '/hooks/echo', { raw: bytes, headers: { 'content-type': type } });
      expect(answer).toMatchObject({ status: 200, body: { isBuffer: true, hex: bytes.toString('hex') } });
    }
    expect((await hub.call('POST', '/hooks/echo')).body).toEqual({ isBuffer: true, hex: '' });
  });

  it('answer with problems, and take 1 MB at most', async () => {
    expect(expectProblem(await hub.call('POST', '/hooks/refuse', { raw: '{' }), 401).code).toBe('bad-signature');
    expectProblem(await hub.call('POST', '/hooks/echo', { raw: Buffer.alloc(1_048_577) }), 413);
    expect((await hub.call('POST', '/hooks/echo', { raw: Buffer.alloc(1_048_576) })).status).toBe(200);
    expectProblem(await hub.call('POST', '/hooks/nowhere', { raw: '{}' }), 404);
  });
});
