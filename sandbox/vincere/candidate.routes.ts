import type { FastifyInstance } from 'fastify';
import { assertDemands, assertSize, type Crm, type Entry, type Fields } from '../crm-kit/index.js';
import { searched } from './search.js';

interface ById { Params: { id: string } }
/** `fl` and `sort` are part of the path. */
export interface Search { Params: { how: string }; Querystring: { q?: string; start?: string; limit?: string } }

export function personOf(crm: Crm, id: string): Entry {
  const entry = crm.book.people.get(id);
  if (!entry) throw crm.definition.refusals.notFound('Candidate');
  return entry;
}

export function installCandidates(api: FastifyInstance, crm: Crm): void {
  const { people } = crm.book;
  api.get<Search>('/candidate/search/:how', async ({ params, query }) => searched(crm, people.findable(() => true).map(({ id, fields }) => ({
    id: Number(id), name: `${String(fields.first_name)} ${String(fields.last_name)}`, primary_email: fields.email, ...fields,
  })), params.how, query));
  api.get<ById>('/candidate/:id', async ({ params }) => {
    const { id, fields } = personOf(crm, params.id);
    return { id: Number(id), ...fields };
  });
  api.post<{ Body: Fields }>('/candidate', async ({ body }) => {
    for (const field of ['first_name', 'last_name', 'candidate_source_id', 'registration_date']) {
      if ((body[field] ?? '') === '') throw crm.definition.refusals.missingField(field);
    }
    if (!/^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/.test(String(body.registration_date))) throw crm.definition.refusals.invalid('registration_date is invalid');
    assertDemands(crm, body);
    const blank = crm.definition.vocabulary.person({ firstName: '', lastName: '' });
    return { id: Number(people.add({ ...blank, ...body }).id) };
  });
  api.put<ById & { Body: Fields }>('/candidate/:id', async ({ params, body }) => ({ id: Number(people.change(personOf(crm, params.id), body).id) }));
  api.delete<ById & { Body: { reason?: string } | null }>('/candidate/:id', async ({ params, body }) => {
    if ((body?.reason ?? '') === '') throw crm.definition.refusals.missingField('reason');
    people.remove(personOf(crm, params.id).id);
    return { result: true };
  });
  installFiles(api, crm);
}

function installFiles(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<ById>('/candidate/:id/files', async ({ params }) => book.filesOf(personOf(crm, params.id).id).map(({ id, fields }) => ({
    id: Number(id), file_name: fields.name, original_cv: fields.isOriginal,
  })));
  api.post<ById & { Body: Fields }>('/candidate/:id/file', async ({ params, body }) => {
    const person = personOf(crm, params.id);
    for (const field of ['file_name', 'document_type_id', 'base_64_content']) {
      if ((body[field] ?? '') === '') throw crm.definition.refusals.missingField(field);
    }
    const content = Buffer.from(String(body.base_64_content), 'base64');
    assertSize(crm, content);
    return { id: Number(book.addFile(person.id, String(body.file_name), content, { isOriginal: body.original_cv === true }).id) };
  });
  api.get('/def/candidate/documenttypes', async () => [{ id: 1, description: 'CV' }, { id: 2, description: 'Cover letter' }]);
  api.get('/candidatesources', async () => [{ id: 29_093, description: 'Job board' }, { id: 29_094, description: 'Referral' }]);
  api.get('/user/list', async () => book.users.map(({ id, name, email }) => ({ id: Number(id), full_name: name, email, is_active: true })));
}
