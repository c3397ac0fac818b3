import { createHash } from 'node:crypto';
import type { SandboxClock } from '../kit/index.js';
import { type Entry, type Fields, Table } from './table.js';

export interface CrmUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

export interface CrmPool {
  readonly id: string;
  readonly name: string;
}

export interface NewPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly phone?: string;
}

export interface NewJob {
  readonly title: string;
  readonly reference: string;
  readonly isOpen: boolean;
}

/** What a person record says, whatever the vendor calls the fields. */
export interface PersonView {
  readonly name: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly hasOptedOut: boolean;
  readonly ownerId: string | null;
}

/** Translates between a vendor's field names and what all CRMs hold. */
export interface Vocabulary {
  person(person: NewPerson): Fields;
  personView(fields: Fields): PersonView;
  job(job: NewJob): Fields;
  jobView(fields: Fields): NewJob;
}

export interface IdMaker {
  (kind: BookTable, n: number): string;
}

export type BookTable = 'person' | 'job' | 'link' | 'file' | 'note' | 'member';

/** Everything one customer of a CRM has on file. People and jobs are kept in the vendor's own words. */
export class CrmBook {
  readonly people: Table;
  readonly jobs: Table;
  /** `{personId, jobId, status, …}` */
  readonly links: Table;
  /** `{personId, name, bytes, sha256, …}` */
  readonly files: Table;
  /** `{personId, text, …}` */
  readonly notes: Table;
  /** `{poolId, personId}` */
  readonly members: Table;

  constructor(
    clock: SandboxClock, idOf: IdMaker, searchLagMs: () => number, readonly users: readonly CrmUser[], readonly pools: readonly CrmPool[],
  ) {
    const table = (kind: BookTable, lagMs: () => number): Table => new Table(clock, (n) => idOf(kind, n), lagMs);
    const none = (): number => 0;
    this.people = table('person', searchLagMs);
    this.jobs = table('job', none);
    this.links = table('link', none);
    this.files = table('file', none);
    this.notes = table('note', none);
    this.members = table('member', none);
  }

  addFile(personId: string, name: string, content: Buffer, more: Fields = {}): Entry {
    return this.files.add({ personId, name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex'), ...more });
  }

  linksOf(personId: string): Entry[] {
    return this.links.all((fields) => fields.personId === personId);
  }

  linkOf(personId: string, jobId: string): Entry | undefined {
    return this.linksOf(personId).find(({ fields }) => fields.jobId === jobId);
  }

  filesOf(personId: string): Entry[] {
    return this.files.all((fields) => fields.personId === personId);
  }

  notesOf(personId: string): Entry[] {
    return this.notes.all((fields) => fields.personId === personId);
  }

  /** Being in a pool twice is being in it once. */
  addMember(poolId: string, personId: string): void {
    const isKnown = this.members.all((fields) => fields.poolId === poolId && fields.personId === personId).length > 0;
    if (!isKnown) this.members.add({ poolId, personId });
  }

  clear(): void {
    for (const table of [this.people, this.jobs, this.links, this.files, this.notes, this.members]) table.clear();
  }
}

/** The whole book in one shape for all CRMs: for tests, and for the end of the demo. */
export function holdings(book: CrmBook, vocabulary: Vocabulary) {
  return {
    people: book.people.all().map(({ id, fields }) => ({
      id, ...vocabulary.personView(fields), fields,
      files: book.filesOf(id).map((file) => ({ id: file.id, name: file.fields.name, bytes: file.fields.bytes, sha256: file.fields.sha256 })),
      links: book.linksOf(id).map((link) => ({ id: link.id, jobId: link.fields.jobId, status: link.fields.status })),
      notes: book.notesOf(id).map((note) => note.fields.text),
      pools: book.members.all((member) => member.personId === id).map((member) => member.fields.poolId),
    })),
    jobs: book.jobs.all().map(({ id, fields }) => ({ id, ...vocabulary.jobView(fields) })),
  };
}
