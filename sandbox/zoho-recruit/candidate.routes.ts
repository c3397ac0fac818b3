import type { FastifyInstance } from 'fastify';
import type { Crm, Fields } from '../crm-kit/index.js';
import { candidateOf, listed, outcome, row, type ById, type Data, type Query } from './rows.js';

const same = (one: unknown, other: string): boolean => typeof one === 'string' && one.toLowerCase() === other.toLowerCase();

export function installCandidates(api: FastifyInstance, crm: Crm): void {
  const { people } = crm.book;
  api.get<Query>('/Candidates/search', async ({ query }, reply) => {
    const { email, phone, word, criteria } = query;
    const wanted = criteriaOf(crm, criteria);
    return listed(reply, people.findable((fields) =>
      (email === undefined || same(fields.Email, email) || same(fields.Secondary_Email, email))
      && (phone === undefined || same(fields.Mobile, phone) || same(fields.Phone, phone))
      && (word === undefined || Object.values(fields).some((value) => typeof value === 'string' && value.toLowerCase().includes(word.toLowerCase())))
      && wanted.every(([name, value]) => same(fields[name], value))).map(row), query);
  });
  api.get<ById>('/Candidates/:id', async ({ params }, reply) => {
    const entry = people.get(params.id);
    return listed(reply, entry ? [row(entry)] : []);
  });
  api.post<Data>('/Candidates', async ({ body }, reply) => reply.code(201).send({ data: (body.data ?? []).map((fields) => created(crm, fields)) }));
  api.post<Data>('/Candidates/upsert', async ({ body }) => {
    const keys = (body.duplicate_check_fields as string[] | undefined) ?? ['Email'];
    return { data: (body.data ?? []).map((fields) => upserted(crm, fields, keys)) };
  });
  api.put<ById & Data>('/Candidates/:id', async ({ params, body }) => {
    const entry = people.change(candidateOf(crm, params.id), body.data?.[0] ?? {});
    return { data: [outcome('SUCCESS', 'record updated', { id: entry.id })] };
  });
  api.delete<ById>('/Candidates/:id', async ({ params }) => {
    people.remove(candidateOf(crm, params.id).id);
    return { data: [outcome('SUCCESS', 'record deleted', { id: params.id })] };
  });
}

function created(crm: Crm, fields: Fields): object {
  const { requiredField } = crm.rules;
  const missing = ['Last_Name', ...(requiredField === null ? [] : [requiredField])].find((name) => (fields[name] ?? '') === '');
  if (missing !== undefined) return outcome('MANDATORY_NOT_FOUND', 'required field not found', { api_name: missing });
  const blank = crm.definition.vocabulary.person({ firstName: '', lastName: '' });
  return outcome('SUCCESS', 'record added', { id: crm.book.people.add({ ...blank, ...fields }).id });
}

/** Looks for doubles in the records themselves, not in the search index; the status of a candidate cannot be changed this way. */
function upserted(crm: Crm, fields: Fields, keys: readonly string[]): object {
  const known = crm.book.people.all((other) => keys.some((key) => typeof fields[key] === 'string' && fields[key] !== '' && same(other[key], fields[key])))[0];
  if (!known) return { ...created(crm, fields), action: 'insert' };
  const { Candidate_Status: _status, ...more } = fields;
  crm.book.people.change(known, more);
  return { ...outcome('SUCCESS', 'record updated', { id: known.id }), action: 'update', duplicate_field: keys[0] };
}

/** `(Field:equals:value)` joined by `and`. */
export function criteriaOf(crm: Crm, criteria: string | undefined): [string, string][] {
  if (criteria === undefined) return [];
  const found = [...criteria.matchAll(/\(([A-Za-z_]+):equals:([^()]+)\)/g)].map(([, name = '', value = '']): [string, string] => [name, value]);
  if (found.length === 0) throw crm.definition.refusals.invalid('Invalid query formed');
  return found;
}
