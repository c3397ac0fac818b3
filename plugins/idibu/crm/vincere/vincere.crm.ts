import type { AccountHttp } from 'patchbay/sdk';
import { z } from 'zod';
import type { Crm, CrmJob, CrmPerson, CrmPool, CrmUser, CvFile, LinkCard, NoteCard, PersonCard, PersonQuestion } from '../connector.js';
import { segment, type CrmCalls } from '../shared/calls.js';
import { newPersonFields } from '../shared/mapping.js';
import { changesOf, hasNumber, known, openJob, sourceOf } from '../shared/people.js';
import { candidateFields, candidateSchema, CANDIDATE_FIELDS, foundSchema, JOB_FIELDS, jobOf, jobSchema, personOf } from './rows.js';

const madeSchema = z.object({ id: z.int() });
const described = z.array(z.object({ id: z.int(), description: z.string() }));

/** Vincere's API. Searches lag behind writes; reads of one record and of what hangs on it do not. */
export class VincereCrm implements Crm {
  constructor(private readonly calls: CrmCalls, private readonly http: AccountHttp, private readonly mapping: Readonly<Record<string, string>>) {}

  async findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]> {
    switch (question.by) {
      case 'id': {
        const found = await this.calls.find({ method: 'GET', path: `/candidate/${segment(question.id)}` }, candidateSchema);
        return found ? [personOf(found, await this.tenant())] : [];
      }
      case 'email': return this.search(`${value('primary_email', question.email)} OR ${value('work_email', question.email)}`, 10);
      case 'ref': return this.search(value('external_id', question.ref), 10);
      case 'phone': {
        const namesakes = await this.search(value('last_name', question.lastName), 100);
        return namesakes.filter(({ phones }) => hasNumber(phones, question.phone)).slice(0, 10);
      }
    }
  }

  async createPerson(card: PersonCard): Promise<CrmPerson> {
    const { marketing_consent: consent, ...fields } = candidateFields(card);
    const json = {
      ...newPersonFields(this.mapping), ...known(fields), ...(consent === false && { marketing_consent: false }), note: sourceOf(card.source),
      candidate_source_id: await this.sourceId(), registration_date: new Date(card.appliedAt).toISOString(),
    };
    const { id } = await this.calls.read({ method: 'POST', path: '/candidate', json }, madeSchema);
    return personOf({ id, ...fields }, await this.tenant());
  }

  async fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]> {
    const held = await this.calls.read({ method: 'GET', path: `/candidate/${segment(personId)}` }, candidateSchema);
    const { marketing_consent: consent, ...fields } = candidateFields(card);
    const changes = { ...changesOf(held, fields, isOverwriting), ...(consent === false && held.marketing_consent !== false && { marketing_consent: false }) };
    if (Object.keys(changes).length > 0) await this.calls.send({ method: 'PUT', path: `/candidate/${segment(personId)}`, json: changes, repeatable: true });
    return Object.keys(changes);
  }

  async attachCv(personId: string, cv: CvFile): Promise<{ id: string | null }> {
    const types = await this.calls.read({ method: 'GET', path: '/def/candidate/documenttypes' }, described);
    const json = {
      file_name: cv.name, document_type_id: (types.find(({ description }) => /cv|resume/i.test(description)) ?? types[0])?.id, original_cv: true,
      base_64_content: Buffer.from(cv.content).toString('base64'),
    };
    const { id } = await this.calls.read({ method: 'POST', path: `/candidate/${segment(personId)}/file`, json }, madeSchema);
    return { id: String(id) };
  }

  async hasCv(personId: string, { name }: Pick<CvFile, 'name'>): Promise<boolean> {
    const files = await this.calls.read({ method: 'GET', path: `/candidate/${segment(personId)}/files` }, z.array(z.object({ file_name: z.string() })));
    return files.some((file) => file.file_name === name);
  }

  async findJob(reference: string): Promise<CrmJob | null> {
    const byId = /^\d+$/.test(reference) ? await this.job(reference) : null;
    return byId ?? (await this.jobs(value('external_id', reference), 1))[0] ?? null;
  }

  async searchJobs(text: string): Promise<readonly CrmJob[]> {
    const words = text.split(/[^\p{L}\p{N}-]+/u).filter((word) => word !== '').map((word) => value('job_title', `${word}*`));
    const jobs = await this.jobs([value('external_id', text), ...(words.length > 0 ? [`(${words.join(' AND ')})`] : [])].join(' OR '), 50);
    return jobs.filter(({ isOpen }) => isOpen).slice(0, 20);
  }

  async linkToJob({ personId, jobId, appliedAt, ownerId }: LinkCard): Promise<{ id: string | null; isNew: boolean }> {
    const there = await this.applicationOf(personId, jobId);
    if (there !== null) return { id: there, isNew: false };
    openJob(await this.job(jobId), jobId);
    const json = known({
      candidate_id: Number(personId), job_id: Number(jobId), stage: this.mapping.stage || 'SHORTLISTED', registration_date: new Date(appliedAt).toISOString(),
      creator_id: ownerId === null ? null : Number(ownerId),
    });
    const { id } = await this.calls.read({ method: 'POST', path: '/application', json }, madeSchema);
    return { id: String(id), isNew: true };
  }

  async hasLink(personId: string, jobId: string): Promise<boolean> {
    return (await this.applicationOf(personId, jobId)) !== null;
  }

  async addNote({ personId, jobId, text, at, authorId }: NoteCard): Promise<{ id: string | null }> {
    const number = (id: string | null): number | null => (id === null ? null : Number(id));
    const json = known({ content: text, note_on: new Date(at).toISOString(), job_id: number(jobId), note_by: number(authorId) });
    const { id } = await this.calls.read({ method: 'POST', path: `/candidate/${segment(personId)}/notes`, json }, madeSchema);
    return { id: String(id) };
  }

  async hasNote({ personId, ref }: Pick<NoteCard, 'personId' | 'ref'>): Promise<boolean> {
    const notes = await this.calls.read({ method: 'GET', path: `/candidate/${segment(personId)}/notes` }, z.array(z.object({ content: z.string().nullish() })));
    return notes.some(({ content }) => content?.includes(ref) === true);
  }

  async pools(): Promise<readonly CrmPool[]> {
    const pools = await this.calls.read({ method: 'GET', path: '/talentpools' }, z.array(z.object({ id: z.int(), name: z.string() })));
    return pools.map(({ id, name }) => ({ id: String(id), name }));
  }

  async addToPool(personId: string, poolId: string): Promise<void> {
    const [user] = await this.users();
    await this.calls.send({
      method: 'PUT', path: `/talentpools/candidate/${segment(personId)}/user/${segment(user?.id ?? '')}`, json: [Number(poolId)], repeatable: true,
    });
  }

  async users(): Promise<readonly CrmUser[]> {
    const user = z.object({ id: z.int(), full_name: z.string(), email: z.string().nullish(), is_active: z.boolean().nullish() });
    const users = await this.calls.read({ method: 'GET', path: '/user/list' }, z.array(user));
    return users.filter(({ is_active: isActive }) => isActive !== false)
      .map(({ id, full_name: name, email }) => ({ id: String(id), name, email: email ?? null }));
  }

  async erasePerson(personId: string): Promise<'deleted'> {
    await this.calls.send({ method: 'DELETE', path: `/candidate/${segment(personId)}`, json: { reason: 'Erasure requested by the person.' }, repeatable: true }, [404]);
    return 'deleted';
  }

  private async search(q: string, limit: number): Promise<CrmPerson[]> {
    const tenant = await this.tenant();
    const { result } = await this.calls.read({ method: 'GET', path: `/candidate/search/fl=${CANDIDATE_FIELDS}`, query: { q, limit } }, foundSchema(candidateSchema));
    return result.items.map((candidate) => personOf(candidate, tenant));
  }

  private async job(id: string): Promise<CrmJob | null> {
    const found = await this.calls.find({ method: 'GET', path: `/job/${segment(id)}` }, jobSchema);
    return found && jobOf(found, await this.tenant());
  }

  private async jobs(q: string, limit: number): Promise<CrmJob[]> {
    const tenant = await this.tenant();
    const { result } = await this.calls.read({ method: 'GET', path: `/job/search/fl=${JOB_FIELDS}`, query: { q, limit } }, foundSchema(jobSchema));
    return result.items.map((job) => jobOf(job, tenant));
  }

  private async applicationOf(personId: string, jobId: string): Promise<string | null> {
    const applications = await this.calls.read({ method: 'GET', path: `/candidate/${segment(personId)}/applications` }, z.array(z.object({ id: z.int(), job_id: z.int() })));
    const found = applications.find((application) => String(application.job_id) === jobId);
    return found ? String(found.id) : null;
  }

  private async sourceId(): Promise<number | undefined> {
    if (this.mapping.sourceId) return Number(this.mapping.sourceId);
    return (await this.calls.read({ method: 'GET', path: '/candidatesources' }, described))[0]?.id;
  }

  private async tenant(): Promise<string> {
    return (await this.http.account()).accountId ?? '';
  }
}

/** A condition of a search; `#` ends a value, so none may hold one. */
function value(field: string, text: string): string {
  return `${field}:${text.replaceAll('#', '')}#`;
}
