import type { Opportunity } from './model/opportunity.js';

/** The opportunities of one account, by id and by contact. */
export class OpportunityShelf {
  private readonly byId = new Map<string, Opportunity>();
  private readonly byContact = new Map<string, Set<Opportunity>>();

  get size(): number {
    return this.byId.size;
  }

  add(opportunity: Opportunity): void {
    this.byId.set(opportunity.id, opportunity);
    this.of(opportunity.contactId).add(opportunity);
  }

  get(id: string): Opportunity | undefined {
    return this.byId.get(id);
  }

  all(): Opportunity[] {
    return [...this.byId.values()];
  }

  ofContact(contactId: string): Opportunity[] {
    return [...(this.byContact.get(contactId) ?? [])];
  }

  moveToContact(opportunity: Opportunity, contactId: string): void {
    this.byContact.get(opportunity.contactId)?.delete(opportunity);
    opportunity.contactId = contactId;
    this.of(contactId).add(opportunity);
  }

  remove(opportunity: Opportunity): void {
    this.byId.delete(opportunity.id);
    this.byContact.get(opportunity.contactId)?.delete(opportunity);
  }

  private of(contactId: string): Set<Opportunity> {
    const known = this.byContact.get(contactId);
    if (known !== undefined) return known;
    const created = new Set<Opportunity>();
    this.byContact.set(contactId, created);
    return created;
  }
}
