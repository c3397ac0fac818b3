import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm-kit/index.js';
import { asked, found, objectOf, objectRow, type ById, type Query, type SearchBody } from './objects.js';
import type { SearchLimit } from './search-limit.js';

/** Deals stand for vacancies, lists for pools. */
export function installDeals(api: FastifyInstance, crm: Crm, searches: SearchLimit): void {
  const { book } = crm;
  api.post<{ Body: SearchBody }>('/crm/v3/objects/deals/search', async (request) => {
    searches.assertRoom(request);
    return found(book.jobs, request.body, ['dealname', 'job_reference']);
  });
  api.get<ById & Query>('/crm/v3/objects/deals/:id', async ({ params, query }) => {
    const job = query.idProperty === 'job_reference' ? book.jobs.all((fields) => fields.job_reference === params.id)[0] : book.jobs.get(params.id);
    if (!job) throw crm.definition.refusals.notFound('resource');
    return objectRow(job, asked(query));
  });
  api.get<ById>('/crm/v4/objects/contacts/:id/associations/deals', async ({ params }) => ({
    results: book.linksOf(objectOf(crm, book.people, params.id).id).map(({ fields }) => ({ toObjectId: Number(fields.jobId), associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 4 }] })),
  }));
  api.put<{ Params: { id: string; dealId: string } }>('/crm/v4/objects/contacts/:id/associations/default/deals/:dealId', async ({ params }) => {
    const person = objectOf(crm, book.people, params.id);
    const job = objectOf(crm, book.jobs, params.dealId);
    // An association is a set: again is the same.
    if (!book.linkOf(person.id, job.id)) book.links.add({ personId: person.id, jobId: job.id, status: 'associated' });
    return { status: 'COMPLETE', results: [{ from: { id: person.id }, to: { id: job.id } }] };
  });
  api.post<{ Body: { query?: string } }>('/crm/v3/lists/search', async () => ({
    lists: book.pools.map(({ id, name }) => ({ listId: id, name, objectTypeId: '0-1', processingType: 'MANUAL' })),
  }));
  api.put<ById & { Body: string[] }>('/crm/v3/lists/:id/memberships/add', async ({ params, body }) => {
    const pool = book.pools.find(({ id }) => id === params.id);
    if (!pool) throw crm.definition.refusals.notFound('List');
    for (const id of body) book.addMember(pool.id, objectOf(crm, book.people, String(id)).id);
    return { recordIdsAdded: body, recordIdsMissing: [] };
  });
}
