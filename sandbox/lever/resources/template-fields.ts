import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { badRequest } from '../http/errors.js';
import type { FormField } from '../model/form.js';

export const ratingOptions = [{ text: '4 - Strong Hire' }, { text: '3 - Hire' }, { text: '2 - No Hire' },
  { text: '1 - Strong No Hire' }];

const feedbackTypes = ['code', 'date', 'dropdown', 'multiple-choice', 'multiple-select', 'score-system', 'score',
  'scorecard', 'text',
  'textarea', 'yes-no'];
const profileTypes = ['currency', 'date', 'dropdown', 'multiple-choice', 'multiple-select', 'text', 'textarea', 'yes-no'];

/** Field types are written with hyphens; the documentation also prints them with spaces. */
function typeIn(field: Body, allowed: readonly string[]): string {
  const type = field.requiredText('type').replace(/[ /]/g, '-');
  if (!allowed.includes(type)) throw badRequest(`Invalid field type: ${type} at /fields`);
  return type;
}

function fieldIn(account: LeverAccount, field: Body, allowed: readonly string[]): FormField {
  const type = typeIn(field, allowed);
  const options = field.objects('options')?.map((option) => ({ text: option.requiredText('text') }));
  const scores = field.objects('scores')?.map((score) => ({ text: score.text('text') ?? '',
    description: score.text('description') ?? '' }));
  return {
    description: field.text('description') ?? '', required: field.flag('required') ?? false, text: field.text('text') ?? '', type,
    id: field.text('id') ?? account.uuid(),
    ...(type === 'score-system' ? { prompt: 'Select one', options: ratingOptions } : {}),
    ...(type === 'dropdown' ? { prompt: field.text('prompt') ?? '' } : {}),
    ...(options === undefined || type === 'score-system' ? {} : { options }),
    ...(scores === undefined ? {} : { scores }),
  };
}

export function feedbackFieldsIn(account: LeverAccount, body: Body): FormField[] {
  const fields = fieldsIn(account, body, feedbackTypes);
  if (fields.filter((field) => field.type === 'score-system').length !== 1) {
    throw badRequest('A feedback template must have exactly one score-system field at /fields');
  }
  return fields;
}

export function profileFieldsIn(account: LeverAccount, body: Body): FormField[] {
  return fieldsIn(account, body, profileTypes);
}

function fieldsIn(account: LeverAccount, body: Body, allowed: readonly string[]): FormField[] {
  const given = body.objects('fields') ?? [];
  if (given.length === 0) throw badRequest('Missing required property: fields');
  return given.map((field) => fieldIn(account, field, allowed));
}
