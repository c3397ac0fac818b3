import type { FastifyInstance } from 'fastify';
import type { Crm } from '../crm-kit/index.js';
import { criteriaOf } from './candidate.routes.js';
import { listed, outcome, row, type ById, type Data, type Query } from './rows.js';

interface Association { ids?: string[]; jobids?: string[]; comments?: string }

export function installJobs(api: FastifyInstance, crm: Crm): void {
  const { book } = crm;
  // Both spellings occur; this account has the first.
  api.get('/settings/modules', async () => ({ modules: [{ api_name: 'Candidates', module_name: 'Candidates' }, { api_name: 'JobOpenings', module_name: 'JobOpenings' }] }));
  api.get<Query>('/JobOpenings/search', async ({ query }, reply) => {
    const wanted = criteriaOf(crm, query.criteria);
    const word = query.word?.toLowerCase();
    return listed(reply, book.jobs.all((fields) => wanted.every(([name, value]) => String(fields[name]).toLowerCase() === value.toLowerCase())
      && (word === undefined || `${String(fields.Posting_Title)} ${String(fields.Job_Opening_ID)}`.toLowerCase().includes(word))).map(row), query);
  });
  api.get<ById>('/JobOpenings/:id', async ({ params }, reply) => {
    const job = book.jobs.get(params.id);
    return listed(reply, job ? [row(job)] : []);
  });
  api.put<Data>('/Candidates/actions/associate', async ({ body }) => {
    const [{ ids = [], jobids = [], comments } = {}] = (body.data ?? []) as Association[];
    return { data: ids.flatMap((id) => jobids.map((jobId) => associated(crm, { id, jobId, comments }))) };
  });
  api.get<ById & Query>('/Candidates/:id/associate', async ({ params, query }, reply) => listed(reply, book.linksOf(params.id).flatMap(({ fields }) => {
    const job = book.jobs.get(String(fields.jobId));
    return job ? [{ ...row(job), Candidate_Status: fields.status }] : [];
  }), query));
}

function associated({ book }: Crm, { id, jobId, comments }: { id: string; jobId: string; comments?: string }): object {
  const [person, job] = [book.people.get(id), book.jobs.get(jobId)];
  const details = { id, jobid: jobId };
  if (!person) return outcome('INVALID_DATA', 'the candidate id given seems to be invalid', details);
  if (!job) return outcome('ID_ALREADY_DELETED', 'the job opening is deleted', details);
  if (person.fields.Is_Locked === true) return outcome('RECORD_LOCKED', 'the record is locked', details);
  if (job.fields.Job_Opening_Status !== 'In-progress') return outcome('BLOCKED_RECORD', 'the job opening is not open', details);
  if (book.linkOf(id, jobId)) return outcome('ALREADY_ASSOCIATED', 'the candidate is already associated', details);
  book.links.add({ personId: id, jobId, status: 'Associated', comments });
  return outcome('SUCCESS', 'associated', details);
}
