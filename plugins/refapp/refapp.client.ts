import { OutsideError, type VendorAnswer, type VendorHttp } from 'patchbay/sdk';
import { z } from 'zod';

const BASE = '/v1';
/** Whose key it is: a working one answers 200. */
export const PROBE_PATH = `${BASE}/organisation`;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const maybe = instant.nullable();
const questionnaireSchema = z.object({
  id: z.string(), name: z.string(), language: z.string(), isDemographic: z.boolean(), questions: z.array(z.object({ id: z.string(), text: z.string() })),
});
const projectSchema = z.object({ id: z.string(), status: z.enum(['active', 'on_hold']), url: z.url() });
const refereeSchema = z.object({
  id: z.string(), name: z.string(), relation: z.string(), company: z.string(), email: z.string().nullable(), phone: z.string().nullable(), language: z.string(),
  status: z.enum(['created', 'invited', 'opened', 'answered', 'declined', 'bounced', 'opted_out', 'expired']), reason: z.string().nullable(), formUrl: z.url(),
  answeredAt: maybe,
});
const candidateSchema = z.object({
  id: z.string(), status: z.string(), version: z.int(), firstName: z.string(), lastName: z.string(), email: z.string().nullable(), phone: z.string().nullable(),
  language: z.string(), requested: z.int(), minimum: z.int(), answered: z.int(), url: z.url(), requestUrl: z.url(), reportUrl: z.url().nullable(),
  warningsApproved: z.boolean(), referees: z.array(refereeSchema),
  warnings: z.array(z.object({ kind: z.enum(['ip', 'phone', 'email']), refereeIds: z.array(z.string()), withCandidate: z.boolean() })),
});
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type Questionnaire = z.output<typeof questionnaireSchema>;
export type VendorProject = z.output<typeof projectSchema>;
export type VendorReferee = z.output<typeof refereeSchema>;
/** A candidate as Refapp has them now, with every referee. Holds links that are for one person only: never stored. */
export type VendorCandidate = z.output<typeof candidateSchema>;

export interface NewProject {
  readonly externalId: string; readonly title: string; readonly clientName: string | null; readonly questionnaireIds: readonly string[];
  readonly candidateChannel: string; readonly refereeChannel: string; readonly requestedReferees: number; readonly minimumReferees: number;
  readonly daysToSubmit: number; readonly source: string; readonly note: string; readonly candidateAccess: 'questions' | 'answers';
  readonly showWarnings: boolean; readonly keepMonths: number;
}
export interface NewCandidate {
  readonly externalId: string; readonly firstName: string; readonly lastName: string; readonly email: string | null; readonly phone: string | null;
  readonly language: string; readonly source: string; readonly questionnaireIds: readonly string[];
}
export interface RefereeChange {
  readonly status?: 'invited' | 'reminded' | 'bounced' | 'opted_out' | 'expired' | 'reopened';
  readonly expiresAt?: string; readonly reason?: string;
}
export interface NewReferee {
  readonly name: string; readonly relation: string; readonly company: string;
  readonly email: string | null; readonly phone: string | null; readonly language: string;
}

/** What Refapp says no to; its own code and words. */
export class RefappRefusal extends OutsideError {
  constructor(readonly refusal: string, message: string) {
    super(`refapp-${refusal.replaceAll('_', '-')}`, message, { retryable: false, status: 409 });
  }
}

/** Refapp's HTTP API and nothing else. Every call may be repeated. */
export class RefappClient {
  constructor(private readonly http: VendorHttp) {}

  async questionnaires(): Promise<Questionnaire[]> {
    return read(await this.http.request({ method: 'GET', path: `${BASE}/questionnaires` }), z.object({ data: z.array(questionnaireSchema) })).data;
  }

  /** The same external id is the same project. */
  async createProject(project: NewProject): Promise<VendorProject> {
    return read(await this.http.request({ method: 'POST', path: `${BASE}/projects`, json: project, repeatable: true }), projectSchema);
  }

