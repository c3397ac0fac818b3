import type { FastifyInstance } from 'fastify';
import { assertDemands, assertSize, type Crm, type Entry, type Fields } from '../crm-kit/index.js';
import { contactFields, contactOf } from './objects.js';
import { invalidRule, refusals } from './refusals.js';

interface ById { Params: { id: string } }

const success = (id: string) => ({ id, success: true, errors: [] });

export function installObjects(api: FastifyInstance, crm: Crm): void {
  const { people } = crm.book;
  api.post<{ Body: Fields }>('/sobjects/Contact', async ({ body }, reply) => reply.code(201).send(success(addContact(crm, body).id)));
  api.get<ById>('/sobjects/Contact/:id', async ({ params }) => {
    const { id, fields } = contactOf(crm, params.id);
    return { attributes: { type: 'Contact' }, Id: id, ...fields };
  });
  api.patch<ById & { Body: Fields }>('/sobjects/Contact/:id', async ({ params, body }, reply) => {
    const entry = contactOf(crm, params.id);
    people.change(entry, contactFields(crm, body, entry.fields));
    return reply.code(204).send();
  });
  api.patch<{ Params: { field: string; value: string }; Body: Fields }>('/sobjects/Contact/:field/:value', async ({ params, body }, reply) => {
    if (params.field !== 'Idibu_Ref__c') throw refusals.notFound(params.field);
    const known = people.all((fields) => fields.Idibu_Ref__c === params.value);
    if (known.length > 1) return reply.code(300).send(known.map(({ id }) => `/sobjects/Contact/${id}`));
    const [entry] = known;
    if (!entry) return reply.code(201).send({ ...success(addContact(crm, { ...body, Idibu_Ref__c: params.value }).id), created: true });
    people.change(entry, contactFields(crm, body, entry.fields));
    return reply.code(200).send({ ...success(entry.id), created: false });
  });
  api.delete<ById>('/sobjects/Contact/:id', async ({ params }, reply) => {
    people.remove(contactOf(crm, params.id).id);
    return reply.code(204).send();
  });
  installRelated(api, crm);
}

function addContact(crm: Crm, body: Fields): Entry {
  if ((body.LastName ?? '') === '') throw refusals.missingField('LastName');
  const blank = crm.definition.vocabulary.person({ firstName: '', lastName: '' });
  const fields = contactFields(crm, body, blank);
  assertDemands(crm, body);
  return crm.book.people.add({ ...blank, ...fields });
}

function installRelated(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.post<{ Body: Fields }>('/sobjects/ts2__Application__c', async ({ body }, reply) => {
    const person = contactOf(crm, String(body.ts2__Candidate_Contact__c));
    const job = book.jobs.get(String(body.ts2__Job__c));
    if (!job) throw refusals.notFound('Job');
    if (job.fields.ts2__Status__c !== 'Open') throw invalidRule('The job is closed.');
    return reply.code(201).send(success(book.links.add({ personId: person.id, jobId: job.id, status: body.ts2__Stage__c }).id));
  });
  api.post<{ Body: Fields }>('/sobjects/ContentVersion', async ({ body }, reply) => {
    const content = Buffer.from(String(body.VersionData), 'base64');
    assertSize(crm, content);
    const person = contactOf(crm, String(body.FirstPublishLocationId));
    return reply.code(201).send(success(book.addFile(person.id, String(body.PathOnClient), content, { title: body.Title }).id));
  });
  api.post<{ Body: Fields }>('/sobjects/Task', async ({ body }, reply) => {
    const person = contactOf(crm, String(body.WhoId));
    const { Description, Subject, WhoId: _who, ...more } = body;
    return reply.code(201).send(success(book.notes.add({ ...more, personId: person.id, text: Description, subject: Subject }).id));
  });
  api.post<{ Body: Fields }>('/sobjects/CampaignMember', async ({ body }, reply) => {
    const person = contactOf(crm, String(body.ContactId));
    const pool = book.pools.find(({ id }) => id === body.CampaignId);
    if (!pool) throw refusals.notFound('Campaign');
    if (book.members.all((fields) => fields.poolId === pool.id && fields.personId === person.id).length > 0) throw invalidRule('Already a campaign member.');
    return reply.code(201).send(success(book.members.add({ poolId: pool.id, personId: person.id }).id));
  });
}
