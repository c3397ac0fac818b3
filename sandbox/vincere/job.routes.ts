import type { FastifyInstance } from 'fastify';
import { CrmRefusal, type Crm, type Entry, type Fields } from '../crm-kit/index.js';
import { personOf, type Search } from './candidate.routes.js';
import { searched } from './search.js';

interface ById { Params: { id: string } }

const jobRow = ({ id, fields }: Entry): Fields => ({ id: Number(id), ...fields, is_open: fields.close_date === null });

export function installJobs(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get<Search>('/job/search/:how', async ({ params, query }) => searched(crm, book.jobs.all().map(jobRow), params.how, query));
  api.get<ById>('/job/:id', async ({ params }) => {
    const job = book.jobs.get(params.id);
    if (!job) throw crm.definition.refusals.notFound('Job');
    return jobRow(job);
  });
  api.post<{ Body: Fields }>('/application', async ({ body }) => {
    const person = personOf(crm, String(body.candidate_id));
    const job = book.jobs.get(String(body.job_id));
    if (!job) throw crm.definition.refusals.notFound('Job');
    if (job.fields.close_date !== null) throw crm.definition.refusals.invalid('The job is closed');
    if (book.linkOf(person.id, job.id)) throw new CrmRefusal(400, { errors: ['The candidate is already in the pipeline of this job'] });
    return { id: Number(book.links.add({ personId: person.id, jobId: job.id, status: body.stage, registrationDate: body.registration_date }).id) };
  });
  api.get<ById>('/candidate/:id/applications', async ({ params }) => book.linksOf(personOf(crm, params.id).id).map(({ id, fields }) => ({
    id: Number(id), candidate_id: Number(fields.personId), job_id: Number(fields.jobId), stage: fields.status,
  })));
  api.get<ById>('/candidate/:id/notes', async ({ params }) => book.notesOf(personOf(crm, params.id).id).map(({ id, fields }) => ({ id: Number(id), content: fields.text })));
  api.post<ById & { Body: Fields }>('/candidate/:id/notes', async ({ params, body }) => {
    if ((body.content ?? '') === '') throw crm.definition.refusals.missingField('content');
    const { content, ...more } = body;
    return { id: Number(book.notes.add({ ...more, text: content, personId: personOf(crm, params.id).id }).id) };
  });
  installTalentPools(api, crm);
}

function installTalentPools(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  api.get('/talentpools', async () => book.pools.map(({ id, name }) => ({ id: Number(id), name })));
  api.put<{ Params: { id: string; userId: string }; Body: number[] }>('/talentpools/candidate/:id/user/:userId', async ({ params, body }) => {
    const person = personOf(crm, params.id);
    if (!book.users.some(({ id }) => id === params.userId)) throw crm.definition.refusals.notFound('User');
    for (const poolId of body) {
      if (!book.pools.some(({ id }) => id === String(poolId))) throw crm.definition.refusals.notFound('Talent pool');
      book.addMember(String(poolId), person.id);
    }
    return { result: true };
  });
}
