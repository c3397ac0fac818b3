import 'reflect-metadata';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { AppConfig } from '../config/app-config.js';
import { AppModule } from './app.module.js';
import { BusinessClock } from './clock/business-clock.js';
import type { SchemaPart } from './database/migrate.js';
import { openStore, type OpenStore } from './database/store.js';
import { MessageDoors } from './messaging/doors/message-doors.js';
import { armFailpoint } from './failpoints/failpoint.js';
import { configureHttp } from './http/configure-http.js';
import { followClock } from './http/follow-clock.js';
import { registerHookScope } from './http/hook-scope.js';
import { createHttpAdapter } from './http/http-adapter.js';
import { VendorIntake } from './integrations/vendor-intake.js';
import { loadPlugins, type FoundPlugin } from './integrations/plugin-discovery.js';
import { registerRequestLog } from './operations/log/request-log.js';
import { StructuredLog } from './operations/log/structured-log.js';
import { RequestTimes } from './operations/metrics/request-times.js';
import { LeverIntake } from './lever/lever-intake.js';

const CLOSE_IDLE_EVERY_MS = 50;

export interface RunningHub {
  readonly app: INestApplicationContext;
  /** Address of the API; null for a process that only works. */
  readonly url: string | null;
  /** Lets running work end, then closes everything it opened. */
  stop(): Promise<void>;
}

/** Starts one process of the hub: database, plugins (those in `plugins/` unless given), bell, workers, and the API unless it only works. */
export async function startHub(config: AppConfig, found?: readonly FoundPlugin[]): Promise<RunningHub> {
  const plugins = found ?? await loadPlugins();
  const store = await openStore(config, plugins.map((plugin) => plugin.definition) as unknown as readonly SchemaPart[]);
  try {
    const module = AppModule.forRoot({ config, url: store.url, plugins });
    const app = config.role === 'worker' ? await NestFactory.createApplicationContext(module, quietly(config)) : await createWeb(config, module);
    armFailpoint(config.failpoint);
    const url = 'listen' in app ? await listen(app as NestFastifyApplication, config) : null;
    return { app, url, stop: () => stop(app, store) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Connections that callers keep open would hold a restart up for over a minute: each is closed as soon as its request is answered. */
async function stop(app: INestApplicationContext, store: OpenStore): Promise<void> {
  const server = 'getHttpServer' in app ? (app as NestFastifyApplication).getHttpServer() : null;
  const closing = setInterval(() => { server?.closeIdleConnections(); }, CLOSE_IDLE_EVERY_MS);
  try {
    await app.close();
  } finally {
    clearInterval(closing);
    await store.close();
  }
}

const quietly = (config: AppConfig) => ({ abortOnError: false, logger: config.log.level === 'silent' ? false as const : ['error' as const, 'warn' as const] });

async function createWeb(config: AppConfig, module: DynamicModule): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, createHttpAdapter(config), quietly(config));
  configureHttp(app, config);
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  followClock(app.get(BusinessClock, { strict: false }), fastify);
  registerRequestLog(fastify, app.get(StructuredLog, { strict: false }), app.get(RequestTimes, { strict: false }));
  registerHooks(app);
  return app;
}

/** The doors of Lever and the vendors: answered only after the delivery was committed (G1), with 200: some take no other success. */
function registerHooks(app: NestFastifyApplication): void {
  const lever = app.get(LeverIntake, { strict: false });
  const vendors = app.get(VendorIntake, { strict: false });
  const messages = app.get(MessageDoors, { strict: false });
  registerHookScope(app, (scope) => {
    messages.install(scope);
    scope.post<{ Params: { token: string } }>('/lever/:token', async (request, reply) => {
      await lever.receive(request.params.token, request.body as Buffer);
      return reply.code(200).send();
    });
    scope.post<{ Params: { token: string } }>('/vendors/:token', async (request, reply) => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value ?? '']));
      await vendors.receive(request.params.token, headers, request.body as Buffer);
      return reply.code(200).send();
    });
  });
}

async function listen(app: NestFastifyApplication, config: AppConfig): Promise<string> {
  await app.listen(config.http.port, config.http.host);
  return app.getUrl();
}
