import type { LeverAccount } from '../account.js';
import { type Answer, type Call, data, found, json, type LeverRoute, noContent, opportunityOf } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { byCreation } from '../http/paging.js';
import { show, showPage, type View, type Wire } from '../http/view.js';
import type { Feedback, FormField } from '../model/form.js';
import type { Opportunity } from '../model/opportunity.js';
import { expandUser } from './users.js';

const feedbackView: View<Feedback> = {
  wire: (_account, { id, type, text, instructions, fields, baseTemplateId, interview, panel, user, createdAt, completedAt,
    updatedAt, deletedAt }) =>
    ({ id, type, text, instructions, fields, baseTemplateId, interview, panel, user, createdAt, completedAt, updatedAt,
      deletedAt }),
  expansions: { user: (account, form) => expandUser(account, form.user) },
};

function feedbackOf(call: Call, opportunity: Opportunity): Feedback {
  return found(opportunity.feedback.find((form) => form.id === call.params.f), 'feedback', call.params.f);
}

function valuesIn(call: Call): Map<string, unknown> {
  return new Map((call.body.objects('fieldValues') ?? []).map((field) => [field.requiredText('id'), field.fields.value]));
}

function answered(fields: readonly FormField[], values: ReadonlyMap<string, unknown>): FormField[] {
  for (const id of values.keys()) {
    if (!fields.some((field) => field.id === id)) throw badRequest(`Unknown field ${id} at /fieldValues`);
  }
  return fields.map((field) => ({ ...field, value: values.has(field.id) ? values.get(field.id) : field.value ?? null }));
}

/** A form belongs to an interview or to none; panel and interview come together. */
function occasionIn(call: Call, opportunity: Opportunity): { panel: string | null; interview: string | null } {
  const [panelId, interviewId] = [call.body.text('panel'), call.body.text('interview')];
  if (panelId === undefined && interviewId === undefined) return { panel: null, interview: null };
  if (panelId === undefined || interviewId === undefined) throw badRequest('panel and interview must be given together');
  const panel = opportunity.panels.find((row) => row.id === panelId);
  if (panel === undefined) throw badRequest(`Panel ${panelId} was not found at /panel`);
  if (!panel.interviews.some((row) =>
    row.id === interviewId)) throw badRequest(`Interview ${interviewId} was not found at /interview`);
  return { panel: panelId, interview: interviewId };
}

function handleCreate(call: Call): Answer {
  const { account, body } = call;
  const opportunity = opportunityOf(call);
  const templateId = body.requiredText('baseTemplateId');
  const template = account.feedbackTemplates.get(templateId);
  if (template === undefined) throw badRequest(`Feedback template ${templateId} was not found at /baseTemplateId`);
  const now = account.now();
  const form: Feedback = {
    id: account.uuid(), type: 'interview', text: template.text, instructions: template.instructions,
    fields: answered(template.fields, valuesIn(call)), baseTemplateId: template.id, ...occasionIn(call, opportunity),
    user: call.performAs?.id ?? '', createdAt: body.number('createdAt') ?? now, completedAt: body.number('completedAt') ?? now,
    updatedAt: null, deletedAt: null,
  };
  opportunity.feedback.push(form);
  opportunity.lastInteractionAt = now;
  return data(show(call, feedbackView, form));
}

/** Recorded: an update answers with Lever's internal record. */
function internalRecord(account: LeverAccount, opportunity: Opportunity, form: Feedback): Wire {
  return {
    accountId: account.id, createdAt: form.createdAt, userId: form.user, profileId: opportunity.id,
      baseTemplateId: form.baseTemplateId,
    text: form.text, instructions: form.instructions, type: form.type, fields: form.fields.map(internalField),
    ...(form.panel === null ? {} : { panelId: form.panel, interviewId: form.interview }),
    completedAt: form.completedAt, updatedAt: form.updatedAt, id: form.id,
  };
}

function internalField(field: FormField): Wire {
  const { type, text, description, required, id, value, ...rest } = field;
  const isRating = type === 'score-system';
  return {
    type: isRating ? 'score' : type, text, description, required, id, ...rest,
    ...(isRating ? { isSummary: true, summaryText: '', overall: true } : {}), value,
  };
}

function handleUpdate(call: Call): Answer {
  const opportunity = opportunityOf(call);
  const form = feedbackOf(call, opportunity);
  form.fields = answered(form.fields, valuesIn(call));
  form.completedAt = call.body.number('completedAt') ?? form.completedAt;
  form.updatedAt = call.account.now();
  return data(internalRecord(call.account, opportunity, form));
}

/** A deleted form is still found by its id. */
function handleDelete(call: Call): Answer {
  feedbackOf(call, opportunityOf(call)).deletedAt ??= call.account.now();
  return noContent;
}

const root = '/opportunities/:o/feedback';

export const feedbackRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: root, permission: 'Find all opportunity feedback', scopes: ['feedback:read'],
    handle: (call) => json(showPage(call, feedbackView, opportunityOf(call).feedback.filter((form) =>
      form.deletedAt === null), byCreation)) },
  { method: 'GET', path: `${root}/:f`, permission: 'Find an opportunity feedback form', scopes: ['feedback:read'],
    handle: (call) => data(show(call, feedbackView, feedbackOf(call, opportunityOf(call)))) },
  { method: 'POST', path: root, permission: 'Create an opportunity feedback form', scopes: ['feedback:write'],
    performAs: 'required',
    status: 201, handle: handleCreate },
  { method: 'PUT', path: `${root}/:f`, permission: 'Update an opportunity feedback form', scopes: ['feedback:write'],
    performAs: 'required', handle: handleUpdate },
  { method: 'DELETE', path: `${root}/:f`, permission: 'Delete an opportunity feedback form', scopes: ['feedback:write'],
    performAs: 'required', handle: handleDelete },
];
