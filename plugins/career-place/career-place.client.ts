import { OutsideError, type VendorAnswer, type VendorHttp } from 'patchbay/sdk';
import { z } from 'zod';

const BASE = '/api/v1';
/** Whose key it is: a working one answers 200. */
export const PROBE_PATH = `${BASE}/organisation`;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

export const reasonSchema = z.object({
  step: z.string(), requirement: z.string(), answer: z.string().nullish().transform((answer) => answer ?? null), text: z.string(),
    sensitive: z.boolean().optional(),
});
const jobSchema = z.object({
  id: z.string(), title: z.string(), status: z.enum(['draft', 'active', 'closed']), steps: z.array(z.string()),
  integration: z.object({ provider: z.string(), externalJobId: z.string() }).nullish().transform((link) => link ?? null),
});
const jobPageSchema = z.object({ data: z.array(jobSchema), next: z.string().nullable() });
const applicantSchema = z.object({
  applicantId: z.string(), jobId: z.string(), status: z.string(), paused: z.boolean(), round: z.int(), transition: z.int(), cardUrl: z.url(),
  lastBounce: z.object({ reason: z.string(), at: instant }).nullable(), reasons: z.array(reasonSchema),
  history: z.array(z.object({ transition: z.int(), status: z.string(), at: instant })),
});
const createdSchema = z.object({ applicantId: z.string(), status: z.string(), cardUrl: z.url() });
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type VendorJob = z.output<typeof jobSchema>;
export type Applicant = z.output<typeof applicantSchema>;
export type CreatedApplicant = z.output<typeof createdSchema>;
export interface NewApplicant {
  readonly externalId: string; readonly email: string; readonly firstName: string; readonly lastName: string; readonly locale: string;
}

/** What career.place says no to; its own code and words. */
export class CareerPlaceRefusal extends OutsideError {
  constructor(readonly refusal: string, message: string) {
    super(`career-place-${refusal.replaceAll('_', '-')}`, message, { retryable: false, status: 409 });
  }
}

/** career.place's HTTP API and nothing else. Every write may be repeated: by a natural key or an idempotency key. */
export class CareerPlaceClient {
  constructor(private readonly http: VendorHttp) {}

  async jobs(filter: { readonly status?: string; readonly limit?: number; readonly cursor?: string }): Promise<z.output<typeof jobPageSchema>> {
    return read(await this.http.request({ method: 'GET', path: `${BASE}/jobs`, query: filter }), jobPageSchema);
  }

  async job(id: string): Promise<VendorJob | null> {
    const answer = await this.http.request({ method: 'GET', path: `${BASE}/jobs/${segment(id)}` });
    return answer.status === 404 ? null : read(answer, jobSchema);
  }

  async link(jobId: string, postingId: string): Promise<void> {
    accepted(await this.http.request({
      method: 'PUT', path: `${BASE}/jobs/${segment(jobId)}/integration`, json: { provider: 'lever', externalJobId: postingId }, repeatable: true }));
  }

  async unlink(jobId: string): Promise<void> {
    gone(await this.http.request({ method: 'DELETE', path: `${BASE}/jobs/${segment(jobId)}/integration`, repeatable: true }));
  }

  /** The same external id in the same job is the same applicant: nothing is sent again. */
  async createApplicant(jobId: string, applicant: NewApplicant): Promise<CreatedApplicant> {
    return read(await this.http.request({ method: 'POST', path: `${BASE}/jobs/${segment(jobId)}/applicants`, json: applicant, repeatable: true }), createdSchema);
  }

  async applicant(id: string): Promise<Applicant | null> {
    const answer = await this.http.request({ method: 'GET', path: `${BASE}/applicants/${segment(id)}` });
    return answer.status === 404 ? null : read(answer, applicantSchema);
  }

  /** `key` makes a repetition harmless: the same one answers what the first did. */
  async reinvite(id: string, body: { readonly email?: string; readonly reapplied?: boolean }, key: string): Promise<Applicant> {
    return this.act(id, 'reinvite', body, key);
  }

  async remind(id: string, n: number, key: string): Promise<Applicant> {
    return this.act(id, 'remind', { n }, key);
  }

  /** These four reach a state and may be asked for twice. */
  async reach(id: string, action: 'opt-out' | 'withdraw' | 'pause' | 'resume'): Promise<Applicant> {
    return this.act(id, action, {});
  }

  async erase(id: string): Promise<void> {
    gone(await this.http.request({ method: 'DELETE', path: `${BASE}/applicants/${segment(id)}`, repeatable: true }));
  }

  /** The one time at which career.place shows the signing secret; the one before it ends. */
  async subscribe(url: string): Promise<string> {
    const answer = await this.http.request({ method: 'PUT', path: `${BASE}/webhook`, json: { url }, repeatable: true });
    return read(answer, z.object({ secret: z.string().min(8) })).secret;
  }

  async unsubscribe(): Promise<void> {
    gone(await this.http.request({ method: 'DELETE', path: `${BASE}/webhook`, repeatable: true }));
  }

  private async act(id: string, action: string, body: object, key?: string): Promise<Applicant> {
    return read(await this.http.request({
      method: 'POST', path: `${BASE}/applicants/${segment(id)}/${action}`, json: body, repeatable: true,
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    }), applicantSchema);
  }
}

const segment = (id: string): string => encodeURIComponent(id);

/** Deleting what is not there is no failure. */
function gone(answer: VendorAnswer): void {
  if (answer.status !== 404) accepted(answer);
}

function accepted(answer: VendorAnswer): void {
  if (answer.status < 400) return;
  const refusal = errorSchema.safeParse(answer.body);
  throw refusal.success ? new CareerPlaceRefusal(refusal.data.error.code, refusal.data.error.message)
    : new CareerPlaceRefusal('refused', `career.place answered with status ${answer.status}.`);
}

function read<S extends z.ZodType>(answer: VendorAnswer, schema: S): z.output<S> {
  accepted(answer);
  const parsed = schema.safeParse(answer.body);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new OutsideError('career-place-unexpected-answer', `career.place answered in another shape than agreed (${places}).`);
  }
  return parsed.data;
}
