import type { CliConfig } from '../../config/cli-config.js';
import type { RestCommand } from './rest-commands.js';

/** What the hub refused, in the words of its problem. */
export class RefusedByHub extends Error {
  constructor(readonly status: number, problem: { title?: string; detail?: string; errors?: { field: string; message: string }[] }) {
    super([problem.detail ?? problem.title ?? `status ${status}`, ...(problem.errors ?? []).map(({ field, message }) => `  ${field || '/'}: ${message}`)].join('\n'));
    this.name = 'RefusedByHub';
  }
}

/** Fills `:name` parts with the arguments in order. Pure. */
export function pathOf(command: Pick<RestCommand, 'path'>, args: readonly string[]): string {
  let next = 0;
  return command.path.replace(/:\w+/g, () => encodeURIComponent(args[next++] ?? ''));
}

export function argumentsOf(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
}

/** Calls the hub. Throws `RefusedByHub` with the hub's own words, and a plain sentence when it does not answer. */
export async function callHub(
  config: CliConfig, method: string, path: string,
  options: { body?: object; query?: Readonly<Record<string, string>>; headers?: Readonly<Record<string, string>> } = {},
): Promise<unknown> {
  const url = new URL(`${config.url}${path}`);
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value);
  const response = await reach(url, {
    method, headers: {
      accept: 'application/json', ...(config.key && { authorization: `Bearer ${config.key}` }), ...(config.tenant && { 'x-patchbay-tenant': config.tenant }),
      ...(options.body && { 'content-type': 'application/json' }), ...options.headers,
    }, ...(options.body && { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw new RefusedByHub(response.status, (answer ?? {}));
  return answer;
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new Error(`No hub answers at ${url.origin}. Start it (npm start) or set PATCHBAY_URL.`, { cause: error });
  }
}

/** Every row of a list, page after page. */
export async function allRows(config: CliConfig, path: string, query: Readonly<Record<string, string>>): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (let cursor: string | null = null; ;) {
    const page = await callHub(config, 'GET', path, { query: { ...query, limit: '200', ...(cursor !== null && { cursor }) } }) as { data: unknown[]; next: string | null };
    rows.push(...page.data);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}
