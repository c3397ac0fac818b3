import type { FastifyInstance } from 'fastify';
import { assertDemands, CrmRefusal, type Crm, type Entry, type Fields } from '../crm-kit/index.js';
import { asked, found, objectOf, objectRow, type ById, type Properties, type Query, type SearchBody } from './objects.js';
import type { SearchLimit } from './search-limit.js';

const path = '/crm/v3/objects/contacts';
const lower = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

export function byEmail({ book }: Crm, email: unknown): Entry | undefined {
  const wanted = lower(email);
  return wanted === '' ? undefined
    : book.people.all((fields) => lower(fields.email) === wanted || lower(fields.hs_additional_emails).split(';').includes(wanted))[0];
}

export function installContacts(api: FastifyInstance, crm: Crm, searches: SearchLimit): void {
  const { people } = crm.book;
  const unsubscribed = new Set<string>();
  const added = (properties: Fields): Entry => newContact(crm, properties, unsubscribed);
  api.post<{ Body: SearchBody }>(`${path}/search`, async (request) => {
    searches.assertRoom(request);
    return found(people, request.body, ['firstname', 'lastname', 'email', 'phone']);
  });
  api.get<ById & Query>(`${path}/:id`, async ({ params, query }) => {
    const entry = query.idProperty === 'email' ? byEmail(crm, params.id) : people.get(params.id);
    if (!entry) throw crm.definition.refusals.notFound('resource');
    return objectRow(entry, asked(query));
  });
  api.post<Properties>(path, async ({ body }, reply) => {
    const properties = body.properties ?? {};
    const known = byEmail(crm, properties.email);
    if (known) throw conflict(known.id);
    return reply.code(201).send(objectRow(added(properties)));
  });
  api.patch<ById & Properties>(`${path}/:id`, async ({ params, body }) => objectRow(people.change(objectOf(crm, people, params.id), body.properties ?? {})));
  api.post<{ Body: { inputs: { idProperty?: string; id: string; properties: Fields }[] } }>(`${path}/batch/upsert`, async ({ body }) => {
    if (body.inputs.length > 100) throw crm.definition.refusals.invalid('At most 100 inputs.');
    return { status: 'COMPLETE', results: body.inputs.map(({ id, properties }) => {
      const known = byEmail(crm, id);
      const entry = known ? people.change(known, properties) : added({ email: id, ...properties });
      return { ...objectRow(entry), new: known === undefined };
    }) };
  });
  api.post<{ Body: { objectId: string } }>(`${path}/gdpr-delete`, async ({ body }, reply) => {
    people.remove(objectOf(crm, people, body.objectId).id);
    return reply.code(204).send();
  });
  installSubscriptions(api, crm, unsubscribed);
}

function newContact(crm: Crm, properties: Fields, unsubscribed: ReadonlySet<string>): Entry {
  assertDemands(crm, properties);
  const blank = crm.definition.vocabulary.person({ firstName: '', lastName: '' });
  if ('hs_email_optout' in properties) throw crm.definition.refusals.invalid('hs_email_optout is read only.');
  return crm.book.people.add({ ...blank, ...properties, hs_email_optout: unsubscribed.has(lower(properties.email)) ? 'true' : '' });
}

function conflict(id: string): CrmRefusal {
  return new CrmRefusal(409, { status: 'error', message: `Contact already exists. Existing ID: ${id}`, category: 'CONFLICT' });
}

function installSubscriptions(api: FastifyInstance, crm: Crm, unsubscribed: Set<string>): void {
  api.post<{ Params: { email: string } }>('/communication-preferences/v4/statuses/:email/unsubscribe-all', async ({ params }) => {
    // Subscriptions belong to an address, whether or not a contact has it.
    unsubscribed.add(lower(params.email));
    const entry = byEmail(crm, params.email);
    if (entry) crm.book.people.change(entry, { hs_email_optout: 'true' });
    return { status: 'COMPLETE', results: [] };
  });
  api.get('/crm/v3/owners', async () => ({ results: crm.book.users.map(({ id, name, email }) => {
    const [firstName, lastName] = name.split(' ');
    return { id, email, firstName, lastName, archived: false };
  }) }));
}
