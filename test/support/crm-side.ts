import type { CrmEmulator } from '../../sandbox/crm-kit/index.js';

export interface Held {
  id: string; emails: readonly string[]; phones: readonly string[]; cvs: string[]; jobIds: string[]; notes: string[]; pools: string[];
  hasOptedOut: boolean; ownerId: string | null;
}

/** What one emulated CRM holds, and what its own people do there. */
export class CrmSide {
  constructor(readonly emulator: CrmEmulator) {}

  /** Everybody of that address who is not deleted. */
  find(email: string): Held[] {
    const { book, definition } = this.emulator.crm;
    return book.people.all(({ isDeleted }) => isDeleted !== true).map(({ id, fields }) => ({
      id, ...definition.vocabulary.personView(fields), cvs: book.filesOf(id).map((file) => String(file.fields.name)),
      jobIds: book.linksOf(id).map((link) => String(link.fields.jobId)), notes: book.notesOf(id).map((note) => String(note.fields.text)),
      pools: book.members.all((member) => member.personId === id).map((member) => String(member.fields.poolId)),
    })).filter((one) => one.emails.includes(email));
  }

  async person(email: string): Promise<Held> {
    const [one, ...others] = this.find(email);
    if (!one || others.length > 0) throw new Error(`${others.length + (one ? 1 : 0)} people of ${email} instead of one.`);
    return one;
  }

  jobId(reference: string): string {
    const { book, definition } = this.emulator.crm;
    const found = book.jobs.all().find(({ fields }) => definition.vocabulary.jobView(fields).reference === reference);
    if (!found) throw new Error(`There is no job ${reference}.`);
    return found.id;
  }

  poolId(): string {
    return this.emulator.crm.book.pools[0]?.id ?? '';
  }

  /** What the CRM knows of a person, without blanks and without the time of its own last change. */
  filled(id: string): Record<string, unknown> {
    const fields = Object.entries(this.emulator.crm.book.people.get(id)?.fields ?? {});
    return Object.fromEntries(fields.filter(([name, value]) => value !== '' && value !== null && !/modified|updated/i.test(name)));
  }

  /** A colleague types somebody in, and links them to a job. */
  async addPerson(person: { firstName: string; lastName: string; email: string }, jobReference: string): Promise<string> {
    const { book, definition } = this.emulator.crm;
    const { id } = book.people.add(definition.vocabulary.person({ ...person, phone: '' }));
    book.links.add({ personId: id, jobId: this.jobId(jobReference), status: 'by hand' });
    return id;
  }

  /** The customer removes the hub's app. */
  revoke(): void {
    this.emulator.crm.oauth.revokeApp();
    this.emulator.crm.oauth.expireTokens();
  }
}
