export type LogValue = string | number | boolean | null;
export type LogFields = Readonly<Record<string, LogValue>>;

/** Text is logged under these names only, and only when it looks like an id or a word of ours. */
const TEXT_NAMES = new Set([
  'action', 'channel', 'check', 'code', 'event', 'fault', 'hash', 'job', 'kind', 'lane', 'level', 'method', 'mode', 'operation',
  'outcome', 'plugin', 'queue', 'reason', 'role', 'route', 'schedule', 'sqlState', 'state', 'status', 'system', 'table', 'task',
  'constraint', 'column', 'version', 'metric', 'integration', 'integrationKey', 'handler', 'source',
]);
const ROW_NUMBERS = new Set(['actionId', 'factId', 'jobId', 'laneId', 'signalId']);
const NAME = /^[A-Za-z][A-Za-z0-9]{0,39}$/;
const WORD = /^[A-Za-z0-9_.:*/{}+~-]{1,100}$/;
const LOOKS_PRIVATE = /\d{6,}|[A-Za-z0-9]{24,}/;
const ID = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[a-z][a-z0-9:.-]{0,59})$/i;
const ROW_NUMBER = /^\d{1,19}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const LEFT_OUT = '[left out]';

/** Only numbers, yes or no, and ids under known names pass: a person's data has no way into a log. */
export function allowedFields(fields: Readonly<Record<string, unknown>>): LogFields {
  const allowed: Record<string, LogValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (!NAME.test(name) || value === undefined) continue;
    allowed[name] = allowedValue(name, value);
  }
  return allowed;
}

function allowedValue(name: string, value: unknown): LogValue {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'string') return LEFT_OUT;
  return isAllowedText(name, value) ? value : LEFT_OUT;
}

function isAllowedText(name: string, text: string): boolean {
  if (name === 'hash') return SHA256.test(text);
  if (ROW_NUMBERS.has(name) && ROW_NUMBER.test(text)) return true;
  if (name.endsWith('Id')) return ID.test(text) && (text.length === 36 || !LOOKS_PRIVATE.test(text));
  return TEXT_NAMES.has(name) && WORD.test(text) && !LOOKS_PRIVATE.test(text);
}

const EMAIL = /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g;
const CREDENTIAL = /\b(bearer|basic|token|key|password|secret|authorization)\b(["'\s:=]+)(?:(?:bearer|basic)\s+)?[^\s"',;]+/gi;
const URL_DETAIL = /(\bhttps?:\/\/)(?:[^\s/@]*@)?([^\s/?#]+)[^\s]*/gi;
const LONG_RUN = /\b(?!(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\b)[A-Za-z0-9_+/=-]{32,}/gi;
const PHONE = /\+?\d[\d ()-]{7,}\d/g;
const CONTROL = new RegExp(`[${String.fromCharCode(0)}-${String.fromCharCode(31)}${String.fromCharCode(127)}\\u2028\\u2029]+`, 'g');
const MAX_TEXT = 500;

/** For text that our own code and the framework wrote: takes out what looks like a person or a secret. */
export function scrubText(text: string): string {
  return text
    .replace(CONTROL, ' ')
    .replace(URL_DETAIL, '$1$2/…')
    .replace(CREDENTIAL, '$1$2…')
    .replace(EMAIL, '…@…')
    .replace(LONG_RUN, '…')
    .replace(PHONE, '…')
    .slice(0, MAX_TEXT);
}
