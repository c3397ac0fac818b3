import type { FastifyInstance } from 'fastify';
import { assertDemands, assertSize, CrmRefusal, formOf, type Crm, type Entry, type Fields } from '../crm-kit/index.js';
import { applicationRow, candidateRow, matches, page, type ById, type Query } from './rows.js';

const FIELDS = new Set(['firstName', 'lastName', 'email', 'phone', 'mobile', 'salutation', 'statusId', 'rating', 'source', 'seeking', 'unsubscribed', 'summary',
  'dateOfBirth', 'social', 'address', 'skillTags', 'employment', 'availability', 'education', 'custom', 'recruiterUserId']);
const FILTERS = { Email: ['email', 'otherEmail'], Phone: ['mobile', 'phone'], Name: ['firstName', 'lastName'], CandidateId: ['candidateId'] };

export function personOf(crm: Crm, id: string): Entry {
  const entry = crm.book.people.get(id);
  if (!entry) throw crm.definition.refusals.notFound('Candidate');
  return entry;
}

export function installCandidates(api: FastifyInstance, crm: Crm): void {
  const { people } = crm.book;
  const row = (entry: Entry): Fields => candidateRow(crm, entry);
  api.get<Query>('/candidates', async ({ query }) => page(people.findable(() => true).map(row).filter((one) => matches(one, query, FILTERS)), query));
  api.get<ById>('/candidates/:id', async ({ params }) => row(personOf(crm, params.id)));
  api.post<{ Body: Fields }>('/candidates', async ({ body, headers }, reply) => {
    assertFields(crm, body);
    if ((body.firstName ?? '') === '') throw crm.definition.refusals.missingField('firstName');
    assertDemands(crm, body);
    if (headers['x-allow-duplicates'] === undefined) assertNew(crm, body);
    const blank = crm.definition.vocabulary.person({ firstName: '', lastName: '' });
    return reply.code(201).send(row(people.add({ ...blank, ...body })));
  });
  api.put<ById & { Body: Fields }>('/candidates/:id', async ({ params, body }) => {
    assertFields(crm, body);
    return row(people.change(personOf(crm, params.id), body));
  });
  api.delete<ById>('/candidates/:id/privacy', async ({ params }, reply) => {
    people.remove(personOf(crm, params.id).id);
    return reply.code(204).send();
  });
  api.get<ById & Query>('/candidates/:id/applications', async ({ params, query }) =>
    page(crm.book.linksOf(personOf(crm, params.id).id).map((link) => applicationRow(crm, link)), query));
  installAttachments(api, crm);
}

function installAttachments(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<ById & Query>('/candidates/:id/attachments', async ({ params, query }) => page(book.filesOf(personOf(crm, params.id).id).map(({ id, fields }) => ({
    attachmentId: id, type: fields.type, fileName: fields.name, candidateId: Number(params.id),
  })), query));
  api.post<{ Params: { id: string; kind: string } }>('/candidates/:id/attachments/:kind', async (request, reply) => {
    const person = personOf(crm, request.params.id);
    const { files } = await formOf(request);
    const file = files.find(({ field }) => field === 'fileData');
    if (!file) throw crm.definition.refusals.missingField('fileData');
    assertSize(crm, file.content);
    const { id } = book.addFile(person.id, file.name, file.content, { type: request.params.kind });
    return reply.code(201).send({ attachmentId: id, type: request.params.kind, fileName: file.name });
  });
  api.get<ById & Query>('/candidates/:id/notes', async ({ params, query }) => page(book.notesOf(personOf(crm, params.id).id)
    .filter(({ fields }) => query.Reference === undefined || fields.reference === query.Reference)
    .map(({ id, fields }) => ({ noteId: id, text: fields.text, type: fields.type, reference: fields.reference })), query));
  api.post<ById & { Body: Fields }>('/candidates/:id/notes', async ({ params, body }, reply) => {
    if ((body.text ?? '') === '') throw crm.definition.refusals.missingField('text');
    const { id } = book.notes.add({ ...body, personId: personOf(crm, params.id).id });
    return reply.code(201).send({ noteId: id, text: body.text });
  });
}

function assertFields(crm: Crm, body: Fields): void {
  const unknown = Object.keys(body).find((name) => !FIELDS.has(name));
  if (unknown !== undefined) throw crm.definition.refusals.invalid(`${unknown} is not a field of a candidate.`);
}

function assertNew({ book }: Crm, { email }: Fields): void {
  const known = typeof email !== 'string' || email === '' ? [] : book.people.all((fields) => String(fields.email).toLowerCase() === email.toLowerCase());
  if (known.length === 0) return;
  throw new CrmRefusal(409, { message: 'Candidate already exists.', errors: known.map(({ id }) => ({ code: 'Duplicate', fields: ['email'], value: id })) });
}
