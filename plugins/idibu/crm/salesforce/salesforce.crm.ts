import type { AccountHttp } from 'patchbay/sdk';
import { z } from 'zod';
import type { Crm, CrmJob, CrmPerson, CrmPool, CrmUser, CvFile, LinkCard, NoteCard, PersonCard, PersonQuestion } from '../connector.js';
import { segment, type CrmCalls } from '../shared/calls.js';
import { newPersonFields } from '../shared/mapping.js';
import { changesOf, fullName, hasNumber, known, openJob, texts } from '../shared/people.js';
import { contactColumns, contactFields, jobOf, objectsOf, personOf, type Objects, type Row } from './objects.js';

const madeSchema = z.object({ id: z.string() });
const rowsSchema = z.object({ records: z.array(z.record(z.string(), z.unknown())) });

/** Salesforce: contacts are people; jobs and applications are what the recruiting package calls them. Queries are never behind writes. */
export class SalesforceCrm implements Crm {
  private readonly objects: Objects;

  constructor(private readonly calls: CrmCalls, private readonly http: AccountHttp, private readonly mapping: Readonly<Record<string, string>>) {
    this.objects = objectsOf(mapping);
  }

  async findPersons(question: PersonQuestion): Promise<readonly CrmPerson[]> {
    const { refField, secondEmailField } = this.objects;
    switch (question.by) {
      case 'id': return this.contacts(`Id = ${quoted(question.id)}`, 1);
      case 'email': return this.contacts(`Email = ${quoted(question.email)} OR ${secondEmailField} = ${quoted(question.email)}`, 10);
      case 'ref': return this.contacts(`${refField} = ${quoted(question.ref)}`, 10);
      case 'phone': {
        const namesakes = await this.contacts(`LastName = ${quoted(question.lastName)}`, 200);
        return namesakes.filter(({ phones }) => hasNumber(phones, question.phone)).slice(0, 10);
      }
    }
  }

  /** As an upsert by our own id: the same card twice is one contact. */
  async createPerson(card: PersonCard): Promise<CrmPerson> {
    const { refField } = this.objects;
    const { [refField]: ref, ...fields } = known(contactFields(card, this.objects));
    const json = { ...newPersonFields(this.mapping), ...fields };
    const { id } = await this.calls.read({ method: 'PATCH', path: `/sobjects/Contact/${refField}/${segment(String(ref as string))}`, json, repeatable: true }, madeSchema);
    return personOf({ ...fields, Id: id, Name: fullName(card) }, this.objects, await this.instance());
  }

  async fillBlanks(personId: string, card: PersonCard, isOverwriting: boolean): Promise<readonly string[]> {
    const held = await this.calls.read({ method: 'GET', path: `/sobjects/Contact/${segment(personId)}` }, z.record(z.string(), z.unknown()));
    const changes = changesOf(held, contactFields(card, this.objects), isOverwriting);
    if (Object.keys(changes).length > 0) await this.calls.send({ method: 'PATCH', path: `/sobjects/Contact/${segment(personId)}`, json: changes, repeatable: true });
    return Object.keys(changes);
  }

  async attachCv(personId: string, cv: CvFile): Promise<{ id: string | null }> {
    const json = { Title: cv.name, PathOnClient: cv.name, VersionData: Buffer.from(cv.content).toString('base64'), FirstPublishLocationId: personId };
    return this.calls.read({ method: 'POST', path: '/sobjects/ContentVersion', json }, madeSchema);
  }

  async hasCv(personId: string, { name }: Pick<CvFile, 'name'>): Promise<boolean> {
    return this.exists(`SELECT Id FROM ContentVersion WHERE FirstPublishLocationId = ${quoted(personId)} AND Title = ${quoted(name)} LIMIT 1`);
  }

  async findJob(reference: string): Promise<CrmJob | null> {
    return await this.job(reference) ?? (await this.jobs(`${this.objects.jobReferenceField} = ${quoted(reference)}`, 1))[0] ?? null;
  }

  async searchJobs(text: string): Promise<readonly CrmJob[]> {
    const part = `'%${escaped(text).replace(/[%_]/g, '\\$&')}%'`;
    const jobs = await this.jobs(`Name LIKE ${part} OR ${this.objects.jobReferenceField} LIKE ${part}`, 50);
    return jobs.filter(({ isOpen }) => isOpen).slice(0, 20);
  }

