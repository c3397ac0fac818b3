import type { LeverAccount } from '../account.js';
import type { View, Wire } from '../http/view.js';
import type { Opportunity } from '../model/opportunity.js';
import type { Contact } from '../model/people.js';
import { applicationView } from './applications.js';
import { expandContact } from './contacts.js';
import { expandStage } from './pipeline.js';
import { expandUser } from './users.js';

const blank: Pick<Contact, 'name' | 'headline' | 'location' | 'phones' | 'emails' | 'links'> = {
  name: '', headline: '', location: '', phones: [], emails: [], links: [],
};

const expansions: View<Opportunity>['expansions'] = {
  applications: (account, opportunity) => (opportunity.application === null ? [] : [applicationView.wire(account, opportunity)]),
  stage: (account, opportunity) => expandStage(account, opportunity.stage),
  owner: (account, opportunity) => expandUser(account, opportunity.owner),
  followers: (account, opportunity) => opportunity.followers.map((id) => expandUser(account, id)),
  sourcedBy: (account, opportunity) => expandUser(account, opportunity.sourcedBy),
  contact: (account, opportunity) => expandContact(account, opportunity.contactId),
};

export const opportunityView: View<Opportunity> = {
  wire: (account, opportunity) => {
    const wire = wireOf(account, opportunity, personOf(account, opportunity));
    return opportunity.application === null ? wire : { ...wire, opportunityLocation: opportunity.opportunityLocation };
  },
  expansions,
};

/** What creating answers: as a read, but without the posting's location. */
export const createdOpportunityView: View<Opportunity> = {
  wire: (account, opportunity) => wireOf(account, opportunity, personOf(account, opportunity)),
  expansions,
};

/** Recorded: changes of stage, archive state, tags and sources answer with an empty person and without the location. */
export const changedOpportunityView: View<Opportunity> = {
  wire: (account, opportunity) => wireOf(account, opportunity, blank),
  expansions,
};

function personOf(account: LeverAccount, opportunity: Opportunity): typeof blank {
  return opportunity.isAnonymized ? blank : account.contacts.get(opportunity.contactId) ?? blank;
}

function wireOf(account: LeverAccount, opportunity: Opportunity, person: typeof blank): Wire {
  return {
    id: opportunity.id, name: person.name, contact: opportunity.contactId, headline: person.headline, stage: opportunity.stage,
    confidentiality: opportunity.confidentiality, location: person.location, phones: person.phones.map((phone) => ({ ...phone })),
    emails: [...person.emails], links: [...person.links], archived: opportunity.archived && { ...opportunity.archived },
    tags: [...opportunity.tags], sources: [...opportunity.sources], stageChanges: opportunity.stageChanges.map((change) =>
      ({ ...change })),
    origin: opportunity.origin, sourcedBy: opportunity.sourcedBy, owner: opportunity.owner, followers: [...opportunity.followers],
    applications: opportunity.application === null ? [] : [opportunity.application.id],
    createdAt: opportunity.createdAt, updatedAt: opportunity.updatedAt, lastInteractionAt: opportunity.lastInteractionAt,
    lastAdvancedAt: opportunity.lastAdvancedAt, snoozedUntil: opportunity.snoozedUntil,
    urls: { list: `${account.urls.app}/candidates`, show: `${account.urls.app}/candidates/${opportunity.id}` },
    isAnonymized: opportunity.isAnonymized,
    dataProtection: account.contacts.get(opportunity.contactId)?.dataProtection ?? null,
  };
}
