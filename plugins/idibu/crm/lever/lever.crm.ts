import type { AccountHttp } from 'patchbay/sdk';
import { z } from 'zod';
import { CrmRefusal, type Crm, type CrmJob, type CrmPerson, type CrmPool, type CrmUser, type CvFile, type LinkCard, type NoteCard, type PersonCard,
  type PersonQuestion } from '../connector.js';
import { segment, type CrmCalls } from '../shared/calls.js';
import { changesOf, fullName, openJob, sourceOf, texts } from '../shared/people.js';
import { byWorth, contactSchema, dataOf, jobOf, opportunitySchema, pageOf, peopleOf, phonesOf, postingOf, postingSchema, type Opportunity } from './rows.js';

const NO_MAILINGS = 'No mailings';

/**
 * Another Lever account. A person is a contact with a general opportunity; a link is an opportunity with the posting. Reads are never
 * behind. Lever knows no search by phone, and nobody can be deleted over its API.
 */
export class LeverCrm implements Crm {
  constructor(private readonly calls: CrmCalls, private readonly http: AccountHttp, private readonly mapping: Readonly<Record<string, string>>) {}

  async findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]> {
    switch (question.by) {
      case 'id': return peopleOf(await this.opportunities({ contact_id: question.id }));
      case 'email': return peopleOf(await this.opportunities({ email: question.email }));
      case 'ref': return peopleOf(await this.opportunities({ tag: refTag(question.ref) }));
      case 'phone': return [];
    }
  }

  /** A general opportunity; Lever itself keeps one contact for an e-mail address. Without one, a tag tells the person again. */
  async createPerson(card: PersonCard): Promise<CrmPerson> {
    const json = {
      name: fullName(card), headline: card.headline ?? '', location: card.location ?? '', emails: card.emails, phones: phonesOf(card), links: card.links,
      tags: [this.tag, ...(card.isOptedOut ? [NO_MAILINGS] : []), ...(card.emails.length === 0 ? [refTag(card.ref)] : [])],
      sources: [sourceOf(card.source)], origin: 'applied', stage: 'lead-new', createdAt: card.appliedAt, ...(card.ownerId && { owner: card.ownerId }),
    };
    const { data } = await this.calls.read({ method: 'POST', path: '/opportunities', query: await this.asMe(), json }, dataOf(z.object({ contact: z.string() })));
    const [person] = await this.findPersons({ by: 'id', id: data.contact });
    if (!person) throw new CrmRefusal('person-missing', 'Lever does not show the person it has just made.');
    return person;
  }

  async fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]> {
    const { data: held } = await this.calls.read({ method: 'GET', path: `/contacts/${segment(personId)}` }, dataOf(contactSchema));
    const wanted = { name: fullName(card), headline: card.headline, location: card.location, emails: card.emails, phones: phonesOf(card) };
    const changes = changesOf({ ...held, location: held.location?.name }, wanted, isOverwriting);
    if (Object.keys(changes).length > 0) await this.calls.send({ method: 'PUT', path: `/contacts/${segment(personId)}`, json: changes, repeatable: true });
    if (!card.isOptedOut) return Object.keys(changes);
    return [...Object.keys(changes), ...await this.carryOptOut(personId)];
  }

  async attachCv(personId: string, cv: CvFile): Promise<{ id: string | null }> {
    const opportunity = await this.mainOf(personId);
    const { data } = await this.calls.read({
      method: 'POST', path: `/opportunities/${opportunity.id}/files`, query: await this.asMe(),
      multipart: [{ name: 'file', fileName: cv.name, contentType: cv.contentType, content: cv.content }],
    }, dataOf(z.object({ id: z.string() })));
    return { id: data.id };
  }

  async hasCv(personId: string, { name }: Pick<CvFile, 'name'>): Promise<boolean> {
    return this.onAny(personId, async ({ id }) => {
      const { data } = await this.calls.read({ method: 'GET', path: `/opportunities/${id}/files` }, pageOf(z.object({ name: z.string() })));
      return data.some((file) => file.name === name);
    });
  }

  async findJob(reference: string): Promise<CrmJob | null> {
    const byId = /^[0-9a-f-]{36}$/i.test(reference) ? await this.job(reference) : null;
    if (byId) return byId;
    const wanted = reference.toLowerCase();
    for await (const { reqCode, requisitionCodes, ...posting } of this.postings({})) {
      if (texts(reqCode, ...requisitionCodes ?? []).some((code) => code.toLowerCase() === wanted)) return jobOf({ ...posting, reqCode: reference });
    }
    return null;
  }

  async searchJobs(text: string): Promise<readonly CrmJob[]> {
    const found: CrmJob[] = [];
    for await (const posting of this.postings({ state: 'published' })) {
      const job = jobOf(posting);
      if (`${job.title} ${job.reference ?? ''}`.toLowerCase().includes(text.toLowerCase())) found.push(job);
      if (found.length === 20) break;
    }
    return found;
  }

  /** The general opportunity made by us gets the posting; somebody without one gets an opportunity of their own for it. */
  async linkToJob({ personId, jobId, source, appliedAt, ownerId }: LinkCard): Promise<{ id: string | null; isNew: boolean }> {
    const opportunities = await this.opportunities({ contact_id: personId });
    const there = linkIn(opportunities, jobId);
    if (there) return { id: there.id, isNew: false };
    openJob(await this.job(jobId), jobId);
    const general = byWorth(opportunities).find((one) => one.archived === null && one.applications.length === 0 && one.tags.includes(this.tag));
    if (general && await this.isPostingAdded(general.id, jobId)) return { id: general.id, isNew: true };
    const json = {
      contact: personId, postings: [jobId], tags: [this.tag], sources: [source], origin: 'applied', stage: this.stage, createdAt: appliedAt, ...(ownerId && { owner: ownerId }),
    };
    const { data } = await this.calls.read({ method: 'POST', path: '/opportunities', query: await this.asMe(), json }, dataOf(z.object({ id: z.string() })));
    return { id: data.id, isNew: true };
  }

  async hasLink(personId: string, jobId: string): Promise<boolean> {
    return linkIn(await this.opportunities({ contact_id: personId }), jobId) !== undefined;
  }

  async addNote({ personId, jobId, text, at, authorId }: NoteCard): Promise<{ id: string | null }> {
    const linked = jobId === null ? undefined : linkIn(await this.opportunities({ contact_id: personId }), jobId);
    const { id } = linked ?? await this.mainOf(personId);
    const query = authorId === null ? await this.asMe() : { perform_as: authorId };
    const { data } = await this.calls.read({ method: 'POST', path: `/opportunities/${id}/notes`, query, json: { value: text, createdAt: at } }, dataOf(z.object({ id: z.string() })));
    return { id: data.id };
  }

  async hasNote({ personId, ref }: Pick<NoteCard, 'personId' | 'ref'>): Promise<boolean> {
    const noteSchema = z.object({ fields: z.array(z.object({ value: z.unknown() })) });
    return this.onAny(personId, async ({ id }) => {
      const { data } = await this.calls.read({ method: 'GET', path: `/opportunities/${id}/notes` }, pageOf(noteSchema));
      return data.some(({ fields }) => fields.some(({ value }) => typeof value === 'string' && value.includes(ref)));
    });
  }

  async pools(): Promise<readonly CrmPool[]> {
    return [];
  }

  async addToPool(): Promise<void> {
    throw new CrmRefusal('not-allowed', 'Lever has no pools.');
  }

  async users(): Promise<readonly CrmUser[]> {
    const user = z.object({ id: z.string(), name: z.string(), email: z.string().nullish(), deactivatedAt: z.number().nullish() });
    const { data } = await this.calls.read({ method: 'GET', path: '/users', query: { limit: 100 } }, pageOf(user));
    return data.filter(({ deactivatedAt }) => !deactivatedAt).map(({ id, name, email }) => ({ id, name, email: email ?? null }));
  }

  async erasePerson(): Promise<'deleted'> {
    throw new CrmRefusal('not-allowed', 'Lever deletes nobody over its API: ask a super admin of that account.');
  }

  private get tag(): string {
    return this.mapping.tag || 'idibu';
  }

  private get stage(): string {
    return this.mapping.stage || 'applicant-new';
  }

  /** The move comes first: with the posting the link stands. Lever does not document the call, so a refusal is no failure. */
  private async isPostingAdded(opportunityId: string, jobId: string): Promise<boolean> {
    const query = await this.asMe();
    await this.calls.send({ method: 'PUT', path: `/opportunities/${opportunityId}/stage`, query, json: { stage: this.stage }, repeatable: true });
    const answer = await this.calls.send({ method: 'POST', path: `/candidates/${opportunityId}/addPostings`, query, json: { postings: [jobId] } }, [400, 403, 404]);
    return answer.status < 400;
  }

  private async carryOptOut(personId: string): Promise<readonly string[]> {
    const { id, tags } = await this.mainOf(personId);
    if (tags.includes(NO_MAILINGS)) return [];
    await this.calls.send({ method: 'POST', path: `/opportunities/${id}/addTags`, query: await this.asMe(), json: { tags: [NO_MAILINGS] }, repeatable: true });
    return ['tags'];
  }

  private async mainOf(personId: string): Promise<Opportunity> {
    const [main] = byWorth(await this.opportunities({ contact_id: personId }));
    if (!main) throw new CrmRefusal('person-missing', 'Lever has nobody of this id.');
    return main;
  }

  private async onAny(personId: string, holds: (opportunity: Opportunity) => Promise<boolean>): Promise<boolean> {
    for (const opportunity of byWorth(await this.opportunities({ contact_id: personId }))) if (await holds(opportunity)) return true;
    return false;
  }

  private async opportunities(filter: Readonly<Record<string, string>>): Promise<Opportunity[]> {
    const query = { ...filter, expand: 'applications', limit: 100 };
    return (await this.calls.read({ method: 'GET', path: '/opportunities', query }, pageOf(opportunitySchema))).data;
  }

  private async job(id: string): Promise<CrmJob | null> {
    const found = await this.calls.find({ method: 'GET', path: `/postings/${segment(id)}` }, dataOf(postingSchema));
    return found && jobOf(found.data);
  }

  private async* postings(filter: Readonly<Record<string, string>>) {
    for (let offset: string | undefined; ;) {
      const page = await this.calls.read({ method: 'GET', path: '/postings', query: { ...filter, offset, limit: 100 } }, pageOf(postingSchema));
      yield* page.data;
      if (page.hasNext !== true || page.next === undefined) return;
      offset = page.next;
    }
  }

  private async asMe(): Promise<{ perform_as: string }> {
    return { perform_as: (await this.http.account()).userId ?? '' };
  }
}

const refTag = (ref: string): string => `idibu ${ref}`;

function linkIn(opportunities: readonly Opportunity[], jobId: string): Opportunity | undefined {
  return opportunities.find((one) => one.archived === null && postingOf(one) === jobId);
}
