import type { FastifyInstance } from 'fastify';
import { assertSize, formOf, type Crm } from '../crm-kit/index.js';
import { candidateOf, listed, outcome, type ById, type Data, type Query } from './rows.js';

/** Attachments, notes, tags and users. */
export function installRelated(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<ById & Query>('/Candidates/:id/Attachments', async ({ params, query }, reply) => listed(reply, book.filesOf(params.id).map(({ id, fields }) => ({
    id, File_Name: fields.name, Size: fields.bytes, Category: { name: fields.category },
  })), query));
  api.post<ById & Query>('/Candidates/:id/Attachments', async (request) => {
    const person = candidateOf(crm, request.params.id);
    const { fields, files } = await formOf(request);
    const [file] = files;
    if (!file) throw crm.definition.refusals.invalid('file is required');
    assertSize(crm, file.content);
    const category = request.query.attachments_category ?? fields.attachments_category;
    if (category === undefined) throw crm.definition.refusals.invalid('attachments_category is required');
    return { data: [outcome('SUCCESS', 'attachment uploaded successfully', { id: book.addFile(person.id, file.name, file.content, { category }).id })] };
  });
  api.get<ById & Query>('/Candidates/:id/Notes', async ({ params, query }, reply) => listed(reply, book.notesOf(params.id).map(({ id, fields }) => ({
    id, Note_Title: fields.title, Note_Content: fields.text,
  })), query));
  api.post<Data>('/Notes', async ({ body }, reply) => reply.code(201).send({ data: (body.data ?? []).map((note) => {
    if (note.se_module !== 'Candidates') return outcome('INVALID_MODULE', 'the module is not known', { api_name: 'se_module' });
    const person = candidateOf(crm, String(note.Parent_Id));
    return outcome('SUCCESS', 'record added', { id: book.notes.add({ personId: person.id, text: note.Note_Content, title: note.Note_Title }).id });
  }) }));
  installTags(api, crm);
}

function installTags(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<Query>('/settings/tags', async () => ({ tags: book.pools.map(({ id, name }) => ({ id, name })) }));
  api.post<ById & Query>('/Candidates/:id/actions/add_tags', async ({ params, query }) => {
    const person = candidateOf(crm, params.id);
    const pools = (query.tag_names ?? '').split(',').map((name) => book.pools.find((pool) => pool.name === name));
    if (pools.includes(undefined)) return { data: [outcome('INVALID_DATA', 'the tag does not exist', { id: person.id })] };
    for (const pool of pools) if (pool) book.addMember(pool.id, person.id);
    return { data: [outcome('SUCCESS', 'tags updated successfully', { id: person.id })] };
  });
  api.get<Query>('/users', async () => ({ users: book.users.map(({ id, name, email }) => ({ id, full_name: name, email, status: 'active' })) }));
}
