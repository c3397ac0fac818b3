import type { FastifyInstance } from 'fastify';
import type { Bounces } from './bounces.js';
import { mailListPage, mailPage } from './mail-pages.js';
import { summaryOf, type MailFilter, type MailStore } from './mail-store.js';

interface ListQuery {
  to?: string;
  from?: string;
  subject?: string;
  messageId?: string;
  since?: string;
  cursor?: string;
  limit: number;
}

const text = { type: 'string', minLength: 1 };
const listQuery = {
  type: 'object',
  properties: {
    to: { type: 'string' }, from: { type: 'string' }, subject: { type: 'string' }, messageId: { type: 'string' },
    since: text, cursor: { type: 'string', pattern: '^mail-\\d+$' },
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
  },
} as const;

const notFound = { error: { code: 'not_found', message: 'There is no such mail.' } };

export function installMailRoutes(app: FastifyInstance, store: MailStore, bounces: Bounces): void {
  app.get<{ Querystring: ListQuery }>('/messages', { schema: { querystring: listQuery } }, async (request, reply) => {
    const filter = filterOf(request.query);
    if (filter === null) return reply.code(422).send(badSince);
    const page = store.page(filter, request.query.limit, request.query.cursor);
    return { data: page.data.map(summaryOf), total: page.total, next: page.next };
  });
  app.get<{ Params: { id: string } }>('/messages/:id', async (request, reply) =>
    store.get(request.params.id) ?? reply.code(404).send(notFound));
  app.delete<{ Querystring: ListQuery }>('/messages', { schema: { querystring: listQuery } }, async (request, reply) => {
    const filter = filterOf(request.query);
    return filter === null ? reply.code(422).send(badSince) : { deleted: store.clear(filter) };
  });
  app.get('/bounces', async () => ({ data: bounces.list() }));
  installPages(app, store);
}

function installPages(app: FastifyInstance, store: MailStore): void {
  app.get<{ Querystring: ListQuery }>('/', { schema: { querystring: listQuery } }, async (request, reply) => {
    const { to, subject, cursor, limit } = request.query;
    // An empty field of the filter form means "any".
    const filter = { to: to || undefined, subject: subject || undefined };
    return reply.type('text/html; charset=utf-8').send(mailListPage(store.page(filter, limit, cursor), filter));
  });
  app.get<{ Params: { id: string } }>('/view/:id', async (request, reply) => {
    const mail = store.get(request.params.id);
    if (!mail) return reply.code(404).send(notFound);
    return reply.type('text/html; charset=utf-8').send(mailPage(mail));
  });
}

const badSince = { error: { code: 'invalid_since', message: 'Give since as ISO 8601 or epoch milliseconds.', field: 'since' } };

/** null: `since` cannot be read. */
function filterOf(query: ListQuery): MailFilter | null {
  const { to, from, subject, messageId, since } = query;
  if (since === undefined) return { to, from, subject, messageId };
  const sinceMs = /^\d+$/.test(since) ? Number(since) : Date.parse(since);
  return Number.isNaN(sinceMs) ? null : { to, from, subject, messageId, since: sinceMs };
}
