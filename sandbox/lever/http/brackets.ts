/** Turns form fields such as `emails[]`, `phones[0][value]` and `archived[reason]` into the object they spell. */
export function nestBrackets(fields: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of fields) place(root, pathOf(name), value);
  return arraysIn(root) as Record<string, unknown>;
}

function pathOf(name: string): string[] {
  const head = name.split('[', 1)[0] ?? name;
  const rest = [...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
  return [head, ...rest];
}

function place(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [step, ...rest] = path;
  if (step === undefined) return;
  const key = step === '' ? nextIndex(target, rest) : step;
  if (rest.length === 0) {
    target[key] = key in target && step !== '' ? [target[key], value].flat() : value;
    return;
  }
  const child = target[key];
  const next = isObject(child) ? child : {};
  target[key] = next;
  place(next, rest, value);
}

/** `phones[][type]` then `phones[][value]` fill one entry; a repeated key starts the next one. */
function nextIndex(target: Record<string, unknown>, rest: readonly string[]): string {
  const size = Object.keys(target).length;
  const last = target[String(size - 1)];
  const key = rest[0];
  if (key !== undefined && isObject(last) && !(key in last)) return String(size - 1);
  return String(size);
}

function arraysIn(value: unknown): unknown {
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const entries = keys.map((key) => arraysIn(value[key]));
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) return entries;
  return Object.fromEntries(keys.map((key, index) => [key, entries[index]]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}