  async updateProject(id: string, change: Partial<NewProject>): Promise<VendorProject> {
    return read(await this.http.request({ method: 'PATCH', path: `${BASE}/projects/${segment(id)}`, json: change, repeatable: true }), projectSchema);
  }

  /** The same external id in the same project is the same candidate. */
  async addCandidate(projectId: string, candidate: NewCandidate): Promise<VendorCandidate> {
    return read(await this.http.request({
      method: 'POST', path: `${BASE}/projects/${segment(projectId)}/candidates`, json: candidate, repeatable: true }), candidateSchema);
  }

  async candidate(id: string): Promise<VendorCandidate | null> {
    const answer = await this.http.request({ method: 'GET', path: `${BASE}/candidates/${segment(id)}` });
    return answer.status === 404 ? null : read(answer, candidateSchema);
  }

  async request(id: string, body: { readonly expiresAt: string; readonly requested: number; readonly minimum: number }): Promise<VendorCandidate> {
    return this.act(id, 'request', body);
  }

  async correctCandidate(id: string, body: { readonly email: string | null; readonly phone: string | null }): Promise<VendorCandidate> {
    return read(await this.http.request({ method: 'PATCH', path: `${BASE}/candidates/${segment(id)}`, json: body, repeatable: true }), candidateSchema);
  }

  async reach(id: string, action: 'cancel' | 'close' | 'remind' | 'approve-warnings'): Promise<VendorCandidate> {
    return this.act(id, action, {});
  }

  async addReferee(candidateId: string, referee: NewReferee): Promise<string> {
    const answer = await this.http.request({
      method: 'POST', path: `${BASE}/candidates/${segment(candidateId)}/referees`, json: referee, repeatable: true });
    return read(answer, z.object({ refereeId: z.string() })).refereeId;
  }

  async changeReferee(id: string, change: RefereeChange): Promise<VendorCandidate> {
    return read(await this.http.request({ method: 'PATCH', path: `${BASE}/referees/${segment(id)}`, json: change, repeatable: true }), candidateSchema);
  }

  async erase(candidateId: string): Promise<void> {
    gone(await this.http.request({ method: 'DELETE', path: `${BASE}/candidates/${segment(candidateId)}`, repeatable: true }));
  }

  async eraseReferee(id: string): Promise<void> {
    gone(await this.http.request({ method: 'DELETE', path: `${BASE}/referees/${segment(id)}`, repeatable: true }));
  }

  /** What people behind links may still do. */
  async access(access: { readonly mode: 'open' } | { readonly mode: 'read_only'; readonly until: string }): Promise<void> {
    accepted(await this.http.request({ method: 'PUT', path: `${BASE}/access`, json: access, repeatable: true }));
  }

  /** The one time at which Refapp shows the signing secret; the one before it ends. */
  async subscribe(url: string): Promise<string> {
    const answer = await this.http.request({ method: 'PUT', path: `${BASE}/webhook`, json: { url }, repeatable: true });
    return read(answer, z.object({ secret: z.string().min(8) })).secret;
  }

  async unsubscribe(): Promise<void> {
    gone(await this.http.request({ method: 'DELETE', path: `${BASE}/webhook`, repeatable: true }));
  }

  private async act(id: string, action: string, body: object): Promise<VendorCandidate> {
    return read(await this.http.request({ method: 'POST', path: `${BASE}/candidates/${segment(id)}/${action}`, json: body, repeatable: true }), candidateSchema);
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
  throw refusal.success ? new RefappRefusal(refusal.data.error.code, refusal.data.error.message)
    : new RefappRefusal('refused', `Refapp answered with status ${answer.status}.`);
}

function read<S extends z.ZodType>(answer: VendorAnswer, schema: S): z.output<S> {
  accepted(answer);
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new OutsideError('refapp-unexpected-answer', `Refapp answered in another shape than agreed (${places}).`);
}