  /** Salesforce itself would make a second application. */
  async linkToJob({ personId, jobId }: LinkCard): Promise<{ id: string | null; isNew: boolean }> {
    const there = await this.link(personId, jobId);
    if (there !== null) return { id: there, isNew: false };
    openJob(await this.job(jobId), jobId);
    const { linkObject, linkPersonField, linkJobField, linkStageField, linkStage } = this.objects;
    const json = { [linkPersonField]: personId, [linkJobField]: jobId, [linkStageField]: linkStage };
    return { ...await this.calls.read({ method: 'POST', path: `/sobjects/${linkObject}`, json }, madeSchema), isNew: true };
  }

  async hasLink(personId: string, jobId: string): Promise<boolean> {
    return (await this.link(personId, jobId)) !== null;
  }

  /** A finished task. Long text cannot be searched, so the subject carries our reference too. */
  async addNote({ personId, jobId, text, ref, at, authorId }: NoteCard): Promise<{ id: string | null }> {
    const json = known({
      WhoId: personId, WhatId: jobId, Subject: subjectOf(ref), Description: text, Status: 'Completed', ActivityDate: new Date(at).toISOString().slice(0, 10), OwnerId: authorId,
    });
    return this.calls.read({ method: 'POST', path: '/sobjects/Task', json }, madeSchema);
  }

  async hasNote({ personId, ref }: Pick<NoteCard, 'personId' | 'ref'>): Promise<boolean> {
    return this.exists(`SELECT Id FROM Task WHERE WhoId = ${quoted(personId)} AND Subject = ${quoted(subjectOf(ref))} LIMIT 1`);
  }

  /** Campaigns serve as pools. */
  async pools(): Promise<readonly CrmPool[]> {
    return (await this.query('SELECT Id, Name FROM Campaign WHERE IsActive = true LIMIT 200')).map(({ Id, Name }) => ({ id: String(Id), name: String(Name) }));
  }

  async addToPool(personId: string, poolId: string): Promise<void> {
    const isMember = await this.exists(`SELECT Id FROM CampaignMember WHERE CampaignId = ${quoted(poolId)} AND ContactId = ${quoted(personId)} LIMIT 1`);
    if (!isMember) await this.calls.send({ method: 'POST', path: '/sobjects/CampaignMember', json: { CampaignId: poolId, ContactId: personId } });
  }

  async users(): Promise<readonly CrmUser[]> {
    const users = await this.query("SELECT Id, Name, Email FROM User WHERE IsActive = true AND UserType = 'Standard' LIMIT 500");
    return users.map(({ Id, Name, Email }) => ({ id: String(Id), name: String(Name), email: texts(Email)[0] ?? null }));
  }

  async erasePerson(personId: string): Promise<'deleted'> {
    await this.calls.send({ method: 'DELETE', path: `/sobjects/Contact/${segment(personId)}`, repeatable: true }, [404]);
    return 'deleted';
  }

  private async contacts(where: string, limit: number): Promise<CrmPerson[]> {
    const instance = await this.instance();
    const rows = await this.query(`SELECT ${contactColumns(this.objects)} FROM Contact WHERE ${where} LIMIT ${limit}`);
    return rows.map((row) => personOf(row, this.objects, instance));
  }

  private async job(id: string): Promise<CrmJob | null> {
    return /^[A-Za-z0-9]{15,18}$/.test(id) ? (await this.jobs(`Id = ${quoted(id)}`, 1))[0] ?? null : null;
  }

  private async jobs(where: string, limit: number): Promise<CrmJob[]> {
    const { jobObject, jobReferenceField, jobStatusField } = this.objects;
    const instance = await this.instance();
    const rows = await this.query(`SELECT Id, Name, ${jobReferenceField}, ${jobStatusField} FROM ${jobObject} WHERE ${where} LIMIT ${limit}`);
    return rows.map((row) => jobOf(row, this.objects, instance));
  }

  private async link(personId: string, jobId: string): Promise<string | null> {
    const { linkObject, linkPersonField, linkJobField } = this.objects;
    const [row] = await this.query(`SELECT Id FROM ${linkObject} WHERE ${linkPersonField} = ${quoted(personId)} AND ${linkJobField} = ${quoted(jobId)} LIMIT 1`);
    return row ? String(row.Id) : null;
  }

  private async query(q: string): Promise<readonly Row[]> {
    return (await this.calls.read({ method: 'GET', path: '/query', query: { q } }, rowsSchema)).records;
  }

  private async exists(q: string): Promise<boolean> {
    return (await this.query(q)).length > 0;
  }

  private async instance(): Promise<string> {
    return new URL((await this.http.account()).baseUrl).origin;
  }
}

const subjectOf = (ref: string): string => `idibu ${ref}`;

function escaped(text: string): string {
  return text.replace(/[\\']/g, '\\$&');
}

function quoted(text: string): string {
  return `'${escaped(text)}'`;
}
