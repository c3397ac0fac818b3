import type { ValidationError } from 'class-validator';
import type { FieldProblem } from '../sdk/errors.js';
import { escapePointer } from './input-text.js';

const MOST = 50;
const LONGEST_NAME = 200;

/** Bodies are named by JSON pointer (`/name`), query and path by their plain name. */
export type FieldNaming = 'pointer' | 'name';

/** One entry a field, with everything that is wrong with it. */
export function fieldProblems(errors: readonly ValidationError[], naming: FieldNaming): FieldProblem[] {
  return errors.flatMap((error) => problemsOf(error, '', naming)).slice(0, MOST);
}

function problemsOf(error: ValidationError, parent: string, naming: FieldNaming): FieldProblem[] {
  const field = fieldOf(error.property, parent, naming);
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => remedy(rule, message));
  const nested = (error.children ?? []).flatMap((child) => problemsOf(child, field, naming));
  return own.length > 0 ? [{ field, message: own.join('; ') }, ...nested] : nested;
}

function fieldOf(property: string | undefined, parent: string, naming: FieldNaming): string {
  const name = (property ?? '').slice(0, LONGEST_NAME);
  if (naming === 'name') return parent === '' ? name : `${parent}.${name}`;
  return `${parent}/${escapePointer(name)}`;
}

function remedy(rule: string, message: string): string {
  if (rule === 'whitelistValidation') return 'is not known here: leave it out';
  if (rule === 'unknownValue') return 'must be an object';
  return message;
}
