import { CallerError } from '../sdk/errors.js';

const DEEPEST = 40;

export interface TextFault {
  /** JSON pointer. */
  readonly pointer: string;
  readonly message: string;
}

export const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** PostgreSQL stores neither NUL nor half a character pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The first place in a parsed value that could not be stored or is nested too deep; loops, never recurses. */
export function textFault(root: unknown): TextFault | null {
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, pointer, depth } = next;
    if (typeof value === 'string' && !isStorable(value)) return { pointer, message: 'Take out the NUL or broken character.' };
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= DEEPEST) return { pointer: '', message: `Nest at most ${DEEPEST} levels deep.` };
    for (const [name, child] of Object.entries(value)) {
      if (!isStorable(name)) return { pointer, message: 'Take out the NUL or broken character from the field name.' };
      open.push({ value: child, pointer: `${pointer}/${escapePointer(name)}`, depth: depth + 1 });
    }
  }
  return null;
}

export function unreadableText(faults: readonly { field: string; message: string }[]): CallerError {
  return new CallerError('invalid-characters', 'The request holds text that cannot be stored.', { status: 400, fields: faults });
}

/** Path and query; field names are those of the route. */
export function assertStorable(values: Readonly<Record<string, unknown>>): void {
  const fault = textFault(values);
  if (fault) throw unreadableText([{ field: fault.pointer.slice(1), message: fault.message }]);
}
