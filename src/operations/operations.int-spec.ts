import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { AuditController } from '../audit/audit.controller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { sealAll } from '../../test/support/seal-all.js';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { MessagesController } from '../messaging/rest/messages.controller.js';
import { Messages } from '../messaging/messages.js';
import type { Principal } from '../sdk/principal.js';
import { NEEDS, PAGER } from '../sdk/rest.js';
import { addTenant } from '../secrets/testing/tenant-row.js';
import { BackgroundWork } from './background-work.js';
import { ErasuresController } from './erasure/erasures.controller.js';
import { HealthController } from './health/health.controller.js';
import { registerRequestLog } from './log/request-log.js';
import { createPino, StructuredLog } from './log/structured-log.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { RequestTimes } from './metrics/request-times.js';
import { OperationsModule } from './operations.module.js';

const db = useTestDatabase();
const lines: string[] = [];
const config = {
  role: 'both', keys: { current: { id: 'test', key: randomBytes(32) }, previous: [] }, smtp: { url: null, from: 'hub@example.org', bounceAddress: null },
  sms: { provider: null, baseUrl: '', from: '', account: '', secret: '', country: 'SE', timeoutMs: 1_000 }, http: { publicUrl: 'http://hub.example' },
  log: { level: 'silent' }, metrics: { token: null },
} as unknown as AppConfig;
const pager = {
  encode: (scope: string, position: readonly (string | number)[]) => Buffer.from(JSON.stringify([scope, ...position])).toString('base64url'),
  decode: (_scope: string, cursor: string) => (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[]).slice(1),
};
let app: NestFastifyApplication;
let tenant = '';

beforeAll(async () => {
  @Global()
  @Module({
    providers: [
      { provide: Database, useValue: db().database }, { provide: CONFIG, useValue: config }, { provide: PAGER, useValue: pager },
      { provide: CLOCK, useValue: { now: () => 1_750_000_000_000 } },
    ],
    exports: [Database, CONFIG, PAGER, CLOCK],
  })
  class Surroundings {}
  const testing = await Test.createTestingModule({ imports: [Surroundings, OperationsModule] }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ genReqId: () => randomUUID() }));
  app.useLogger(false);
  const fastify = app.getHttpAdapter().getInstance();
  registerRequestLog(fastify, new StructuredLog(createPino('info', { write: (line: string) => { lines.push(line); } })), app.get(RequestTimes));
  tenant = await addTenant(db().database);
  const principal: Principal = { kind: 'member', id: 'member-1', tenantId: tenant, role: 'super_admin', leverUserId: null };
  fastify.addHook('onRequest', (request, _reply, done) => { Object.assign(request, { principal }); done(); });
  await app.init();
  await fastify.ready();
});
afterAll(() => app.close());

const get = (url: string, options: { remoteAddress?: string; headers?: Record<string, string> } = {}) => app.inject({ method: 'GET', url, ...options });

describe('the modules together', () => {
  it('answer health and metrics', async () => {
    expect((await get('/health/live')).json()).toEqual({ status: 'ok' });
    expect((await get('/health/ready')).json()).toMatchObject({ status: 'ok', checks: [{ name: 'database', ok: true }] });
    const metrics = await get('/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain');
    for (const name of ['patchbay_audit_oldest_unsealed_seconds 0', 'patchbay_messages{state="queued"} 0', 'patchbay_erasures_running 0',
      'patchbay_http_request_seconds_count{method="GET",route="/health/live",status="200"} 1', 'process_cpu_seconds_total']) {
      expect(metrics.body).toContain(name);
    }
  });

  it('page the audit trail, verify it and export it', async () => {
    await db().database.inTenant(tenant, async (em) => {
      for (let index = 1; index <= 3; index += 1) {
        await app.get(AuditTrail).record(em, {
          tenantId: tenant, actor: { kind: 'system', id: 'hub', tenantId: tenant }, action: 'thing.done', subject: `thing:${index}`, causeId: 'job-1' });
      }
    });
    await sealAll(db(), () => app.get(BackgroundWork).sealAudit());
    const first = (await get('/v1/audit?limit=2')).json<{ data: { subject: string; seq: number }[]; next: string }>();
    expect(first.data.map((entry) => [entry.seq, entry.subject])).toEqual([[3, 'thing:3'], [2, 'thing:2']]);
    const second = (await get(`/v1/audit?limit=2&cursor=${first.next}`)).json<{ data: object[]; next: null }>();
    expect(second).toMatchObject({ data: [{ seq: 1, subject: 'thing:1', actor: { kind: 'system', id: 'hub' }, causeId: 'job-1', erased: false }], next: null });
    expect((await get('/v1/audit/verify')).json()).toMatchObject({ ok: true, rows: 3, problem: null });
    const exported = (await get('/v1/audit/export')).body.trimEnd().split('\n').map((line) => JSON.parse(line) as { type: string });
    expect(exported.map((record) => record.type)).toEqual(['head', 'entry', 'entry', 'entry']);
  });

  it('show the outbox and say that nothing leaves it', async () => {
    await db().database.inTenant(tenant, async (em) => {
      await em.execute(`insert into member (id, tenant_id, name, email, role, active, created_at)
        values (?, ?, 'S', 's@example.org', 'super_admin', true, to_timestamp(0))`, [randomUUID(), tenant]);
      await app.get(Messages).alertAdmins(em, { tenantId: tenant, key: 'k', subject: 'Subject', text: 'Text' });
    });
    await app.get(BackgroundWork).sendMessages();
    const page = (await get('/v1/messages?state=queued')).json<{ data: { id: string }[]; next: null }>();
    expect(page).toMatchObject({ data: [{ state: 'queued', delivery: 'outbox-only', attempts: 0 }], next: null });
    expect((await get(`/v1/messages/${page.data[0]!.id}`)).json()).toMatchObject({ recipient: 's@example.org', subject: 'Subject', text: 'Text' });
    expect((await get('/metrics')).body).toContain('patchbay_messages{state="queued"} 1');
  });

  it('log each request by route, not by address', async () => {
    lines.length = 0;
    await get('/v1/messages?state=queued&cursor=&email=zebedee@example.org');
    expect(JSON.parse(lines[0]!)).toMatchObject({ event: 'http.request', method: 'GET', route: '/v1/messages', status: 200 });
    expect((JSON.parse(lines[0]!) as { requestId: string }).requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines.join('')).not.toContain('zebedee');
  });

  it('describe every route for OpenAPI', () => {
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    const ids = Object.values(paths).flatMap((path) => Object.values(path as object).map((operation) => (operation as { operationId: string }).operationId));
    expect(ids.sort()).toEqual(['addSuppression', 'checkInvariants', 'erasePerson', 'exportAudit', 'getErasure', 'getMessage', 'getMessageChannels',
      'getMessageDoors', 'getMessageWording', 'isLive', 'isReady', 'listAudit', 'listMessageTemplates', 'listMessages', 'listSuppressions', 'lookUpSuppressions',
      'previewMessage', 'readMetrics', 'removeSuppression', 'resetMessageWording', 'saveMessageWording', 'sendTestMessage', 'verifyAudit']);
  });

  it('declare what each route needs', () => {
    for (const controller of [AuditController, MessagesController, ErasuresController, HealthController, MetricsController]) {
      for (const name of Object.getOwnPropertyNames(controller.prototype).filter((key) => key !== 'constructor')) {
        const handler = (controller.prototype as unknown as Record<string, object>)[name]!;
        expect({ name, needs: Reflect.getMetadata(NEEDS, handler) as string }).toEqual({ name, needs: expect.stringMatching(/anyone|configure/) });
      }
    }
  });
});
