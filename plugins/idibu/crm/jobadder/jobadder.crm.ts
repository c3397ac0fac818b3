import { z } from 'zod';
import type { Crm, CrmJob, CrmPerson, CrmPool, CrmUser, CvFile, LinkCard, NoteCard, PersonCard, PersonQuestion } from '../connector.js';
import { segment, type CrmCalls } from '../shared/calls.js';
import { newPersonFields } from '../shared/mapping.js';
import { addressTaken, changesOf, hasNumber, known, openJob, texts } from '../shared/people.js';
import { candidateFields, candidateSchema, jobOf, jobSchema, listOf, personOf } from './rows.js';

const PAGE = 200;

/** JobAdder's API. It refuses a second person of the same e-mail by itself; it has no external id of a person. */
export class JobAdderCrm implements Crm {
  constructor(private readonly calls: CrmCalls, private readonly mapping: Readonly<Record<string, string>>) {}

  async findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]> {
    switch (question.by) {
      case 'id': {
        const found = await this.calls.find({ method: 'GET', path: `/candidates/${segment(question.id)}` }, candidateSchema);
        return found ? [personOf(found)] : [];
      }
      case 'email': {
        // The filter finds parts of addresses too.
        const found = await this.candidates({ Email: question.email, Limit: 50 });
        return found.filter(({ emails }) => emails.some((email) => email.toLowerCase() === question.email)).slice(0, 10);
      }
      case 'phone': {
        const namesakes = await this.candidates({ Name: question.lastName, Limit: PAGE });
        return namesakes.filter(({ phones }) => hasNumber(phones, question.phone)).slice(0, 10);
      }
      case 'ref': return [];
    }
  }

  async createPerson(card: PersonCard, isDoubleWanted = false): Promise<CrmPerson> {
    const json = { ...newPersonFields(this.mapping), ...known(candidateFields(card)) };
    const headers: Record<string, string> = isDoubleWanted ? { 'x-allow-duplicates': 'true' } : {};
    const answer = await this.calls.send({ method: 'POST', path: '/candidates', json, headers }, [409]);
    if (answer.status === 409) throw addressTaken('JobAdder', isDoubleWanted);
    return personOf(this.calls.parsed(answer.body, candidateSchema));
  }

  async fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]> {
    const { recruiters, ...held } = await this.calls.read({ method: 'GET', path: `/candidates/${segment(personId)}` }, candidateSchema);
    const changes = changesOf({ ...held, recruiterUserId: recruiters?.map(({ userId }) => userId) }, candidateFields(card), isOverwriting);
    // The source is told at the creation only.
    const { source: _source, ...json } = changes;
    if (Object.keys(json).length > 0) await this.calls.send({ method: 'PUT', path: `/candidates/${segment(personId)}`, json, repeatable: true });
    return Object.keys(json);
  }

  async attachCv(personId: string, cv: CvFile): Promise<{ id: string | null }> {
    const { attachmentId } = await this.calls.read({
      method: 'POST', path: `/candidates/${segment(personId)}/attachments/Resume`,
      multipart: [{ name: 'fileData', fileName: cv.name, contentType: cv.contentType, content: cv.content }],
    }, z.object({ attachmentId: z.string() }));
    return { id: attachmentId };
  }

  async hasCv(personId: string, { name }: Pick<CvFile, 'name'>): Promise<boolean> {
    const files = await this.calls.read({ method: 'GET', path: `/candidates/${segment(personId)}/attachments`, query: { Limit: PAGE } }, listOf(z.object({ fileName: z.string() })));
    return files.items.some(({ fileName }) => fileName === name);
  }

  /** By the number of the job, else by the reference of one of its advertisements. */
  async findJob(reference: string): Promise<CrmJob | null> {
    const byId = /^\d+$/.test(reference) ? await this.job(reference) : null;
    if (byId) return byId;
    const schema = listOf(z.object({ reference: z.string().nullish(), job: z.object({ jobId: z.int() }).nullish() }));
    for (let offset = 0; ; offset += PAGE) {
      const { items, totalCount } = await this.calls.read({ method: 'GET', path: '/jobads', query: { Offset: offset, Limit: PAGE } }, schema);
      const found = items.find((advertisement) => advertisement.reference?.toLowerCase() === reference.toLowerCase());
      if (found?.job) return this.job(String(found.job.jobId), reference);
      if (offset + PAGE >= totalCount) return null;
    }
  }

  async searchJobs(text: string): Promise<readonly CrmJob[]> {
    const jobs = await this.calls.read({ method: 'GET', path: '/jobs', query: { JobTitle: text, Active: 'true', Limit: 20 } }, listOf(jobSchema));
    const exact = jobs.items.length > 0 ? null : await this.findJob(text);
    return exact?.isOpen ? [exact] : jobs.items.map((job) => jobOf(job));
  }

  async linkToJob({ personId, jobId, source }: LinkCard): Promise<{ id: string | null; isNew: boolean }> {
    openJob(await this.job(jobId), jobId);
    const answer = await this.calls.send({ method: 'POST', path: `/jobs/${segment(jobId)}/applications`, json: { candidateId: [Number(personId)], source } }, [409]);
    if (answer.status === 409) return { id: await this.applicationOf(personId, jobId), isNew: false };
    const { items } = this.calls.parsed(answer.body, listOf(z.object({ applicationId: z.int() })));
    return { id: items[0] ? String(items[0].applicationId) : null, isNew: true };
  }

  async hasLink(personId: string, jobId: string): Promise<boolean> {
    return (await this.applicationOf(personId, jobId)) !== null;
  }

  async addNote({ personId, jobId, text, ref }: NoteCard): Promise<{ id: string | null }> {
    const application = jobId === null ? null : await this.applicationOf(personId, jobId);
    const json = { text, type: 'Note', reference: ref, ...(application && { applicationId: [Number(application)] }) };
    const { noteId } = await this.calls.read({ method: 'POST', path: `/candidates/${segment(personId)}/notes`, json }, z.object({ noteId: z.string() }));
    return { id: noteId };
  }

  async hasNote({ personId, ref }: Pick<NoteCard, 'personId' | 'ref'>): Promise<boolean> {
    const notes = await this.calls.read({ method: 'GET', path: `/candidates/${segment(personId)}/notes`, query: { Reference: ref } }, listOf(z.unknown()));
    return notes.items.length > 0;
  }

  async pools(): Promise<readonly CrmPool[]> {
    const folders = await this.calls.read({ method: 'GET', path: '/folders', query: { Limit: PAGE } }, listOf(z.object({ folderId: z.int(), name: z.string() })));
    return folders.items.map(({ folderId, name }) => ({ id: String(folderId), name }));
  }

  async addToPool(personId: string, poolId: string): Promise<void> {
    const json = [{ op: 'add', path: '/candidates', value: [Number(personId)] }];
    await this.calls.send({ method: 'PATCH', path: `/folders/${segment(poolId)}`, json, repeatable: true });
  }

  async users(): Promise<readonly CrmUser[]> {
    const text = z.string().nullish();
    const user = z.object({ userId: z.int(), firstName: text, lastName: text, email: text, inactive: z.boolean().nullish() });
    const { items } = await this.calls.read({ method: 'GET', path: '/users', query: { Limit: PAGE } }, listOf(user));
    return items.filter(({ inactive }) => inactive !== true)
      .map(({ userId, firstName, lastName, email }) => ({ id: String(userId), name: texts(firstName, lastName).join(' '), email: email ?? null }));
  }

  async erasePerson(personId: string): Promise<'deleted'> {
    await this.calls.send({ method: 'DELETE', path: `/candidates/${segment(personId)}/privacy`, repeatable: true }, [404]);
    return 'deleted';
  }

  private async candidates(query: Readonly<Record<string, string | number>>): Promise<CrmPerson[]> {
    return (await this.calls.read({ method: 'GET', path: '/candidates', query }, listOf(candidateSchema))).items.map(personOf);
  }

  private async job(id: string, reference: string | null = null): Promise<CrmJob | null> {
    const found = await this.calls.find({ method: 'GET', path: `/jobs/${segment(id)}` }, jobSchema);
    return found && jobOf(found, reference);
  }

  private async applicationOf(personId: string, jobId: string): Promise<string | null> {
    const application = z.object({ applicationId: z.int(), job: z.object({ jobId: z.int() }) });
    const { items } = await this.calls.read({ method: 'GET', path: `/candidates/${segment(personId)}/applications`, query: { limit: PAGE } }, listOf(application));
    const found = items.find(({ job }) => String(job.jobId) === jobId);
    return found ? String(found.applicationId) : null;
  }
}
