import { Get, Global, Module, Post, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { randomBytes } from 'node:crypto';
import { CONFIG, type AppConfig } from '../../../config/app-config.js';
import { AuditModule } from '../../audit/audit.module.js';
import { CLOCK } from '../../clock/business-clock.js';
import { Database } from '../../database/database.js';
import { configureHttp } from '../../http/configure-http.js';
import { createHttpAdapter } from '../../http/http-adapter.js';
import { HttpModule } from '../../http/http.module.js';
import type { Clock } from '../../sdk/clock.js';
import type { Role } from '../../sdk/principal.js';
import { Needs, PluginController } from '../../sdk/rest.js';
import { TenancyModule } from '../../tenancy/tenancy.module.js';
import { AuthModule } from '../auth.module.js';
import { createOperatorKey } from '../operator-keys.js';
import { PermissionNarrowing } from '../permission-narrowing.js';

/** One route a permission, as an integration has them. */
@PluginController('sample')
export class SampleController {
  @Get('status') @Needs('see') status() { return { status: 'enabled' }; }
  @Post('uses') @Needs('use') use() { return { done: 'use' }; }
  @Post('settings') @Needs('configure') configure() { return { done: 'configure' }; }
  @Post('enable') @Needs('enable') enable() { return { done: 'enable' }; }
}

/** Narrowed by its manifest to admins. */
@PluginController('narrow')
export class NarrowController {
  @Get('status') @Needs('see') status() { return { status: 'enabled' }; }
}

class SampleNarrowing extends PermissionNarrowing {
  rolesFor(integrationKey: string): readonly Role[] | undefined {
    return integrationKey === 'narrow' ? ['super_admin', 'admin'] : undefined;
  }
}

@Global()
@Module({})
class GroundModule {
  static of(providers: Provider[]): DynamicModule {
    return { module: GroundModule, providers, exports: providers.map((provider) => (provider as { provide: symbol }).provide) };
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON of whatever shape; undefined for an empty body. */
  readonly body: never;
}

export interface CallOptions {
  readonly key?: string;
  readonly body?: unknown;
  readonly raw?: string | Buffer;
  readonly headers?: Record<string, string>;
}

export interface AccessApp {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly config: AppConfig;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  operator(name?: string): Promise<string>;
  close(): Promise<void>;
}

export function testConfig(): AppConfig {
  return {
    env: 'test', keys: { current: { id: 'test', key: randomBytes(32) }, previous: [] },
    http: { host: '127.0.0.1', port: 0, publicUrl: 'http://127.0.0.1', trustProxy: false }, log: { level: 'silent' },
  } as never;
}

export interface AccessOptions {
  readonly clock?: Clock;
  readonly config?: AppConfig;
  readonly controllers?: Type[];
  readonly providers?: Provider[];
  /** Before the application starts. */
  readonly prepare?: (app: NestFastifyApplication) => void;
}

/** HTTP, access and tenancy of a hub over real HTTP, put together as the hub does. */
export async function startAccessApp(database: Database, options: AccessOptions = {}): Promise<AccessApp> {
  const config = options.config ?? testConfig();
  const clock = options.clock ?? { now: () => Date.now() };
  const ground = GroundModule.of([
    { provide: Database, useValue: database }, { provide: CONFIG, useValue: config }, { provide: CLOCK, useValue: clock },
    { provide: PermissionNarrowing, useClass: SampleNarrowing },
  ]);
  const testing = await Test.createTestingModule({
    imports: [ground, AuditModule, HttpModule, AuthModule, TenancyModule],
    controllers: [SampleController, NarrowController, ...(options.controllers ?? [])], providers: options.providers ?? [],
  }).compile();
  const app = testing.createNestApplication<NestFastifyApplication>(createHttpAdapter(config), { logger: false });
  configureHttp(app, config);
  options.prepare?.(app);
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    app, url, config,
    call: (method, path, given) => call(url, method, path, given),
    operator: async (name = 'Operator') => (await createOperatorKey({ database, clock, keys: config.keys }, name)).key,
    close: () => app.close(),
  };
}

async function call(url: string, method: string, path: string, { key, body, raw, headers = {} }: CallOptions = {}): Promise<Answer> {
  const hasBody = body !== undefined || raw !== undefined;
  const response = await fetch(`${url}${path}`, {
    method, redirect: 'manual',
    headers: { ...(hasBody && { 'content-type': 'application/json' }), ...(key !== undefined && { authorization: `Bearer ${key}` }), ...headers },
    ...(hasBody && { body: raw ?? JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, body: (isJson && text !== '' ? JSON.parse(text) : undefined) as never };
}

export interface Organisation {
  readonly tenantId: string;
  /** The first super admin's key and id. */
  readonly key: string;
  readonly memberId: string;
  /** A further member of this role, with a key. */
  member(role: Role): Promise<{ id: string; key: string; keyId: string }>;
}

/** An organisation made through the API, as an operator does. */
export async function createOrganisation(hub: AccessApp, slug: string): Promise<Organisation> {
  const operator = await hub.operator();
  const tenant = await hub.call('POST', '/v1/tenants', { key: operator, body: { slug, name: slug, zone: 'Europe/Stockholm' } });
  const { id: tenantId } = tenant.body as { id: string };
  const first = await hub.call('POST', `/v1/tenants/${tenantId}/members`, { key: operator, body: { name: 'First', email: `first@${slug}.example` } });
  const { member, apiKey } = first.body as { member: { id: string }; apiKey: { key: string } };
  let count = 0;
  return {
    tenantId, key: apiKey.key, memberId: member.id,
    member: async (role) => {
      const made = await hub.call('POST', '/v1/members', { key: apiKey.key, body: { name: role, email: `${role}.${count++}@${slug}.example`, role } });
      const { id } = made.body as { id: string };
      const issued = await hub.call('POST', '/v1/keys', { key: apiKey.key, body: { label: 'test', memberId: id } });
      const { key, id: keyId } = issued.body as { key: string; id: string };
      return { id, key, keyId };
    },
  };
}
