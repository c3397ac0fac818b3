import type { AccountHttp } from 'patchbay/sdk';
import { z } from 'zod';
import type { Crm, CrmJob, CrmPerson, CrmPool, CrmUser, CvFile, LinkCard, NoteCard, PersonCard, PersonQuestion } from '../connector.js';
import { segment, type CrmCalls } from '../shared/calls.js';
import { newPersonFields } from '../shared/mapping.js';
import { changesOf, hasNumber, known, openJob } from '../shared/people.js';
import { idOf, outcomesSchema, refusalOfCode } from './outcome.js';
import { candidateFields, candidateSchema, jobOf, jobSchema, listOf, personOf } from './rows.js';

/** Zoho Recruit's API v2. Searches lag behind writes; the check for doubles of an upsert does not. */
export class ZohoRecruitCrm implements Crm {
  constructor(private readonly calls: CrmCalls, private readonly http: AccountHttp, private readonly mapping: Readonly<Record<string, string>>) {}

  async findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]> {
    switch (question.by) {
      case 'id': return this.people(`/Candidates/${segment(question.id)}`, {});
      case 'email': return (await this.people('/Candidates/search', { email: question.email })).slice(0, 10);
      case 'phone': {
        const namesakes = await this.people('/Candidates/search', { criteria: `(Last_Name:equals:${escaped(question.lastName)})` });
        return namesakes.filter(({ phones }) => hasNumber(phones, question.phone)).slice(0, 10);
      }
      case 'ref': return [];
    }
  }

  /** As an upsert by e-mail, so that a repetition whose search was behind meets the same person. */
  async createPerson(card: PersonCard, isDoubleWanted = false): Promise<CrmPerson> {
    const fields = known(candidateFields(card));
    const json = { data: [{ ...newPersonFields(this.mapping), ...fields }], duplicate_check_fields: ['Email'] };
    const id = card.emails.length > 0 && !isDoubleWanted ? idOf(await this.calls.read({ method: 'POST', path: '/Candidates/upsert', json, repeatable: true }, outcomesSchema))
      : idOf(await this.calls.read({ method: 'POST', path: '/Candidates', json: { data: json.data } }, outcomesSchema));
    return personOf({ ...fields, id }, await this.host());
  }

  async fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]> {
    const { data: [held] } = await this.calls.read({ method: 'GET', path: `/Candidates/${segment(personId)}` }, listOf(candidateSchema));
    const changes = changesOf(held ?? {}, candidateFields(card), isOverwriting);
    if (Object.keys(changes).length > 0) {
      idOf(await this.calls.read({ method: 'PUT', path: `/Candidates/${segment(personId)}`, json: { data: [changes] }, repeatable: true }, outcomesSchema));
    }
    return Object.keys(changes);
  }

  async attachCv(personId: string, cv: CvFile): Promise<{ id: string | null }> {
    const answer = await this.calls.read({
      method: 'POST', path: `/Candidates/${segment(personId)}/Attachments`, query: { attachments_category: 'Resume' },
      multipart: [{ name: 'file', fileName: cv.name, contentType: cv.contentType, content: cv.content }],
    }, outcomesSchema);
    return { id: idOf(answer) };
  }

  async hasCv(personId: string, { name }: Pick<CvFile, 'name'>): Promise<boolean> {
    const files = await this.list(`/Candidates/${segment(personId)}/Attachments`, {}, z.object({ File_Name: z.string() }));
    return files.some((file) => file.File_Name === name);
  }

  async findJob(reference: string): Promise<CrmJob | null> {
    const byId = /^\d{10,}$/.test(reference) ? await this.job(reference) : null;
    return byId ?? (await this.jobs({ criteria: `(Job_Opening_ID:equals:${escaped(reference)})` }))[0] ?? null;
  }

  async searchJobs(text: string): Promise<readonly CrmJob[]> {
    return (await this.jobs({ word: text })).filter(({ isOpen }) => isOpen).slice(0, 20);
  }

  async linkToJob({ personId, jobId, source }: LinkCard): Promise<{ id: string | null; isNew: boolean }> {
    openJob(await this.job(jobId), jobId);
    const json = { data: [{ ids: [personId], jobids: [jobId], comments: source }] };
    const { data: [outcome] } = await this.calls.read({ method: 'PUT', path: '/Candidates/actions/associate', json, repeatable: true }, outcomesSchema);
    if (outcome?.code === 'ALREADY_ASSOCIATED') return { id: null, isNew: false };
    if (outcome?.code !== 'SUCCESS') throw refusalOfCode(outcome ?? { code: 'FAILURE', message: 'no outcome' });
    return { id: null, isNew: true };
  }

  async hasLink(personId: string, jobId: string): Promise<boolean> {
    const jobs = await this.list(`/Candidates/${segment(personId)}/associate`, {}, z.object({ id: z.string() }));
    return jobs.some(({ id }) => id === jobId);
  }

  async addNote({ personId, text, ref }: NoteCard): Promise<{ id: string | null }> {
    const json = { data: [{ Note_Title: `idibu ${ref}`, Note_Content: text, Parent_Id: personId, se_module: 'Candidates' }] };
    return { id: idOf(await this.calls.read({ method: 'POST', path: '/Notes', json }, outcomesSchema)) };
  }

  async hasNote({ personId, ref }: Pick<NoteCard, 'personId' | 'ref'>): Promise<boolean> {
    const notes = await this.list(`/Candidates/${segment(personId)}/Notes`, {}, z.object({ Note_Content: z.string().nullish() }));
    return notes.some((note) => note.Note_Content?.includes(ref) === true);
  }

  /** Tags serve as pools: Zoho has no others. */
  async pools(): Promise<readonly CrmPool[]> {
    const schema = z.object({ tags: z.array(z.object({ id: z.string(), name: z.string() })) });
    return (await this.calls.read({ method: 'GET', path: '/settings/tags', query: { module: 'Candidates' } }, schema)).tags;
  }

  async addToPool(personId: string, poolId: string): Promise<void> {
    const pool = (await this.pools()).find(({ id }) => id === poolId);
    const query = { tag_names: pool?.name ?? poolId };
    idOf(await this.calls.read({ method: 'POST', path: `/Candidates/${segment(personId)}/actions/add_tags`, query, repeatable: true }, outcomesSchema));
  }

  async users(): Promise<readonly CrmUser[]> {
    const user = z.object({ id: z.string(), full_name: z.string(), email: z.string().nullish() });
    const { users } = await this.calls.read({ method: 'GET', path: '/users', query: { type: 'ActiveUsers' } }, z.object({ users: z.array(user) }));
    return users.map(({ id, full_name: name, email }) => ({ id, name, email: email ?? null }));
  }

  async erasePerson(personId: string): Promise<'deleted'> {
    if ((await this.findPersons({ by: 'id', id: personId })).length > 0) {
      idOf(await this.calls.read({ method: 'DELETE', path: `/Candidates/${segment(personId)}`, repeatable: true }, outcomesSchema));
    }
    return 'deleted';
  }

  private async people(path: string, query: Readonly<Record<string, string>>): Promise<CrmPerson[]> {
    const host = await this.host();
    return (await this.list(path, query, candidateSchema)).map((candidate) => personOf(candidate, host));
  }

  private async job(id: string): Promise<CrmJob | null> {
    const [found] = await this.list(`/JobOpenings/${segment(id)}`, {}, jobSchema);
    return found ? jobOf(found, await this.host()) : null;
  }

  private async jobs(query: Readonly<Record<string, string>>): Promise<CrmJob[]> {
    const host = await this.host();
    return (await this.list('/JobOpenings/search', query, jobSchema)).map((job) => jobOf(job, host));
  }

  /** An empty list is an answer without a body. */
  private async list<S extends z.ZodType>(path: string, query: Readonly<Record<string, string>>, row: S): Promise<z.output<S>[]> {
    return (await this.calls.find({ method: 'GET', path, query }, listOf(row)))?.data ?? [];
  }

  private async host(): Promise<string> {
    return new URL((await this.http.account()).baseUrl).origin;
  }
}

/** Brackets and commas end a value of a search. */
function escaped(text: string): string {
  return text.replace(/[()\\,]/g, (character) => `\\${character}`);
}
