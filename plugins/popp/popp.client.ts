import { OutsideError, type VendorAnswer, type VendorHttp } from 'patchbay/sdk';
import { z } from 'zod';

const BASE = '/v1';
/** Only administrators of the organisation may look at webhooks: proves key, organisation and rights (PO-1). */
export const PROBE_PATH = `${BASE}/webhooks`;
export const COMPLETED = 'CANDIDATE_ANALYSIS_COMPLETED';

const requirement = z.object({ id: z.string(), requirement: z.string(), isMandatory: z.boolean() });
const analysis = z.object({ id: z.string(), externalId: z.string().nullish(), status: z.string(), requirements: z.array(requirement) });
const webhook = z.object({ id: z.string(), url: z.string() });
const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type VendorAnalysis = z.output<typeof analysis>;
export interface RequirementBody { readonly id?: string; readonly requirement: string; readonly isMandatory: boolean }

/** What Popp says no to; its own code and words. */
export class PoppRefusal extends OutsideError {
  constructor(readonly refusal: string, message: string) {
    super(`popp-${refusal.toLowerCase().replaceAll('_', '-')}`, message, { retryable: false, status: 409 });
  }
}

/** Two headers on every call; the credential holds both, since Popp gives them together. Pure. */
export function authorize(credential: string): Readonly<Record<string, string>> {
  const [organisation = '', ...key] = credential.trim().split(':');
  return { 'x-organization-id': organisation, 'x-api-key': key.join(':') };
}

/** Popp's HTTP API and nothing else. */
export class PoppClient {
  constructor(private readonly http: VendorHttp) {}

  /** Keeps nothing at Popp. */
  async generateRequirements(description: string): Promise<{ requirement: string; isMandatory: boolean }[]> {
    const answer = await this.http.request({
      method: 'POST', path: `${BASE}/analysis/generate-requirements`, json: { jobDescription: description }, repeatable: true, timeoutMs: 28_000,
    });
    return read(answer, z.object({ requirements: z.array(requirement.omit({ id: true })) })).requirements;
  }

  /** Starts at once. The external id is unique in the organisation: a second one is refused, so look before asking again. */
  async createAnalysis(body: { externalId: string; title: string; jobDescription: string; requirements: readonly RequirementBody[] }): Promise<VendorAnalysis> {
    return read(await this.http.request({ method: 'POST', path: `${BASE}/analysis`, json: body }), analysis);
  }

  async analysisByExternalId(externalId: string): Promise<VendorAnalysis | null> {
    const answer = await this.http.request({ method: 'GET', path: `${BASE}/analysis`, query: { externalId } });
    return read(answer, z.object({ data: z.array(analysis) })).data[0] ?? null;
  }

  /** With id = changed, without = added, missing = deleted; Popp reads everybody again. The same twice reaches the same. */
  async updateRequirements(id: string, requirements: readonly RequirementBody[]): Promise<VendorAnalysis> {
    const path = `${BASE}/analysis/${encodeURIComponent(id)}/requirements`;
    return read(await this.http.request({ method: 'PUT', path, json: { requirements }, repeatable: true }), analysis);
  }

  async archiveAnalysis(id: string): Promise<void> {
    const answer = await this.http.request({ method: 'POST', path: `${BASE}/analysis/${encodeURIComponent(id)}/archive`, repeatable: true });
    if (answer.status !== 404) accepted(answer);
  }

  /** The same external id again is the same candidate: nothing is read twice. `text` is a resume without protected data. */
  async submitCandidate(analysisId: string, externalId: string, text: string): Promise<void> {
    const cv = { fileName: 'resume.txt', contentType: 'text/plain', base64: Buffer.from(text, 'utf8').toString('base64') };
    const answer = await this.http.request({ method: 'POST', path: `${BASE}/analysis/candidates`, json: { analysisId, externalId, cv }, repeatable: true });
    if (answer.status === 409 && codeOf(answer) === 'EXTERNAL_ID_EXISTS') return;
    accepted(answer);
  }

  /** One webhook for our address; answers its signing secret. An older one for the same address gives way. */
  async subscribe(url: string): Promise<string> {
    await this.unsubscribe(url);
    const answer = await this.http.request({ method: 'POST', path: `${BASE}/webhooks`, json: { url, events: [COMPLETED] } });
    return read(answer, z.object({ secret: z.string().min(8) })).secret;
  }

  async unsubscribe(url: string): Promise<void> {
    const { data } = read(await this.http.request({ method: 'GET', path: `${BASE}/webhooks` }), z.object({ data: z.array(webhook) }));
    for (const { id } of data.filter((one) => one.url === url)) {
      const answer = await this.http.request({ method: 'DELETE', path: `${BASE}/webhooks/${encodeURIComponent(id)}`, repeatable: true });
      if (answer.status !== 404) accepted(answer);
    }
  }
}

const codeOf = (answer: VendorAnswer): string | null => {
  const parsed = refusal.safeParse(answer.body);
  return parsed.success ? parsed.data.error.code : null;
};

function accepted(answer: VendorAnswer): void {
  if (answer.status < 400) return;
  const parsed = refusal.safeParse(answer.body);
  throw parsed.success ? new PoppRefusal(parsed.data.error.code, parsed.data.error.message) : new PoppRefusal('REFUSED', `Popp answered with status ${answer.status}.`);
}

function read<S extends z.ZodType>(answer: VendorAnswer, schema: S): z.output<S> {
  accepted(answer);
  const parsed = schema.safeParse(answer.body);
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new OutsideError('popp-unexpected-answer', `Popp answered in another shape than agreed (${places}).`);
  }
  return parsed.data;
}
