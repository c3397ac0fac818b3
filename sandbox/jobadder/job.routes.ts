import type { FastifyInstance } from 'fastify';
import { CrmRefusal, type Crm, type Entry, type Fields } from '../crm-kit/index.js';
import { personOf } from './candidate.routes.js';
import { applicationRow, jobRow, matches, page, type ById, type Query } from './rows.js';

const isActive = ({ fields }: Entry): boolean => (fields.status as { active: boolean }).active;

function jobOf(crm: Crm, id: string): Entry {
  const entry = crm.book.jobs.get(id);
  if (!entry) throw crm.definition.refusals.notFound('Job');
  return entry;
}

export function installJobs(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<Query>('/jobs', async ({ query }) => page(book.jobs.all()
    .filter((job) => query.Active === undefined || isActive(job) === (query.Active === 'true')).map(jobRow)
    .filter((row) => matches(row, query, { JobId: ['jobId'], JobTitle: ['jobTitle'] })), query));
  api.get<ById>('/jobs/:id', async ({ params }) => jobRow(jobOf(crm, params.id)));
  // The reference by which boards and their applicants name a job belongs to its advertisement.
  api.get<Query>('/jobads', async ({ query }) => page(book.jobs.all().map((job) => ({
    adId: Number(job.id) + 50_000, title: job.fields.jobTitle, reference: job.fields.adReference, state: isActive(job) ? 'Current' : 'Expired',
    job: { jobId: Number(job.id), jobTitle: job.fields.jobTitle },
  })), query));
  api.post<ById & { Body: { candidateId?: number[]; source?: string } }>('/jobs/:id/applications', async ({ params, body }, reply) => {
    const job = jobOf(crm, params.id);
    if (!isActive(job)) throw crm.definition.refusals.invalid('The job is closed.');
    const people = (body.candidateId ?? []).map((id) => personOf(crm, String(id)));
    if (people.some(({ id }) => book.linkOf(id, job.id))) throw new CrmRefusal(409, { message: 'Candidate already exists on the job.' });
    const links = people.map(({ id }) => book.links.add({ personId: id, jobId: job.id, status: 'Unsuitable/New', source: body.source }));
    return reply.code(201).send({ items: links.map((link) => applicationRow(crm, link)), totalCount: links.length });
  });
  installFolders(api, crm);
}

function installFolders(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<Query>('/folders', async ({ query }) => page(book.pools.map(({ id, name }) => ({ folderId: Number(id), name })), query));
  api.patch<ById & { Body: { op: string; path: string; value: unknown }[] }>('/folders/:id', async ({ params, body }, reply) => {
    const folder = book.pools.find(({ id }) => id === params.id);
    if (!folder) throw crm.definition.refusals.notFound('Folder');
    for (const { op, path, value } of body) {
      if (op !== 'add' || path !== '/candidates') throw crm.definition.refusals.invalid('Only candidates can be added here.');
      for (const id of Array.isArray(value) ? value as unknown[] : [value]) book.addMember(folder.id, personOf(crm, String(id)).id);
    }
    return reply.code(204).send();
  });
  api.get<Query>('/users', async ({ query }) => page(book.users.map(({ id, name, email }): Fields => {
    const [firstName, lastName] = name.split(' ');
    return { userId: Number(id), firstName, lastName, email, inactive: false };
  }), query));
}
