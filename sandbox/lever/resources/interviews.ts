import { type Answer, type Call, data, found, json, type LeverRoute, noContent, opportunityOf } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { byCreation, type Order } from '../http/paging.js';
import { show, showPage, type View } from '../http/view.js';
import type { Interview, Opportunity, Panel } from '../model/opportunity.js';
import { announceInterviews, interviewIn } from './interview-writing.js';
import { assertManaged } from './panels.js';
import { expandStage } from './pipeline.js';
import { expandPosting } from './posting-view.js';
import { expandUser } from './users.js';

interface Scheduled {
  readonly opportunity: Opportunity;
  readonly panel: Panel;
  readonly interview: Interview;
}

function formsOf({ opportunity, interview }: Scheduled): string[] {
  return opportunity.feedback.filter((form) => form.interview === interview.id && form.deletedAt === null).map(({ id }) => id);
}

function postingsOf({ opportunity, panel }: Scheduled): string[] {
  const { application } = opportunity;
  return application !== null && panel.applications.includes(application.id) ? [application.postingId] : [];
}

const interviewView: View<Scheduled> = {
  wire: (account, scheduled) => {
    const { opportunity, panel, interview } = scheduled;
    return {
      id: interview.id, panel: panel.id, subject: interview.subject, note: interview.note,
      interviewers: interview.interviewers.map(({ id, feedbackTemplate }) => ({
        id, name: account.users.get(id)?.name ?? null, email: account.users.get(id)?.email ?? null, feedbackTemplate,
      })),
      timezone: panel.timezone, createdAt: interview.createdAt, date: interview.date, duration: interview.duration,
      location: interview.location, feedbackTemplate: interview.feedbackTemplate, feedbackForms: formsOf(scheduled),
      feedbackReminder: interview.feedbackReminder, user: interview.user, stage: interview.stage, canceledAt: panel.canceledAt,
      postings: postingsOf(scheduled), gcalEventUrl: null, opportunityId: opportunity.id,
    };
  },
  expansions: {
    feedbackForms: (_account, scheduled) => scheduled.opportunity.feedback.filter((form) => formsOf(scheduled).includes(form.id)),
    user: (account, { interview }) => expandUser(account, interview.user),
    stage: (account, { interview }) => expandStage(account, interview.stage),
    postings: (account, scheduled) => postingsOf(scheduled).map((id) => expandPosting(account, id)),
  },
};

const order: Order<Scheduled> = { directions: byCreation.directions, key: ({ interview }) => byCreation.key(interview) };

function scheduledOf(call: Call): Scheduled[] {
  const opportunity = opportunityOf(call);
  return opportunity.panels.flatMap((panel) => panel.interviews.map((interview) => ({ opportunity, panel, interview })));
}

function oneOf(call: Call): Scheduled {
  return found(scheduledOf(call).find(({ interview }) => interview.id === call.params.i), 'interviews', call.params.i);
}

function handleCreate(call: Call): Answer {
  const opportunity = opportunityOf(call);
  const panelId = call.body.requiredText('panel');
  const panel = opportunity.panels.find((row) => row.id === panelId);
  if (panel === undefined) throw badRequest(`Panel ${panelId} was not found at /panel`);
  assertManaged(panel);
  const interview = interviewIn(call, call.body, { opportunity, reminder: panel.feedbackReminder });
  panel.interviews.push(interview);
  announceInterviews(call.account, opportunity, panel, 'interviewCreated', [interview]);
  return data(show(call, interviewView, { opportunity, panel, interview }));
}

function handleUpdate(call: Call): Answer {
  const { opportunity, panel, interview: known } = oneOf(call);
  assertManaged(panel);
  const interview = interviewIn(call, call.body, { opportunity, reminder: panel.feedbackReminder, known });
  panel.interviews.splice(panel.interviews.indexOf(known), 1, interview);
  announceInterviews(call.account, opportunity, panel, 'interviewUpdated', [interview]);
  return data(show(call, interviewView, { opportunity, panel, interview }));
}

/** The panel goes with its last interview. */
function handleDelete(call: Call): Answer {
  const { opportunity, panel, interview } = oneOf(call);
  assertManaged(panel);
  panel.interviews.splice(panel.interviews.indexOf(interview), 1);
  if (panel.interviews.length === 0) opportunity.panels.splice(opportunity.panels.indexOf(panel), 1);
  announceInterviews(call.account, opportunity, panel, 'interviewDeleted', [interview]);
  return noContent;
}

const root = '/opportunities/:o/interviews';

export const interviewRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: root, permission: 'Find all opportunity interviews', scopes: ['interviews:read'],
    handle: (call) => json(showPage(call, interviewView, scheduledOf(call), order)) },
  { method: 'GET', path: `${root}/:i`, permission: 'Find an opportunity interview', scopes: ['interviews:read'],
    handle: (call) => data(show(call, interviewView, oneOf(call))) },
  { method: 'POST', path: root, permission: 'Create an opportunity interview', scopes: ['interviews:write'],
    performAs: 'required',
    status: 201, handle: handleCreate },
  { method: 'PUT', path: `${root}/:i`, permission: 'Update an opportunity interview', scopes: ['interviews:write'],
    performAs: 'required', handle: handleUpdate },
  { method: 'DELETE', path: `${root}/:i`, permission: 'Delete an opportunity interview', scopes: ['interviews:write'],
    performAs: 'required', handle: handleDelete },
];
