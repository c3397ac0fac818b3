import type { AccountHttp } from 'patchbay/sdk';
import { z } from 'zod';
import type { Crm, CrmJob, CrmPerson, CrmPool, CrmUser, CvFile, LinkCard, NoteCard, PersonCard, PersonQuestion } from '../connector.js';
import { segment, type CrmCalls } from '../shared/calls.js';
import { newPersonFields } from '../shared/mapping.js';
import { addressTaken, changesOf, hasNumber, known, openJob, texts } from '../shared/people.js';
import { CONTACT_PROPERTIES, contactProperties, foundSchema, jobOf, objectSchema, personOf } from './rows.js';

const CONTACTS = '/crm/v3/objects/contacts';
const DEALS = '/crm/v3/objects/deals';
const NOTE_TO_CONTACT = 202;
const relatedSchema = z.object({ results: z.array(z.object({ toObjectId: z.union([z.number(), z.string()]).transform(String) })) });

/** HubSpot: contacts are people, deals are vacancies, notes carry CVs. E-mail is the key of a contact, and reads by it are never behind. */
export class HubSpotCrm implements Crm {
  constructor(private readonly calls: CrmCalls, private readonly http: AccountHttp, private readonly mapping: Readonly<Record<string, string>>) {}

  async findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]> {
    switch (question.by) {
      case 'id': return this.contact(question.id, {});
      case 'email': return this.contact(question.email, { idProperty: 'email' });
      case 'phone': {
        const filterGroups = [{ filters: [{ propertyName: 'lastname', operator: 'EQ', value: question.lastName }] }];
        const json = { filterGroups, properties: CONTACT_PROPERTIES, limit: 100 };
        const { results } = await this.calls.read({ method: 'POST', path: `${CONTACTS}/search`, json, repeatable: true }, foundSchema);
        const portal = await this.portal();
        return results.map((contact) => personOf(contact, portal)).filter(({ phones }) => hasNumber(phones, question.phone)).slice(0, 10);
      }
      case 'ref': return [];
    }
  }

  /** The opt-out belongs to the address and is told first: a contact never exists without it. */
  async createPerson(card: PersonCard, isDoubleWanted = false): Promise<CrmPerson> {
    await this.carryOptOut(card);
    const json = { properties: { ...newPersonFields(this.mapping), ...known(contactProperties(card)) } };
    const answer = await this.calls.send({ method: 'POST', path: CONTACTS, json }, [409]);
    if (answer.status === 409) throw addressTaken('HubSpot', isDoubleWanted);
    return personOf(this.calls.parsed(answer.body, objectSchema), await this.portal());
  }

  async fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]> {
    await this.carryOptOut(card);
    const query = { properties: CONTACT_PROPERTIES.join(',') };
    const held = await this.calls.read({ method: 'GET', path: `${CONTACTS}/${segment(personId)}`, query }, objectSchema);
    const changes = changesOf(held.properties, contactProperties(card), isOverwriting);
    if (Object.keys(changes).length > 0) {
      await this.calls.send({ method: 'PATCH', path: `${CONTACTS}/${segment(personId)}`, json: { properties: changes }, repeatable: true });
    }
    return Object.keys(changes);
  }

  /** A private file, uploaded once under its name, hanging on the contact through a note. */
  async attachCv(personId: string, cv: CvFile): Promise<{ id: string | null }> {
    const { id } = await this.calls.read({
      method: 'POST', path: '/files/v3/files', repeatable: true,
      multipart: [
        { name: 'file', fileName: cv.name, contentType: cv.contentType, content: cv.content }, { name: 'fileName', value: cv.name },
        { name: 'folderPath', value: this.mapping.folder || '/idibu' }, { name: 'options', value: JSON.stringify({ access: 'PRIVATE', overwrite: true }) },
      ],
    }, z.object({ id: z.string() }));
    await this.note(personId, { hs_note_body: `CV: ${cv.name}`, hs_timestamp: await this.timeOf(personId), hs_attachment_ids: id });
    return { id };
  }

  async hasCv(personId: string, { name }: Pick<CvFile, 'name'>): Promise<boolean> {
    return (await this.notes(personId)).includes(`CV: ${name}`);
  }

  async findJob(reference: string): Promise<CrmJob | null> {
    return await this.deal(reference, { idProperty: this.referenceProperty }) ?? (/^\d+$/.test(reference) ? this.deal(reference, {}) : null);
  }

  async searchJobs(text: string): Promise<readonly CrmJob[]> {
    const json = { query: text, properties: this.dealProperties, limit: 50 };
    const { results } = await this.calls.read({ method: 'POST', path: `${DEALS}/search`, json, repeatable: true }, foundSchema);
    const portal = await this.portal();
    return results.map((deal) => jobOf(deal, this.referenceProperty, portal)).filter(({ isOpen }) => isOpen).slice(0, 20);
  }

  /** An association is a set: making it again changes nothing. */
  async linkToJob({ personId, jobId }: LinkCard): Promise<{ id: string | null; isNew: boolean }> {
    if (await this.hasLink(personId, jobId)) return { id: null, isNew: false };
    openJob(await this.deal(jobId, {}), jobId);
    const path = `/crm/v4/objects/contacts/${segment(personId)}/associations/default/deals/${segment(jobId)}`;
    await this.calls.send({ method: 'PUT', path, repeatable: true });
    return { id: null, isNew: true };
  }

  async hasLink(personId: string, jobId: string): Promise<boolean> {
    const deals = await this.calls.read({ method: 'GET', path: `/crm/v4/objects/contacts/${segment(personId)}/associations/deals`, query: { limit: 500 } }, relatedSchema);
    return deals.results.some(({ toObjectId }) => toObjectId === jobId);
  }

  async addNote({ personId, text, at, authorId }: NoteCard): Promise<{ id: string | null }> {
    return { id: await this.note(personId, known({ hs_note_body: text, hs_timestamp: new Date(at).toISOString(), hubspot_owner_id: authorId })) };
  }

  async hasNote({ personId, ref }: Pick<NoteCard, 'personId' | 'ref'>): Promise<boolean> {
    return (await this.notes(personId)).some((body) => body.includes(ref));
  }

  async pools(): Promise<readonly CrmPool[]> {
    const list = z.object({ listId: z.string(), name: z.string(), objectTypeId: z.string(), processingType: z.string() });
    const json = { processingTypes: ['MANUAL'], count: 200 };
    const { lists } = await this.calls.read({ method: 'POST', path: '/crm/v3/lists/search', json, repeatable: true }, z.object({ lists: z.array(list) }));
    return lists.filter((one) => one.objectTypeId === '0-1' && one.processingType === 'MANUAL').map(({ listId, name }) => ({ id: listId, name }));
  }

  async addToPool(personId: string, poolId: string): Promise<void> {
    await this.calls.send({ method: 'PUT', path: `/crm/v3/lists/${segment(poolId)}/memberships/add`, json: [personId], repeatable: true });
  }

  async users(): Promise<readonly CrmUser[]> {
    const owner = z.object({ id: z.string(), email: z.string().nullish(), firstName: z.string().nullish(), lastName: z.string().nullish() });
    const { results } = await this.calls.read({ method: 'GET', path: '/crm/v3/owners', query: { limit: 500 } }, z.object({ results: z.array(owner) }));
    return results.map(({ id, email, firstName, lastName }) => ({ id, name: texts(firstName, lastName).join(' '), email: email ?? null }));
  }

  async erasePerson(personId: string): Promise<'deleted'> {
    await this.calls.send({ method: 'POST', path: `${CONTACTS}/gdpr-delete`, json: { objectId: personId }, repeatable: true }, [404]);
    return 'deleted';
  }

  private get referenceProperty(): string {
    return this.mapping.jobReferenceProperty || 'job_reference';
  }

  private get dealProperties(): string[] {
    return ['dealname', 'hs_is_closed', this.referenceProperty];
  }

  private async contact(id: string, more: Readonly<Record<string, string>>): Promise<CrmPerson[]> {
    const query = { properties: CONTACT_PROPERTIES.join(','), ...more };
    const found = await this.calls.find({ method: 'GET', path: `${CONTACTS}/${segment(id)}`, query }, objectSchema);
    return found ? [personOf(found, await this.portal())] : [];
  }

  private async deal(id: string, more: Readonly<Record<string, string>>): Promise<CrmJob | null> {
    const query = { properties: this.dealProperties.join(','), ...more };
    const found = await this.calls.find({ method: 'GET', path: `${DEALS}/${segment(id)}`, query }, objectSchema);
    return found && jobOf(found, this.referenceProperty, await this.portal());
  }

  private async carryOptOut({ isOptedOut, emails: [email] }: PersonCard): Promise<void> {
    if (!isOptedOut || email === undefined) return;
    await this.calls.send({ method: 'POST', path: `/communication-preferences/v4/statuses/${segment(email)}/unsubscribe-all`, query: { channel: 'EMAIL' }, repeatable: true });
  }

  private async note(personId: string, properties: Readonly<Record<string, unknown>>): Promise<string> {
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: NOTE_TO_CONTACT }];
    const json = { properties, associations: [{ to: { id: personId }, types }] };
    return (await this.calls.read({ method: 'POST', path: '/crm/v3/objects/notes', json }, objectSchema)).id;
  }

  /** Texts of the contact's latest notes. */
  private async notes(personId: string): Promise<string[]> {
    const { results } = await this.calls.read({ method: 'GET', path: `/crm/v4/objects/contacts/${segment(personId)}/associations/notes`, query: { limit: 500 } }, relatedSchema);
    const texted: string[] = [];
    for (let at = 0; at < results.length; at += 100) {
      const json = { inputs: results.slice(at, at + 100).map(({ toObjectId }) => ({ id: toObjectId })), properties: ['hs_note_body'] };
      const read = await this.calls.read({ method: 'POST', path: '/crm/v3/objects/notes/batch/read', json, repeatable: true }, foundSchema);
      texted.push(...read.results.map(({ properties }) => properties.hs_note_body ?? ''));
    }
    return texted;
  }

  /** A note needs a time; that of the contact's creation serves for its first CV. */
  private async timeOf(personId: string): Promise<string> {
    const schema = z.object({ updatedAt: z.string() });
    return (await this.calls.read({ method: 'GET', path: `${CONTACTS}/${segment(personId)}` }, schema)).updatedAt;
  }

  private async portal(): Promise<string | null> {
    return (await this.http.account()).accountId;
  }
}
