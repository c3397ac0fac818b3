import type { LeverAccount } from '../account.js';
import type { Opportunity } from '../model/opportunity.js';
import type { Contact } from '../model/people.js';

export function touch(account: LeverAccount, opportunity: Opportunity): void {
  opportunity.updatedAt = account.now();
}

export function interact(account: LeverAccount, opportunity: Opportunity): void {
  opportunity.lastInteractionAt = account.now();
  touch(account, opportunity);
}

/** A change of a person shows on each of their opportunities and is told to `contactUpdated` subscribers. */
export function contactChanged(account: LeverAccount, contact: Contact): void {
  for (const opportunity of account.opportunities.ofContact(contact.id)) touch(account, opportunity);
  account.emit('contactUpdated', { contactId: contact.id, accountId: account.id, updatedAt: account.now() });
}

/** Adds what is new at the end, keeps the order of the rest. */
export function union(existing: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...existing, ...added])];
}
