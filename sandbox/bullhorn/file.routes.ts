import type { FastifyInstance } from 'fastify';
import { assertSize, type Crm, type Fields } from '../crm-kit/index.js';
import { live } from './candidate.routes.js';
import { idIn, page, saved, unpersisted } from './entities.js';

interface ById { Params: { id: string } }
type Query = { Querystring: Record<string, string> };

/** Files, notes and tearsheets of candidates. */
export function installFiles(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.put<ById & { Body: Fields }>('/file/Candidate/:id', async ({ params, body }) => {
    const person = live(crm, params.id);
    for (const field of ['externalID', 'fileContent', 'fileType', 'name']) {
      if (typeof body[field] !== 'string' || body[field] === '') throw unpersisted('CandidateFileAttachment', field, `${field} is required`);
    }
    const content = Buffer.from(String(body.fileContent), 'base64');
    assertSize(crm, content);
    const { name, externalID, fileType, type, contentType } = body;
    return { fileId: Number(book.addFile(person.id, String(name), content, { externalID, fileType, type, contentType }).id), changeType: 'INSERT' };
  });
  api.get<ById>('/entityFiles/Candidate/:id', async ({ params }) => ({
    EntityFiles: book.filesOf(live(crm, params.id).id).map(({ id, fields }) => ({ id: Number(id), ...fields, fileSize: fields.bytes })),
  }));
  api.put<{ Body: Fields }>('/entity/Note', async ({ body }) => {
    const { comments, personReference, ...more } = body;
    if (idIn(more.commentingPerson) === '') throw unpersisted('Note', 'commentingPerson', 'commentingPerson is required');
    if ((more.action ?? '') === '') throw unpersisted('Note', 'action', 'action is required');
    return saved('Note', book.notes.add({ ...more, text: comments, personId: live(crm, idIn(personReference)).id }).id, 'INSERT');
  });
  api.get<Query>('/query/Tearsheet', async ({ query }) => page(book.pools.map(({ id, name }) => ({ id: Number(id), name, isDeleted: false })), query));
  api.put<{ Params: { id: string; personId: string } }>('/entity/Tearsheet/:id/candidates/:personId', async ({ params }) => {
    const pool = book.pools.find(({ id }) => id === params.id);
    if (!pool) throw crm.definition.refusals.notFound(`Tearsheet ${params.id}`);
    book.addMember(pool.id, live(crm, params.personId).id);
    return saved('Tearsheet', pool.id, 'ASSOCIATE');
  });
}
