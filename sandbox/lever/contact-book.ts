import type { Contact } from './model/people.js';

/** Lever compares addresses without regard to case and surrounding space. */
export function canonicalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The people of one account, found by id or by e-mail address. */
export class ContactBook {
  private readonly byId = new Map<string, Contact>();
  private readonly byEmail = new Map<string, string>();

  get size(): number {
    return this.byId.size;
  }

  add(contact: Contact): void {
    this.byId.set(contact.id, contact);
    this.index(contact);
  }

  get(id: string): Contact | undefined {
    return this.byId.get(id);
  }

  all(): Contact[] {
    return [...this.byId.values()];
  }

  /** The contact that has any of these addresses; an anonymised one no longer has any. */
  findByEmails(emails: readonly string[]): Contact | undefined {
    for (const email of emails) {
      const id = this.byEmail.get(canonicalEmail(email));
      if (id !== undefined) return this.byId.get(id);
    }
    return undefined;
  }

  setEmails(contact: Contact, emails: readonly string[]): void {
    for (const email of contact.emails) {
      if (this.byEmail.get(canonicalEmail(email)) === contact.id) this.byEmail.delete(canonicalEmail(email));
    }
    contact.emails = [...emails];
    this.index(contact);
  }

  remove(contact: Contact): void {
    this.setEmails(contact, []);
    this.byId.delete(contact.id);
  }

  private index(contact: Contact): void {
    for (const email of contact.emails) {
      const key = canonicalEmail(email);
      if (!this.byEmail.has(key)) this.byEmail.set(key, contact.id);
    }
  }
}
