import { PatchbayError } from '../../sdk/errors.js';
import { scrubText } from './log-fields.js';

export interface ErrorFacts {
  readonly name: string;
  readonly code?: string;
  readonly fault?: string;
  /** Only of errors whose text is our own or the language's; other texts may quote what was being worked on. */
  readonly message?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly stack?: readonly string[];
  readonly cause?: ErrorFacts;
}

const SPEAKS_FREELY = ['TypeError', 'RangeError', 'ReferenceError', 'AssertionError'];
const FRAMES = 12;
const DEPTH = 3;

/** What may be logged of an error: where it happened and what kind it is, not whom it was about. */
export function errorFacts(error: unknown, depth = DEPTH): ErrorFacts {
  if (!(error instanceof Error)) return { name: `thrown ${typeof error}` };
  const { code, constraint, table, column } = error as Partial<Record<'code' | 'constraint' | 'table' | 'column', unknown>>;
  const maySpeak = error instanceof PatchbayError || SPEAKS_FREELY.includes(error.name);
  return {
    name: error.name,
    ...word('code', code), ...word('constraint', constraint), ...word('table', table), ...word('column', column),
    ...(error instanceof PatchbayError && { fault: error.fault }),
    ...(maySpeak && { message: scrubText(error.message) }),
    stack: framesOf(error.stack),
    ...(error.cause !== undefined && depth > 0 && { cause: errorFacts(error.cause, depth - 1) }),
  };
}

/** The frames alone: a stack starts with the message. */
export function framesOf(stack: string | undefined): string[] {
  return (stack ?? '').split('\n').map((frame) => frame.trim()).filter((frame) => /^at .*[:)]/.test(frame)).slice(0, FRAMES);
}

function word(name: string, value: unknown): Record<string, string> {
  return typeof value === 'string' && /^[\w.-]{1,80}$/.test(value) ? { [name]: value } : {};
}
