import type { FastifyInstance } from 'fastify';
import { assertDemands, type Crm, type Entry, type Fields } from '../crm-kit/index.js';
import { candidateRow, conditionOf, page, picked, saved, unpersisted } from './entities.js';

interface ById { Params: { id: string } }
type Query = { Querystring: Record<string, string> };

/** Fields of a candidate that may be written, with their longest value. */
const WRITABLE: Readonly<Record<string, number>> = {
  firstName: 50, lastName: 50, name: 100, email: 100, email2: 100, email3: 100, mobile: 20, phone: 20, phone2: 20, phone3: 20, status: 100, source: 200,
  description: 1e7, occupation: 50, companyName: 100, comments: 4000, externalID: 50, preferredContact: 15, employeeType: 30, companyURL: 100,
};
const OTHER = new Set(['owner', 'address', 'massMailOptOut', 'smsOptIn', 'dateAvailable', 'category', 'isDeleted', 'skillSet', 'customText1', 'customText2']);
const NEVER_EMPTY = ['firstName', 'lastName', 'name', 'status'];

export function installCandidates(api: FastifyInstance, crm: Crm): void {
  const { people } = crm.book;
  api.put<{ Body: Fields }>('/entity/Candidate', async ({ body }) => {
    assertWritable(body);
    for (const field of NEVER_EMPTY) if ((body[field] ?? '') === '') throw crm.definition.refusals.missingField(field);
    assertDemands(crm, body);
    const blank = crm.definition.vocabulary.person({ firstName: '', lastName: '' });
    return saved('Candidate', people.add({ ...blank, ...body }).id, 'INSERT');
  });
  api.post<ById & { Body: Fields }>('/entity/Candidate/:id', async ({ params, body }) => {
    assertWritable(body);
    return saved('Candidate', people.change(live(crm, params.id), body).id, 'UPDATE');
  });
  api.get<ById & Query>('/entity/Candidate/:id', async ({ params, query }) => ({ data: picked(candidateRow(live(crm, params.id)), query.fields) }));
  api.delete<ById>('/entity/Candidate/:id', async ({ params }) => saved('Candidate', people.change(live(crm, params.id), { isDeleted: true }).id, 'DELETE'));
  const search = (query: Record<string, string>) => {
    const isWanted = conditionOf(crm, query.query);
    return page(people.findable((fields, id) => isWanted({ id, ...fields })).map(candidateRow), query);
  };
  api.get<Query>('/search/Candidate', async ({ query }) => search(query));
  api.post<Query & { Body: { query: string } }>('/search/Candidate', async ({ query, body }) => search({ ...query, query: body.query }));
  api.get<ById & Query>('/entity/Candidate/:id/notes', async ({ params, query }) =>
    page(crm.book.notesOf(live(crm, params.id).id).map(({ id, fields }) => ({ id: Number(id), ...fields, comments: fields.text })), query));
}

export function live(crm: Crm, id: string): Entry {
  const entry = crm.book.people.get(id);
  if (!entry || entry.fields.isDeleted === true) throw crm.definition.refusals.notFound(`Candidate ${id}`);
  return entry;
}

function assertWritable(body: Fields): void {
  for (const [name, value] of Object.entries(body)) {
    const longest = WRITABLE[name];
    if (longest === undefined && !OTHER.has(name)) throw unpersisted('Candidate', name, `${name} is not a field of Candidate`);
    if (longest !== undefined && String(value).length > longest) throw unpersisted('Candidate', name, `${name} is longer than ${longest}`);
  }
}
