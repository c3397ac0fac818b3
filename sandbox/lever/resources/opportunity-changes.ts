import { setArchived } from '../actions/archive.js';
import { addSources, addTags, changeLinks, moveStage, removeSources, removeTags } from '../actions/opportunity-changes.js';
import type { LeverAccount } from '../account.js';
import { type Answer, type Call, data, type LeverRoute, opportunityOf } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { show } from '../http/view.js';
import type { Opportunity } from '../model/opportunity.js';
import { changedOpportunityView, createdOpportunityView } from './opportunity-view.js';

type ListChange = (account: LeverAccount, opportunity: Opportunity, values: readonly string[]) => void;

function listIn(call: Call, field: string): string[] {
  const values = call.body.texts(field);
  if (values === undefined) throw badRequest(`Missing required property: ${field}`);
  return values;
}

function changing(field: string, change: ListChange): (call: Call) => Answer {
  return (call) => {
    const opportunity = opportunityOf(call);
    change(call.account, opportunity, listIn(call, field));
    return data(show(call, changedOpportunityView, opportunity));
  };
}

/** Recorded: unlike its siblings this answers with the person, and with the `updatedAt` from before the change. */
function changingLinks(kind: 'add' | 'remove'): (call: Call) => Answer {
  return (call) => {
    const opportunity = opportunityOf(call);
    const { updatedAt } = opportunity;
    changeLinks(call.account, opportunity, { [kind]: listIn(call, 'links') });
    return data({ ...show(call, createdOpportunityView, opportunity), updatedAt });
  };
}

function handleStage(call: Call): Answer {
  const opportunity = opportunityOf(call);
  moveStage(call.account, opportunity, call.body.requiredText('stage'), call.performAs);
  return data(show(call, changedOpportunityView, opportunity));
}

function handleArchived(call: Call): Answer {
  const opportunity = opportunityOf(call);
  if (!call.body.has('reason')) throw badRequest('Missing required property: reason');
  setArchived(call.account, opportunity, {
    reason: call.body.text('reason') ?? null, cleanInterviews: call.body.flag('cleanInterviews') ?? false,
    requisitionId: call.body.text('requisitionId'),
  });
  return data(show(call, changedOpportunityView, opportunity));
}

const scopes = ['opportunities:write'];
const performAs = 'optional';

export const opportunityChangeRoutes: readonly LeverRoute[] = [
  { method: 'PUT', path: '/opportunities/:o/stage', permission: 'Update an opportunity stage', scopes, performAs,
    handle: handleStage },
  { method: 'PUT', path: '/opportunities/:o/archived', permission: 'Update an opportunity archived state', scopes, performAs,
    handle: handleArchived },
  { method: 'POST', path: '/opportunities/:o/addTags', permission: 'Add opportunity tags', scopes, performAs,
    handle: changing('tags', addTags) },
  { method: 'POST', path: '/opportunities/:o/removeTags', permission: 'Remove opportunity tags', scopes, performAs,
    handle: changing('tags', removeTags) },
  { method: 'POST', path: '/opportunities/:o/addSources', permission: 'Add opportunity sources', scopes, performAs,
    handle: changing('sources', addSources) },
  { method: 'POST', path: '/opportunities/:o/removeSources', permission: 'Remove opportunity sources', scopes, performAs,
    handle: changing('sources', removeSources) },
  { method: 'POST', path: '/opportunities/:o/addLinks', permission: 'Add opportunity links', scopes, performAs,
    handle: changingLinks('add') },
  { method: 'POST', path: '/opportunities/:o/removeLinks', permission: 'Remove opportunity links', scopes, performAs,
    handle: changingLinks('remove') },
];
