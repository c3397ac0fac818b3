import { z } from 'zod';
import type { Crm, CrmJob, CrmPerson, CrmPool, CrmUser, CvFile, LinkCard, NoteCard, PersonCard, PersonQuestion } from '../connector.js';
import { segment, type CrmCalls } from '../shared/calls.js';
import { newPersonFields } from '../shared/mapping.js';
import { changesOf, hasNumber, known, openJob, texts } from '../shared/people.js';
import { candidateFields, candidateSchema, CANDIDATE_FIELDS, JOB_FIELDS, jobOf, jobSchema, personOf, type Candidate } from './rows.js';

const savedSchema = z.object({ changedEntityId: z.int() });
const rows = <S extends z.ZodType>(row: S) => z.object({ data: z.array(row) });
const single = <S extends z.ZodType>(row: S) => z.object({ data: row });

/** Bullhorn's REST API. Searches lag a little behind writes; reads by id, and everything but people and jobs, do not. */
export class BullhornCrm implements Crm {
  constructor(private readonly calls: CrmCalls, private readonly mapping: Readonly<Record<string, string>>) {}

  async findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]> {
    switch (question.by) {
      case 'id': {
        const candidate = await this.candidate(question.id);
        return candidate && candidate.isDeleted !== true ? [personOf(candidate)] : [];
      }
      case 'email': return this.search(['email', 'email2', 'email3'].map((field) => `${field}:${quoted(question.email)}`).join(' OR '), 10);
      case 'ref': return this.search(`externalID:${quoted(question.ref)}`, 10);
      case 'phone': {
        const namesakes = await this.search(`lastName:${quoted(question.lastName)}`, 200);
        return namesakes.filter(({ phones }) => hasNumber(phones, question.phone)).slice(0, 10);
      }
    }
  }

  async createPerson(card: PersonCard): Promise<CrmPerson> {
    const json = { ...newPersonFields(this.mapping), ...known(candidateFields(card)), status: 'New Lead' };
    const { changedEntityId: id } = await this.calls.read({ method: 'PUT', path: '/entity/Candidate', json }, savedSchema);
    return personOf({ ...candidateFields(card), id });
  }

  async fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]> {
    const held = (await this.calls.read({ method: 'GET', path: `/entity/Candidate/${segment(personId)}`, query: { fields: CANDIDATE_FIELDS } }, single(z.record(z.string(), z.unknown())))).data;
    const changes = changesOf(held, candidateFields(card), isOverwriting);
    if (Object.keys(changes).length > 0) await this.calls.send({ method: 'POST', path: `/entity/Candidate/${segment(personId)}`, json: changes, repeatable: true });
    return Object.keys(changes);
  }

  async attachCv(personId: string, cv: CvFile): Promise<{ id: string | null }> {
    const json = {
      externalID: 'idibu', fileType: 'SAMPLE', name: cv.name, contentType: cv.contentType, type: 'Resume', description: 'Forwarded from idibu',
      fileContent: Buffer.from(cv.content).toString('base64'),
    };
    const { fileId } = await this.calls.read({ method: 'PUT', path: `/file/Candidate/${segment(personId)}`, json }, z.object({ fileId: z.int() }));
    return { id: String(fileId) };
  }

  async hasCv(personId: string, { name }: Pick<CvFile, 'name'>): Promise<boolean> {
    const files = await this.calls.read({ method: 'GET', path: `/entityFiles/Candidate/${segment(personId)}` },
      z.object({ EntityFiles: z.array(z.object({ name: z.string() })) }));
    return files.EntityFiles.some((file) => file.name === name);
  }

  async findJob(reference: string): Promise<CrmJob | null> {
    const byId = /^\d+$/.test(reference) ? await this.job(reference) : null;
    return byId ?? (await this.jobs(`externalID:${quoted(reference)}`, 1))[0] ?? null;
  }

  async searchJobs(text: string): Promise<readonly CrmJob[]> {
    const words = text.split(/\s+/).map((word) => word.replace(/[^\p{L}\p{N}]/gu, '')).filter((word) => word !== '').map((word) => `title:${word}*`);
    return this.jobs(`isOpen:1 AND (${[`externalID:${quoted(text)}`, ...(words.length > 0 ? [`(${words.join(' AND ')})`] : [])].join(' OR ')})`, 20);
  }

  /** Bullhorn itself would make a second submission. */
  async linkToJob({ personId, jobId, source, appliedAt, ownerId }: LinkCard): Promise<{ id: string | null; isNew: boolean }> {
    const there = await this.submission(personId, jobId);
    if (there !== null) return { id: there, isNew: false };
    openJob(await this.job(jobId), jobId);
    const json = known({
      candidate: { id: Number(personId) }, jobOrder: { id: Number(jobId) }, status: this.mapping.linkStatus || 'New Lead', dateWebResponse: appliedAt, source,
      sendingUser: ownerId === null ? null : { id: Number(ownerId) },
    });
    const { changedEntityId } = await this.calls.read({ method: 'PUT', path: '/entity/JobSubmission', json }, savedSchema);
    return { id: String(changedEntityId), isNew: true };
  }

  async hasLink(personId: string, jobId: string): Promise<boolean> {
    return (await this.submission(personId, jobId)) !== null;
  }

  async addNote({ personId, jobId, text, at, authorId }: NoteCard): Promise<{ id: string | null }> {
    const json = known({
      action: this.mapping.noteAction || 'General', comments: text, dateAdded: at, personReference: { id: Number(personId) },
      commentingPerson: { id: Number(authorId ?? await this.ownUser()) }, jobOrder: jobId === null ? null : { id: Number(jobId) },
    });
    const { changedEntityId } = await this.calls.read({ method: 'PUT', path: '/entity/Note', json }, savedSchema);
    return { id: String(changedEntityId) };
  }

  async hasNote({ personId, ref }: Pick<NoteCard, 'personId' | 'ref'>): Promise<boolean> {
    const query = { fields: 'id,comments', count: 200, orderBy: '-id' };
    const notes = await this.calls.read({ method: 'GET', path: `/entity/Candidate/${segment(personId)}/notes`, query }, rows(z.object({ comments: z.string().nullish() })));
    return notes.data.some(({ comments }) => comments?.includes(ref) === true);
  }

  async pools(): Promise<readonly CrmPool[]> {
    const query = { where: 'isDeleted=false', fields: 'id,name', count: 200 };
    const { data } = await this.calls.read({ method: 'GET', path: '/query/Tearsheet', query }, rows(z.object({ id: z.int(), name: z.string() })));
    return data.map(({ id, name }) => ({ id: String(id), name }));
  }

  async addToPool(personId: string, poolId: string): Promise<void> {
    await this.calls.send({ method: 'PUT', path: `/entity/Tearsheet/${segment(poolId)}/candidates/${segment(personId)}`, repeatable: true });
  }

  async users(): Promise<readonly CrmUser[]> {
    const query = { where: 'isDeleted=false', fields: 'id,name,email', count: 500 };
    const { data } = await this.calls.read({ method: 'GET', path: '/query/CorporateUser', query }, rows(z.object({ id: z.int(), name: z.string(), email: z.string().nullish() })));
    return data.map(({ id, name, email }) => ({ id: String(id), name, email: texts(email)[0] ?? null }));
  }

  async erasePerson(personId: string): Promise<'deleted'> {
    await this.calls.send({ method: 'DELETE', path: `/entity/Candidate/${segment(personId)}`, repeatable: true }, [404]);
    return 'deleted';
  }

  private async candidate(id: string): Promise<Candidate | null> {
    const found = await this.calls.find({ method: 'GET', path: `/entity/Candidate/${segment(id)}`, query: { fields: CANDIDATE_FIELDS } }, single(candidateSchema));
    return found?.data ?? null;
  }

  private async search(wanted: string, count: number): Promise<CrmPerson[]> {
    const query = { query: `isDeleted:0 AND (${wanted})`, fields: CANDIDATE_FIELDS, count };
    return (await this.calls.read({ method: 'GET', path: '/search/Candidate', query }, rows(candidateSchema))).data.map(personOf);
  }

  private async job(id: string): Promise<CrmJob | null> {
    const found = await this.calls.find({ method: 'GET', path: `/entity/JobOrder/${segment(id)}`, query: { fields: JOB_FIELDS } }, single(jobSchema));
    return found && jobOf(found.data);
  }

  private async jobs(wanted: string, count: number): Promise<CrmJob[]> {
    const query = { query: `isDeleted:0 AND ${wanted}`, fields: JOB_FIELDS, count };
    return (await this.calls.read({ method: 'GET', path: '/search/JobOrder', query }, rows(jobSchema))).data.map(jobOf);
  }

  private async submission(personId: string, jobId: string): Promise<string | null> {
    const query = { where: `candidate.id=${Number(personId)} AND jobOrder.id=${Number(jobId)} AND isDeleted=false`, fields: 'id', count: 1 };
    const { data } = await this.calls.read({ method: 'GET', path: '/query/JobSubmission', query }, rows(z.object({ id: z.int() })));
    return data[0] ? String(data[0].id) : null;
  }

  private async ownUser(): Promise<number> {
    return (await this.calls.read({ method: 'GET', path: '/settings/userId' }, z.object({ userId: z.int() }))).userId;
  }
}

/** A Lucene phrase. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
