import { Controller, Get, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../test/support/database.js';
import { startAccessApp, type AccessApp } from '../auth/testing/access-app.js';
import { Needs } from '../sdk/rest.js';
import { AnonymousLimit } from './anonymous-limit.js';
import { buildOpenApi } from './openapi.js';
import { RouteTable } from './route-table.js';

@Controller('v1/forgotten')
class ForgottenController {
  @Get() @Needs('see') fine() { return {}; }
  @Get('one') forgotten() { return {}; }
}

@Controller('v1/doubled')
class DoubledController {
  @Post() @ApiOperation({ operationId: 'getMe' }) @Needs('see') doubled() { return {}; }
}

const db = useTestDatabase();
let hub: AccessApp;
beforeAll(async () => { hub = await startAccessApp(db().database); });
afterAll(() => hub.close());

interface Operation {
  operationId: string; security: object[]; tags: string[]; 'x-patchbay-needs': string;
  parameters?: { name: string; in: string }[]; responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}

describe('the OpenAPI document', () => {
  const document = async () => (await hub.call('GET', '/openapi.json')).body as { openapi: string; paths: Record<string, Record<string, Operation>>; components: { schemas: object; securitySchemes: object } };

  it('lists every route, and no other', async () => {
    const { paths } = await document();
    const documented = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));
    const served = hub.app.get(RouteTable, { strict: false }).routes().map(({ method, path }) => `${method} ${path}`);
    expect(documented.sort()).toEqual(served.sort());
    expect(documented).toEqual(expect.arrayContaining(['POST /v1/tenants/{id}/members', 'GET /v1/sample/status', 'DELETE /v1/keys/{id}']));
  });

  it('tells of each operation who may call it, how it fails and which headers it takes', async () => {
    const { paths, components } = await document();
    const operations = Object.values(paths).flatMap((item) => Object.entries(item));
    expect(operations.length).toBeGreaterThan(15);
    for (const [method, operation] of operations) {
      expect(['see', 'use', 'configure', 'enable', 'operate']).toContain(operation['x-patchbay-needs']);
      expect(operation.security).toEqual([{ bearer: [] }, { key: [] }]);
      expect(operation.tags.length).toBeGreaterThan(0);
      for (const status of ['400', '401', '403', '404', '409', '422', 'default']) {
        expect(operation.responses[status]?.content?.['application/problem+json']?.schema.$ref).toBe('#/components/schemas/ProblemDto');
      }
      const names = (operation.parameters ?? []).map(({ name }) => name);
      expect(names.includes('Idempotency-Key')).toBe(method === 'post');
      expect(names).toContain('x-patchbay-tenant');
    }
    expect(Object.keys(components.securitySchemes).sort()).toEqual(['bearer', 'key']);
    expect(components.schemas).toHaveProperty('ProblemDto');
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refuses two operations of one name', async () => {
    const other = await startAccessApp(db().database, { controllers: [DoubledController] });
    expect(() => buildOpenApi(other.app, other.config)).toThrow('Two operations are called getMe');
    await other.close();
  });

  it('is shown by Swagger within the content security policy', async () => {
    const page = await hub.call('GET', '/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger-ui');
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)/);
    for (const [, path] of page.text.matchAll(/(?:src|href)="\.?\/?(?:docs\/)?([^"]+\.(?:js|css))"/g)) {
      expect([path, (await hub.call('GET', `/docs/${path}`)).status]).toEqual([path, 200]);
    }
  });
});

describe('start', () => {
  it('is refused while a route declares no permission, naming it', async () => {
    await expect(startAccessApp(db().database, { controllers: [ForgottenController] }))
      .rejects.toThrow('ForgottenController.forgotten (GET /v1/forgotten/one) declares no @Needs');
  });
});

describe('anonymous traffic', () => {
  it('is limited per network; credentials, webhooks and health are not', async () => {
    const limited = await startAccessApp(db().database, { config: { ...hub.config, http: { ...hub.config.http, trustProxy: true } } });
    const from = (address: string, path = '/v1/me', key?: string) => limited.call('GET', path, { key, headers: { 'x-forwarded-for': address } });
    for (let index = 0; index < 600; index++) await limited.app.get(AnonymousLimit, { strict: false }).count('192.0.2.1');
    const refused = await from('192.0.2.1');
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await from('192.0.2.2')).status).toBe(401);
    expect((await from('spoofed, 192.0.2.1')).status).toBe(429);
    expect((await from('192.0.2.1', '/hooks/x')).status).toBe(404);
    expect((await from('192.0.2.1', '/v1/me', 'eyJhbGciOiJIUzI1NiJ9.e30.x')).status).toBe(429);
    expect((await from('192.0.2.1', '/v1/me', await limited.operator())).status).toBe(200);
    await limited.close();
  });
});
