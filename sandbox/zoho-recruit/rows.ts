import type { FastifyReply } from 'fastify';
import type { Crm, Entry, Fields } from '../crm-kit/index.js';

export interface ById { Params: { id: string } }
export type Query = { Querystring: Record<string, string> };
export interface Data { Body: { data?: Fields[]; [more: string]: unknown } }

export const row = ({ id, fields }: Entry): Fields => ({ id, ...fields });

/** 204 without a body when nothing was found. */
export function listed(reply: FastifyReply, rows: readonly Fields[], query: Record<string, string> = {}): FastifyReply {
  if (rows.length === 0) return reply.code(204).send();
  const perPage = Math.min(200, Number(query.per_page ?? 200));
  const page = Number(query.page ?? 1);
  const data = rows.slice((page - 1) * perPage, page * perPage);
  return reply.send({ data, info: { per_page: perPage, count: data.length, page, more_records: rows.length > page * perPage } });
}

/** Outcome of one record of a request that names several. */
export const outcome = (code: string, message: string, details: object, isOk = code === 'SUCCESS') => ({ code, message, details, status: isOk ? 'success' : 'error' });

export function candidateOf(crm: Crm, id: string): Entry {
  const entry = crm.book.people.get(id);
  if (!entry) throw crm.definition.refusals.invalid('the id given seems to be invalid');
  return entry;
}
