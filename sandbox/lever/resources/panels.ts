import type { LeverAccount } from '../account.js';
import { type Answer, type Call, data, found, json, type LeverRoute, noContent, opportunityOf } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { byCreation } from '../http/paging.js';
import { show, showPage, type View, type Wire } from '../http/view.js';
import type { Interview, Opportunity, Panel } from '../model/opportunity.js';
import { announceInterviews, interviewIn, reminderIn } from './interview-writing.js';
import { expandStage } from './pipeline.js';
import { expandUser } from './users.js';

function interviewInPanel(account: LeverAccount, interview: Interview): Wire {
  return {
    id: interview.id, date: interview.date, duration: interview.duration, feedbackReminder: interview.feedbackReminder,
    feedbackTemplate: interview.feedbackTemplate,
    interviewers: interview.interviewers.map(({ id, feedbackTemplate }) => ({
      id, email: account.users.get(id)?.email ?? null, name: account.users.get(id)?.name ?? null, responseStatus: 'needsAction',
      feedbackTemplate,
    })),
    location: interview.location, note: interview.note, subject: interview.subject,
  };
}

const panelView: View<Panel> = {
  wire: (account, panel) => ({
    id: panel.id, applications: [...panel.applications], canceledAt: panel.canceledAt, createdAt: panel.createdAt,
      end: endOf(panel),
    externallyManaged: panel.externallyManaged, externalUrl: panel.externalUrl, feedbackReminder: panel.feedbackReminder,
    interviews: panel.interviews.map((interview) => interviewInPanel(account, interview)), note: panel.note, stage: panel.stage,
    start: Math.min(...panel.interviews.map(({ date }) => date)), timezone: panel.timezone, user: panel.user,
  }),
  expansions: {
    user: (account, panel) => expandUser(account, panel.user),
    stage: (account, panel) => expandStage(account, panel.stage),
  },
};

function endOf(panel: Panel): number {
  return Math.max(...panel.interviews.map(({ date, duration }) => date + duration * 60_000));
}

function panelOf(call: Call): { opportunity: Opportunity; panel: Panel } {
  const opportunity = opportunityOf(call);
  return { opportunity, panel: found(opportunity.panels.find((row) => row.id === call.params.p), 'panels', call.params.p) };
}

export function assertManaged(panel: Panel): void {
  if (!panel.externallyManaged) throw badRequest('Only externally managed panels can be changed through the API.');
}

function applicationsIn(call: Call, opportunity: Opportunity): string[] {
  const { application } = opportunity;
  const live = application === null || application.archived !== null ? [] : [application.id];
  const named = call.body.texts('applications');
  if (named === undefined) return live;
  if (named.length === 0) throw badRequest('applications must not be empty at /applications');
  if (named.some((id) => id !== application?.id)) throw badRequest('Unknown application at /applications');
  return named;
}

/** Fields of a panel as a POST or PUT gives them; interviews that name a known id keep it. */
function panelFields(call: Call, opportunity: Opportunity, known: readonly Interview[]): Omit<Panel,
  'id' | 'createdAt' | 'canceledAt' | 'stage' | 'user'> {
  const { body } = call;
  const reminder = reminderIn(body) ?? 'daily';
  const given = body.objects('interviews') ?? [];
  if (given.length === 0) throw badRequest('Missing required property: interviews');
  return {
    applications: applicationsIn(call, opportunity), timezone: body.requiredText('timezone'), feedbackReminder: reminder,
    externallyManaged: true, externalUrl: body.text('externalUrl') ?? null, note: body.text('note') ?? null,
    interviews: given.map((interview) => interviewIn(call, interview, {
      opportunity, reminder, known: known.find((row) => row.id === interview.text('id')),
    })),
  };
}

function handleCreate(call: Call): Answer {
  const opportunity = opportunityOf(call);
  const { account, performAs } = call;
  const panel: Panel = {
    id: account.uuid(), createdAt: account.now(), canceledAt: null, stage: opportunity.stage, user: performAs?.id ?? '',
    ...panelFields(call, opportunity, []),
  };
  opportunity.panels.push(panel);
  opportunity.lastInteractionAt = account.now();
  announceInterviews(account, opportunity, panel, 'interviewCreated', panel.interviews);
  return data(show(call, panelView, panel));
}

function handleUpdate(call: Call): Answer {
  const { opportunity, panel } = panelOf(call);
  assertManaged(panel);
  const before = panel.interviews;
  Object.assign(panel, panelFields(call, opportunity, before));
  const kept = new Set(before.map(({ id }) => id));
  const now = new Set(panel.interviews.map(({ id }) => id));
  announceInterviews(call.account, opportunity, panel, 'interviewCreated', panel.interviews.filter(({ id }) => !kept.has(id)));
  announceInterviews(call.account, opportunity, panel, 'interviewUpdated', panel.interviews.filter(({ id }) => kept.has(id)));
  announceInterviews(call.account, opportunity, panel, 'interviewDeleted', before.filter(({ id }) => !now.has(id)));
  return data(show(call, panelView, panel));
}

function handleDelete(call: Call): Answer {
  const { opportunity, panel } = panelOf(call);
  assertManaged(panel);
  opportunity.panels.splice(opportunity.panels.indexOf(panel), 1);
  announceInterviews(call.account, opportunity, panel, 'interviewDeleted', panel.interviews);
  return noContent;
}

const root = '/opportunities/:o/panels';

export const panelRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: root, permission: 'Find all opportunity interview panels', scopes: ['panels:read'],
    handle: (call) => json(showPage(call, panelView, opportunityOf(call).panels, byCreation)) },
  { method: 'GET', path: `${root}/:p`, permission: 'Find an opportunity interview panel', scopes: ['panels:read'],
    handle: (call) => data(show(call, panelView, panelOf(call).panel)) },
  { method: 'POST', path: root, permission: 'Create an opportunity interview panel', scopes: ['panels:write'],
    performAs: 'required',
    status: 201, handle: handleCreate },
  { method: 'PUT', path: `${root}/:p`, permission: 'Update an opportunity interview panel', scopes: ['panels:write'],
    performAs: 'required', handle: handleUpdate },
  { method: 'DELETE', path: `${root}/:p`, permission: 'Delete an opportunity interview panel', scopes: ['panels:write'],
    performAs: 'required', handle: handleDelete },
];
