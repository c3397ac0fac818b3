import type { Body } from '../http/body.js';
import { type Answer, type Call, data, found, json, type LeverRoute, opportunityOf } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { byCreation } from '../http/paging.js';
import { show, showPage, type View } from '../http/view.js';
import type { FormField, FormTemplate, ProfileForm, Referral } from '../model/form.js';
import { expandStage } from './pipeline.js';
import { expandUser } from './users.js';

const formView: View<ProfileForm> = {
  wire: (_account, { id, type, text, instructions, baseTemplateId, fields, user, stage, completedAt, createdAt, deletedAt }) =>
    ({ id, type, text, instructions, baseTemplateId, fields, user, stage, completedAt, createdAt, deletedAt }),
  expansions: {
    user: (account, form) => expandUser(account, form.user),
    stage: (account, form) => expandStage(account, form.stage),
  },
};

const referralView: View<Referral> = {
  wire: (_account, referral) => ({ ...referral }),
  expansions: {
    user: (account, referral) => expandUser(account, referral.user),
    referrer: (account, referral) => expandUser(account, referral.referrer),
    stage: (account, referral) => expandStage(account, referral.stage),
  },
};

/** Answers name their question by id, or by text and type as in the documentation; every question must be there. */
function answersIn(template: FormTemplate, given: readonly Body[]): FormField[] {
  if (given.length !== template.fields.length) throw badRequest('Fields do not match the template at /fields');
  return template.fields.map((field) => {
    const answer = given.find((candidate) => candidate.text('id') === field.id)
      ?? given.find((candidate) => candidate.text('id') === undefined && candidate.text('text') === field.text);
    if (answer === undefined) throw badRequest(`Missing field: ${field.text} at /fields`);
    const value = answer.fields.value ?? null;
    if (field.required && value === null) throw badRequest(`Missing required value: ${field.text} at /fields`);
    return { ...field, value, ...(field.type === 'currency' ? { currency: answer.text('currency') ?? 'USD' } : {}) };
  });
}

function handleCreate(call: Call): Answer {
  const { account, body } = call;
  const opportunity = opportunityOf(call);
  const templateId = body.requiredText('baseTemplateId');
  const template = account.formTemplates.get(templateId);
  if (template === undefined) throw badRequest(`Form template ${templateId} was not found at /baseTemplateId`);
  const now = account.now();
  const form: ProfileForm = {
    id: account.uuid(), type: 'form', text: template.text, instructions: template.instructions, baseTemplateId: template.id,
    fields: answersIn(template, body.objects('fields') ?? []), user: call.performAs?.id ?? null, stage: opportunity.stage,
    secret: body.flag('secret') ?? template.secretByDefault, completedAt: now, createdAt: now, deletedAt: null,
  };
  opportunity.forms.push(form);
  opportunity.lastInteractionAt = now;
  return data(show(call, formView, form));
}

const forms = '/opportunities/:o/forms';
const referrals = '/opportunities/:o/referrals';

export const formRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: forms, permission: 'Find all opportunity forms', scopes: ['forms:read'],
    handle: (call) => json(showPage(call, formView, opportunityOf(call).forms, byCreation)) },
  { method: 'GET', path: `${forms}/:f`, permission: 'Find an opportunity form', scopes: ['forms:read'],
    handle: (call) => data(show(call, formView, found(opportunityOf(call).forms.find((form) => form.id === call.params.f),
      'forms', call.params.f))) },
  { method: 'POST', path: forms, permission: 'Create an opportunity form', scopes: ['forms:write'], performAs: 'optional',
    status: 201,
    handle: handleCreate },
  { method: 'GET', path: referrals, permission: 'Find all opportunity referrals', scopes: ['referrals:read'],
    handle: (call) => json(showPage(call, referralView, opportunityOf(call).referrals, byCreation)) },
  { method: 'GET', path: `${referrals}/:r`, permission: 'Find an opportunity referral', scopes: ['referrals:read'],
    handle: (call) => data(show(call, referralView,
      found(opportunityOf(call).referrals.find((row) => row.id === call.params.r), 'referrals', call.params.r))) },
];
