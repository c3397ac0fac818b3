import { OutsideError, type VendorAnswer, type VendorHttp } from 'patchbay/sdk';
import { z } from 'zod';
import { COLOURS } from './status-list.js';

const PATH = '/c/oauth/v1';
/** Whose token it is: a working one answers 200. */
export const PROBE_PATH = `${PATH}?method=user/profile`;

const text = z.string().nullish().transform((value) => (value === undefined || value === '' ? null : value));
const instant = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value));
const id = z.union([z.string(), z.int()]).transform(String);

const attachmentSchema = z.object({ file_id: id, filename: z.string(), file_link: z.string(), type: z.string() });
const vacancySchema = z.object({
  id, reference: text, crm_reference: text, title: z.string(), created_by: text, applied_at: instant.optional(), source: text,
  status: z.object({ id, type: z.enum(['default', 'extra']), label: z.string() }),
  traffic_light: z.enum(['green', 'yellow', 'red']).nullish().transform((light) => light ?? null),
  screening: z.array(z.object({ question: z.string(), answer: z.string() })).default([]),
});
export const candidateSchema = z.object({
  id, firstname: z.string(), lastname: z.string(), email: text, email_2: text, phone: text, phone_mobile: text, location: text, position: text,
  links: z.array(z.string()).default([]), comms_status: z.enum(['unknown', 'applied', 'unsubscribed']), consent: text, source: text,
  creation_date: instant, updated_at: instant, withdrawn: z.boolean().default(false),
  vacancies: z.array(vacancySchema), attachments: z.array(attachmentSchema).default([]),
});
const statusSchema = z.object({
  id, label: z.string(), type: z.enum(['default', 'extra']), enabled: z.boolean(), group: z.enum(COLOURS).default('general'), order: z.int(),
});
const answerSchema = z.object({ status: z.enum(['success', 'failed']), error: z.object({ code: z.string(), message: z.string() }).optional(), data: z.unknown() });

export type IdibuCandidate = z.output<typeof candidateSchema>;
export type IdibuVacancy = IdibuCandidate['vacancies'][number];
export type VendorStatus = z.output<typeof statusSchema>;

/** What idibu says no to, in its own code and words. */
export class IdibuRefusal extends OutsideError {
  constructor(readonly refusal: string, message: string) {
    super(`idibu-${refusal.replaceAll('_', '-')}`, message, { retryable: false, status: 409 });
  }
}

type Fields = Readonly<Record<string, string | number | undefined>>;

/** idibu's v3 API and nothing else: one address, the call named by `method`, form-encoded. */
export class IdibuClient {
  constructor(private readonly http: VendorHttp) {}

  async candidate(candidateId: string): Promise<IdibuCandidate | null> {
    const data = await this.unless('not_found', this.call('candidates/get', { id: candidateId }, true));
    return data === null ? null : read(data, candidateSchema);
  }

  /** Changed since, oldest change first. */
  async candidates(page: { readonly updatedSince: number; readonly limit: number; readonly offset: number }): Promise<IdibuCandidate[]> {
    const data = await this.call('candidates/list', {
      updated_since: new Date(page.updatedSince).toISOString(), limit: page.limit, offset: page.offset,
    }, true);
    return read(data, z.object({ candidates: z.array(candidateSchema) })).candidates;
  }

  /** Refused while the person is not among the applicants, for lights (public API). */
  async assign(candidateId: string, vacancyId: string, what: { readonly light?: string; readonly statusId?: string }): Promise<void> {
    await this.call('candidates/assign-status', { id: candidateId, vacancy_id: vacancyId, traffic_light: what.light, status_id: what.statusId }, false);
  }

  async requestDeletion(emails: readonly string[]): Promise<void> {
    await this.call('candidates/request-delete-by-emails', { emails: emails.join(',') }, true);
  }

  async statuses(): Promise<VendorStatus[]> {
    return read(await this.call('statuses/list', {}, true), z.object({ statuses: z.array(statusSchema) })).statuses;
  }

  async addStatus(status: { readonly label: string; readonly group: string }): Promise<VendorStatus> {
    return read(await this.call('statuses/add', status, false), statusSchema);
  }

  async editStatus(
    statusId: string, change: { readonly label?: string; readonly group?: string; readonly order?: number; readonly enabled?: boolean },
  ): Promise<void> {
    const { enabled, ...rest } = change;
    await this.call('statuses/edit', { id: statusId, ...rest, enabled: enabled === undefined ? undefined : enabled ? 'yes' : 'no' }, true);
  }

  /** Subscribes an address; the secret signs what is sent there. The same address again replaces its secret. */
  async subscribe(url: string, secret: string): Promise<void> {
    await this.call('webhooks/webhook', { action: 'put', url, secret, groups: 'candidate,candidate_extend', format: 'json' }, true);
  }

  /** Whether idibu tells that address; it stops by itself after 19 failures in a row (public API). */
  async isSubscribed(url: string): Promise<boolean> {
    const { webhooks } = read(await this.call('webhooks/webhook', { action: 'get' }, true), z.object({ webhooks: z.array(z.object({ url: z.string(), enabled: z.boolean() })) }));
    return webhooks.some((one) => one.url === url && one.enabled);
  }

  async unsubscribe(url: string): Promise<void> {
    await this.unless('not_found', this.call('webhooks/webhook', { action: 'delete', url }, true));
  }

  /** `link` is `file_link` of an attachment. */
  async file(link: string): Promise<{ content: Uint8Array; contentType: string }> {
    const { pathname, search } = new URL(link);
    const answer = await this.http.request({ method: 'GET', path: `${pathname}${search}`, expect: 'bytes', timeoutMs: 30_000 });
    if (answer.status !== 200 || !(answer.body instanceof Uint8Array)) throw new IdibuRefusal('file_missing', 'The file is no longer kept in idibu.');
    return { content: answer.body, contentType: answer.headers['content-type'] ?? 'application/octet-stream' };
  }

  private async call(method: string, fields: Fields, repeatable: boolean): Promise<unknown> {
    const given = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
    const answer = await this.http.request({ method: 'POST', path: PATH, form: Object.fromEntries([['method', method], ...given]) as Record<string, string>, repeatable });
    return dataOf(answer);
  }

  private async unless(refusal: string, call: Promise<unknown>): Promise<unknown> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof IdibuRefusal && error.refusal === refusal) return null;
      throw error;
    }
  }
}

function dataOf(answer: VendorAnswer): unknown {
  const { status, error, data } = read(answer.body, answerSchema);
  if (status === 'success') return data;
  throw new IdibuRefusal(error?.code ?? 'refused', error?.message ?? `idibu refused the call with status ${answer.status}.`);
}

function read<S extends z.ZodType>(value: unknown, schema: S): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new OutsideError('idibu-unexpected-answer', `idibu answered in another shape than agreed (${places}).`);
}
