import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { type Answer, type Call, data, json, type LeverRoute, noContent } from '../http/call.js';
import { badRequest, LeverError } from '../http/errors.js';
import { show, showAll, type View } from '../http/view.js';
import type { RequisitionField, RequisitionFieldOption } from '../model/hiring.js';

const fieldTypes = ['number', 'text', 'date', 'object', 'dropdown'];
const limits = { fields: 100, subfields: 10, options: 8000, optionsPerRequest: 4000 };

const fieldView: View<RequisitionField> = {
  wire: (_account, { id, text, type, isRequired, subfields, options }) => ({
    id, text, type, isRequired, ...(subfields === undefined ? {} : { subfields }), ...(options === undefined ? {} : { options }),
  }),
  expansions: {},
};

function fieldOf(call: Call): RequisitionField {
  const field = call.account.requisitionFields.get(call.params.id ?? '');
  if (field === undefined) throw new LeverError(404, 'NotFoundError', "That requisition field doesn't exist on your account");
  return field;
}

function listed(call: Call): RequisitionField[] {
  const isRequired = call.query.flag('isRequired');
  const types = call.query.all('type');
  return [...call.account.requisitionFields.values()].filter((field) =>
    (isRequired === undefined || field.isRequired === isRequired) && (types.length === 0 || types.includes(field.type)));
}

function optionIn(account: LeverAccount, body: Body): RequisitionFieldOption {
  return { id: body.text('id') ?? account.uuid(), text: body.requiredText('text') };
}

function fieldIn(account: LeverAccount, body: Body, id: string): RequisitionField {
  const type = body.requiredText('type');
  if (!fieldTypes.includes(type)) throw badRequest(`Invalid type: ${type} at /type`);
  const field: RequisitionField = { id, text: body.requiredText('text'), type, isRequired: body.flag('isRequired') ?? false };
  if (type === 'object') {
    field.subfields = (body.objects('subfields') ?? []).map((sub) => ({
      id: sub.requiredText('id'), text: sub.requiredText('text'), type: sub.requiredText('type'),
    }));
    if (field.subfields.length > limits.subfields) throw badRequest(`At most ${limits.subfields} subfields are allowed at /subfields`);
  }
  if (type === 'dropdown') {
    field.options = (body.objects('options') ?? []).map((option) => optionIn(account, option));
    assertOptions(field.options.length, field.options.length);
  }
  return field;
}

function assertOptions(inRequest: number, total: number): void {
  if (inRequest > limits.optionsPerRequest) throw badRequest(`At most ${limits.optionsPerRequest} options per request at /options`);
  if (total > limits.options) throw badRequest(`At most ${limits.options} options are allowed at /options`);
}

function handleCreate(call: Call): Answer {
  const { account, body } = call;
  const id = body.requiredText('id');
  if (account.requisitionFields.has(id)) throw badRequest('A requisition field with that id already exists at /id');
  if (account.requisitionFields.size >= limits.fields) throw badRequest(`At most ${limits.fields} requisition fields are allowed`);
  const field = fieldIn(account, body, id);
  account.requisitionFields.set(id, field);
  return data(show(call, fieldView, field));
}

function handleUpdate(call: Call): Answer {
  const field = fieldIn(call.account, call.body, fieldOf(call).id);
  call.account.requisitionFields.set(field.id, field);
  return data(show(call, fieldView, field));
}

function handleDelete(call: Call): Answer {
  call.account.requisitionFields.delete(fieldOf(call).id);
  return noContent;
}

function optionsOf(field: RequisitionField): RequisitionFieldOption[] {
  if (field.options === undefined) throw badRequest('Only dropdown fields have options.');
  return field.options;
}

/** Documented: answers with the last option added, not with the field. */
function handleAddOptions(call: Call): Answer {
  const options = optionsOf(fieldOf(call));
  const added = (call.body.objects('values') ?? []).map((value) => optionIn(call.account, value));
  assertOptions(added.length, options.length + added.length);
  options.push(...added);
  const last = added.at(-1);
  if (last === undefined) throw badRequest('Missing required property: values');
  return data({ id: last.id, text: last.text });
}

function handleUpdateOptions(call: Call): Answer {
  const field = fieldOf(call);
  const options = optionsOf(field);
  for (const value of call.body.objects('values') ?? []) {
    const option = options.find((candidate) => candidate.id === value.text('id'));
    if (option === undefined) throw badRequest(`Option ${value.text('id')} was not found at /values`);
    option.text = value.requiredText('text');
  }
  return data(show(call, fieldView, field));
}

function handleRemoveOptions(call: Call): Answer {
  const field = fieldOf(call);
  const removed = new Set(call.body.texts('values') ?? []);
  field.options = optionsOf(field).filter((option) => !removed.has(option.id));
  return noContent;
}

const root = '/requisition_fields';
const read = ['requisition_fields:read'];
const write = ['requisition_fields:write'];

export const requisitionFieldRoutes: readonly LeverRoute[] = [
  // Recorded without `hasNext`.
  { method: 'GET', path: root, permission: 'Find all requisition fields', scopes: read,
    handle: (call) => json({ data: showAll(call, fieldView, listed(call)) }) },
  { method: 'GET', path: `${root}/:id`, permission: 'Find a requisition field', scopes: read,
    handle: (call) => data(show(call, fieldView, fieldOf(call))) },
  { method: 'POST', path: root, permission: 'Create a requisition field', scopes: write, status: 201, handle: handleCreate },
  { method: 'PUT', path: `${root}/:id`, permission: 'Update a requisition field', scopes: write, handle: handleUpdate },
  { method: 'DELETE', path: `${root}/:id`, permission: 'Delete a requisition field', scopes: write, handle: handleDelete },
  { method: 'POST', path: `${root}/:id/options`, permission: 'Add requisition field options', scopes: write, status: 201,
    handle: handleAddOptions },
  { method: 'PUT', path: `${root}/:id/options`, permission: 'Update requisition field options', scopes: write,
    handle: handleUpdateOptions },
  { method: 'DELETE', path: `${root}/:id/options`, permission: 'Remove requisition field options', scopes: write,
    handle: handleRemoveOptions },
];
