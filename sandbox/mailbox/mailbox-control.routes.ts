import type { FastifyInstance } from 'fastify';
import { controlPrefix } from '../kit/index.js';
import type { Bounces } from './bounces.js';
import { ruleKinds, type DeliveryRules, type RuleRequest } from './delivery-rules.js';
import type { MailStore } from './mail-store.js';

const ruleBody = {
  type: 'object',
  required: ['pattern', 'kind'],
  additionalProperties: false,
  properties: {
    pattern: { type: 'string', minLength: 1 },
    kind: { enum: ruleKinds },
    code: { type: 'integer', minimum: 400, maximum: 599 },
    message: { type: 'string' },
    times: { type: 'integer', minimum: 1 },
    afterMs: { type: 'integer', minimum: 0 },
  },
};
const subscriptionBody = {
  type: 'object',
  required: ['url'],
  properties: { url: { type: 'string', pattern: '^https?://' }, sender: { type: 'string' } },
};
const bounceBody = {
  type: 'object',
  required: ['mailId'],
  properties: {
    mailId: { type: 'string' }, code: { type: 'integer', default: 550 }, message: { type: 'string', default: '5.1.1 Mailbox unavailable' },
    afterMs: { type: 'integer', minimum: 0, default: 0 },
  },
};

export interface MailboxParts {
  rules: DeliveryRules;
  store: MailStore;
  bounces: Bounces;
}

export function installMailboxControl(app: FastifyInstance, { rules, store, bounces }: MailboxParts): void {
  installRules(app, rules);
  installBounces(app, store, bounces);
  app.post(`${controlPrefix}/reset`, async () => {
    rules.reset();
    return { deleted: store.clear() };
  });
}

function installRules(app: FastifyInstance, rules: DeliveryRules): void {
  const path = `${controlPrefix}/rules`;
  app.get(path, async () => ({ data: rules.list() }));
  app.post<{ Body: RuleRequest }>(path, { schema: { body: ruleBody } }, async (request, reply) =>
    reply.code(201).send(rules.add(request.body)));
  app.delete(path, async () => {
    rules.reset();
    return { data: rules.list() };
  });
  app.delete<{ Params: { id: string } }>(`${path}/:id`, async (request, reply) =>
    reply.code(rules.remove(request.params.id) ? 204 : 404).send());
}

function installBounces(app: FastifyInstance, store: MailStore, bounces: Bounces): void {
  const path = `${controlPrefix}/bounce-subscriptions`;
  app.get(path, async () => ({ data: bounces.subscribers() }));
  app.post<{ Body: { url: string; sender?: string } }>(path, { schema: { body: subscriptionBody } }, async (request, reply) =>
    reply.code(201).send(bounces.subscribe(request.body.url, request.body.sender)));
  app.delete<{ Params: { id: string } }>(`${path}/:id`, async (request, reply) =>
    reply.code(bounces.unsubscribe(request.params.id) ? 204 : 404).send());
  app.post<{ Body: { mailId: string; code: number; message: string; afterMs: number } }>(
    `${controlPrefix}/bounces`, { schema: { body: bounceBody } }, async (request, reply) => {
      const mail = store.get(request.body.mailId);
      const recipient = mail?.envelope.to[0];
      if (!mail || recipient === undefined) return reply.code(404).send({ error: { code: 'not_found', message: 'There is no such mail.' } });
      return reply.code(201).send(bounces.schedule(mail, recipient, request.body));
    });
}
