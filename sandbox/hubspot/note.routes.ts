import type { FastifyInstance } from 'fastify';
import { assertSize, formOf, type Crm, type Fields } from '../crm-kit/index.js';
import { asked, objectOf, objectRow, type ById, type Properties, type Query } from './objects.js';

/** Files are uploaded first and hang on the contact through a note. */
export function installNotes(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.post('/files/v3/files', async (request, reply) => {
    const { fields, files } = await formOf(request);
    const file = files.find(({ field }) => field === 'file');
    if (!file || (fields.folderPath ?? '') === '' || (fields.options ?? '') === '') throw crm.definition.refusals.invalid('file, folderPath and options are required.');
    assertSize(crm, file.content);
    const { access, overwrite } = JSON.parse(fields.options ?? '{}') as { access?: string; overwrite?: boolean };
    const name = fields.fileName ?? file.name;
    const known = overwrite === true ? book.files.all((other) => other.name === name && other.folder === fields.folderPath)[0] : undefined;
    const entry = known ?? book.addFile('', name, file.content, { access, folder: fields.folderPath });
    return reply.code(201).send({ id: entry.id, name: String(entry.fields.name).replace(/\.[^.]*$/, ''), access });
  });
  api.post<Properties>('/crm/v3/objects/notes', async ({ body }, reply) => {
    const properties = body.properties ?? {};
    if ((properties.hs_timestamp ?? '') === '') throw crm.definition.refusals.invalid('hs_timestamp is required.');
    const [association] = (body.associations ?? []).filter(({ types }) => types.some(({ associationTypeId }) => associationTypeId === 202));
    const person = objectOf(crm, book.people, String(association?.to.id ?? ''));
    const note = book.notes.add({ personId: person.id, text: properties.hs_note_body, ...properties });
    for (const id of attachmentsOf(properties)) book.files.change(objectOf(crm, book.files, id), { personId: person.id });
    return reply.code(201).send(objectRow(note));
  });
  api.get<ById & Query>('/crm/v3/objects/notes/:id', async ({ params, query }) => objectRow(objectOf(crm, book.notes, params.id), asked(query)));
  api.get<ById>('/crm/v4/objects/contacts/:id/associations/notes', async ({ params }) => ({
    results: book.notesOf(objectOf(crm, book.people, params.id).id).map(({ id }) => ({ toObjectId: Number(id) })),
  }));
  api.post<{ Body: { inputs: { id: string }[]; properties: string[] } }>('/crm/v3/objects/notes/batch/read', async ({ body }) => ({
    status: 'COMPLETE', results: body.inputs.flatMap(({ id }) => { const note = book.notes.get(String(id)); return note ? [objectRow(note, body.properties)] : []; }),
  }));
}

function attachmentsOf(properties: Fields): string[] {
  const ids = properties.hs_attachment_ids;
  return typeof ids === 'string' ? ids.split(';').filter((id) => id !== '') : [];
}
