import type { LeverAccount } from '../account.js';
import { type Answer, type Call, data, found, json, type LeverRoute, noContent } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import type { Order } from '../http/paging.js';
import { show, showPage, type View } from '../http/view.js';
import type { FeedbackTemplate, FormGroup, FormTemplate } from '../model/form.js';
import { feedbackFieldsIn, profileFieldsIn } from './template-fields.js';

const alphabetical: Order<{ text: string; id: string }> = { directions: ['text', 'asc'], key: (row) => [row.text, row.id] };

const feedbackTemplateView: View<FeedbackTemplate> = {
  wire: (_account, { id, text, group, instructions, fields, createdAt, stage, updatedAt }) =>
    ({ id, text, group, instructions, fields, createdAt, stage, updatedAt }),
  expansions: {},
};

const formTemplateView: View<FormTemplate> = {
  wire: (_account, { id, createdAt, updatedAt, text, instructions, group, secretByDefault, fields }) =>
    ({ id, createdAt, updatedAt, text, instructions, group, secretByDefault, fields }),
  expansions: {},
};

function feedbackTemplateOf(call: Call): FeedbackTemplate {
  return found(call.account.feedbackTemplates.get(call.params.t ?? ''), 'feedback_templates', call.params.t);
}

function formTemplateOf(call: Call): FormTemplate {
  return found(call.account.formTemplates.get(call.params.t ?? ''), 'form_templates', call.params.t);
}

function knownGroup(account: LeverAccount, id: string | undefined): FormGroup | null {
  if (id === undefined || id === '') return null;
  const groups = [...account.feedbackTemplates.values(), ...account.formTemplates.values()].map(({ group }) => group);
  const group = groups.find((candidate) => candidate?.id === id);
  if (group === undefined || group === null) throw badRequest(`Group ${id} was not found at /group`);
  return group;
}

function createFeedbackTemplate(call: Call): Answer {
  const { account, body } = call;
  const now = account.now();
  const template: FeedbackTemplate = {
    id: account.uuid(), text: body.requiredText('text'), group: knownGroup(account, body.text('group')),
    instructions: body.text('instructions') ?? '', fields: feedbackFieldsIn(account, body), createdAt: now, stage: null,
      updatedAt: now,
    madeByApi: true,
  };
  account.feedbackTemplates.set(template.id, template);
  return data(show(call, feedbackTemplateView, template));
}

function updateFeedbackTemplate(call: Call): Answer {
  const { account, body } = call;
  const template = feedbackTemplateOf(call);
  template.text = body.text('text') ?? template.text;
  template.instructions = body.text('instructions') ?? template.instructions;
  if (body.has('group')) template.group = knownGroup(account, body.text('group'));
  if (body.has('fields')) template.fields = feedbackFieldsIn(account, body);
  template.updatedAt = account.now();
  return data(show(call, feedbackTemplateView, template));
}

function createFormTemplate(call: Call): Answer {
  const { account, body } = call;
  const now = account.now();
  const template: FormTemplate = {
    id: account.uuid(), text: body.requiredText('text'), group: knownGroup(account, body.text('group')),
    instructions: body.text('instructions') ?? '', secretByDefault: body.flag('secretByDefault') ?? false,
    fields: profileFieldsIn(account, body), createdAt: now, updatedAt: now, madeByApi: true,
  };
  account.formTemplates.set(template.id, template);
  return data(show(call, formTemplateView, template));
}

function updateFormTemplate(call: Call): Answer {
  const { account, body } = call;
  const template = formTemplateOf(call);
  template.text = body.text('text') ?? template.text;
  template.instructions = body.text('instructions') ?? template.instructions;
  template.secretByDefault = body.flag('secretByDefault') ?? template.secretByDefault;
  if (body.has('group')) template.group = knownGroup(account, body.text('group'));
  if (body.has('fields')) template.fields = profileFieldsIn(account, body);
  template.updatedAt = account.now();
  return data(show(call, formTemplateView, template));
}

function deleting(templateOf: (call: Call) => { id: string; madeByApi: boolean }, from: 'feedbackTemplates' | 'formTemplates') {
  return (call: Call): Answer => {
    const template = templateOf(call);
    if (!template.madeByApi) throw badRequest('Only templates created via the API can be deleted.');
    call.account[from].delete(template.id);
    return noContent;
  };
}

const read = ['feedback_templates:read'];
const write = ['feedback_templates:write'];
const readForms = ['form_templates:read'];
const writeForms = ['form_templates:write'];

export const templateRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/feedback_templates', permission: 'Find all feedback templates', scopes: read,
    handle: (call) => json(showPage(call, feedbackTemplateView, call.account.feedbackTemplates.values(), alphabetical)) },
  { method: 'GET', path: '/feedback_templates/:t', permission: 'Find a feedback template', scopes: read,
    handle: (call) => data(show(call, feedbackTemplateView, feedbackTemplateOf(call))) },
  { method: 'POST', path: '/feedback_templates', permission: 'Create a feedback template', scopes: write, status: 201,
    handle: createFeedbackTemplate },
  { method: 'PUT', path: '/feedback_templates/:t', permission: 'Update a feedback template', scopes: write,
    handle: updateFeedbackTemplate },
  { method: 'DELETE', path: '/feedback_templates/:t', permission: 'Delete a feedback template', scopes: write,
    handle: deleting(feedbackTemplateOf, 'feedbackTemplates') },
  { method: 'GET', path: '/form_templates', permission: 'Find all form templates', scopes: readForms,
    handle: (call) => json(showPage(call, formTemplateView, call.account.formTemplates.values(), alphabetical)) },
  { method: 'GET', path: '/form_templates/:t', permission: 'Find a form template', scopes: readForms,
    handle: (call) => data(show(call, formTemplateView, formTemplateOf(call))) },
  { method: 'POST', path: '/form_templates', permission: 'Create a form template', scopes: writeForms, status: 201,
    handle: createFormTemplate },
  { method: 'PUT', path: '/form_templates/:t', permission: 'Update a form template', scopes: writeForms,
    handle: updateFormTemplate },
  { method: 'DELETE', path: '/form_templates/:t', permission: 'Delete a form template', scopes: writeForms,
    handle: deleting(formTemplateOf, 'formTemplates') },
];
