import type { FastifyInstance } from 'fastify';
import { grantOf, type Crm, type Fields } from '../crm-kit/index.js';
import { live } from './candidate.routes.js';
import { candidateRow, conditionOf, idIn, page, picked, saved, submissionRow, unpersisted } from './entities.js';

interface ById { Params: { id: string } }
type Query = { Querystring: Record<string, string> };

export function installJobs(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<ById & Query>('/entity/JobOrder/:id', async ({ params, query }) => {
    const job = book.jobs.get(params.id);
    if (!job) throw crm.definition.refusals.notFound(`JobOrder ${params.id}`);
    return { data: picked(candidateRow(job), query.fields) };
  });
  api.get<Query>('/search/JobOrder', async ({ query }) => {
    const isWanted = conditionOf(crm, query.query);
    return page(book.jobs.all((fields, id) => isWanted({ id, ...fields })).map(candidateRow), query);
  });
  api.put<{ Body: Fields }>('/entity/JobSubmission', async ({ body }) => {
    const { candidate, jobOrder, ...more } = body;
    if ((body.status ?? '') === '') throw unpersisted('JobSubmission', 'status', 'status is required');
    const person = live(crm, idIn(candidate));
    const job = book.jobs.get(idIn(jobOrder));
    if (!job || job.fields.isDeleted === true) throw unpersisted('JobSubmission', 'jobOrder', `JobOrder ${idIn(jobOrder)} does not exist`);
    if (job.fields.isOpen !== true) throw unpersisted('JobSubmission', 'jobOrder', `JobOrder ${job.id} is closed`);
    return saved('JobSubmission', book.links.add({ ...more, personId: person.id, jobId: job.id }).id, 'INSERT');
  });
  api.get<Query>('/query/JobSubmission', async ({ query }) => {
    const isWanted = conditionOf(crm, query.where);
    return page(book.links.all().map(submissionRow).filter(isWanted), query);
  });
  installSettings(api, crm);
}

function installSettings(api: FastifyInstance, { book }: Crm): void {
  api.get<Query>('/query/CorporateUser', async ({ query }) => page(book.users.map(({ id, name, email }) => {
    const [firstName, lastName] = name.split(' ');
    return { id: Number(id), name, firstName, lastName, email, isDeleted: false };
  }), query));
  api.get('/settings/userId', async (request) => ({ userId: Number(grantOf(request).userId) }));
  api.get('/settings/jobResponseStatusList', async () => ({ jobResponseStatusList: ['New Lead', 'Submitted', 'Client Submission', 'Interview Scheduled'] }));
  api.get('/settings/commentActionList', async () => ({ commentActionList: ['General', 'Web Response', 'Email'] }));
}
