import type { LeverAccount } from '../account.js';
import { badRequest } from '../http/errors.js';
import type { Opportunity } from '../model/opportunity.js';
import type { User } from '../model/people.js';
import { contactChanged, touch, union } from './touch.js';

export function moveStage(account: LeverAccount, opportunity: Opportunity, stageId: string, by: User | null): void {
  const toStageIndex = account.stages.findIndex((stage) => stage.id === stageId);
  if (toStageIndex < 0) throw badRequest(`Stage ${stageId} was not found at /stage`);
  if (opportunity.stage === stageId) return;
  const fromStageId = opportunity.stage;
  const now = account.now();
  opportunity.stage = stageId;
  opportunity.stageChanges.push({ toStageId: stageId, toStageIndex, updatedAt: now, ...(by === null ? {} : { userId: by.id }) });
  opportunity.lastAdvancedAt = now;
  opportunity.lastInteractionAt = now;
  touch(account, opportunity);
  account.emit('candidateStageChange', { ...account.idsOf(opportunity), fromStageId, toStageId: stageId }, opportunity.origin);
}

export function addTags(account: LeverAccount, opportunity: Opportunity, tags: readonly string[]): void {
  opportunity.tags = union(opportunity.tags, tags);
  touch(account, opportunity);
}

export function removeTags(account: LeverAccount, opportunity: Opportunity, tags: readonly string[]): void {
  opportunity.tags = opportunity.tags.filter((tag) => !tags.includes(tag));
  touch(account, opportunity);
}

export function addSources(account: LeverAccount, opportunity: Opportunity, sources: readonly string[]): void {
  opportunity.sources = union(opportunity.sources, sources);
  touch(account, opportunity);
}

export function removeSources(account: LeverAccount, opportunity: Opportunity, sources: readonly string[]): void {
  opportunity.sources = opportunity.sources.filter((source) => !sources.includes(source));
  touch(account, opportunity);
}

/** Links belong to the person, whichever opportunity they are added through. */
export function changeLinks(account: LeverAccount, opportunity: Opportunity,
  change: { add?: string[]; remove?: string[] }): void {
  const contact = account.contacts.get(opportunity.contactId);
  if (contact === undefined) return;
  const kept = contact.links.filter((link) => !(change.remove ?? []).includes(link));
  contact.links = union(kept, change.add ?? []);
  opportunity.lastInteractionAt = account.now();
  contactChanged(account, contact);
}

export function deleteOpportunity(account: LeverAccount, opportunity: Opportunity, by: User | null): void {
  const deletedAt = account.now();
  account.opportunities.remove(opportunity);
  account.deletedOpportunities.push({ opportunity, deletedAt, deletedBy: by?.id ?? null });
  if (opportunity.application !== null) {
    account.deletedApplications.push({
      id: opportunity.application.id, deletedAt, opportunityId: opportunity.id, postingId: opportunity.application.postingId,
    });
  }
  account.emit('candidateDeleted', { ...account.idsOf(opportunity), deletedBy: by?.id ?? null }, opportunity.origin);
}

/** Only archived opportunities can be anonymised; the contact follows once all of its opportunities are. No event is sent. */
export function anonymizeOpportunity(account: LeverAccount, opportunity: Opportunity): void {
  if (opportunity.archived === null) throw badRequest('Only archived opportunities can be anonymized.');
  opportunity.isAnonymized = true;
  opportunity.resumes.length = 0;
  opportunity.files.length = 0;
  if (opportunity.application !== null) {
    Object.assign(opportunity.application, { name: null, company: null, phone: null, email: null, links: [], comments: null });
  }
  touch(account, opportunity);
  const contact = account.contacts.get(opportunity.contactId);
  if (contact === undefined || account.opportunities.ofContact(contact.id).some((other) => !other.isAnonymized)) return;
  account.contacts.setEmails(contact, []);
  Object.assign(contact, { name: '', headline: '', location: '', phones: [], links: [], isAnonymized: true });
}
