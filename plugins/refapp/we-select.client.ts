import { OutsideError, type AccountHttp, type VendorAnswer } from 'patchbay/sdk';
import { z } from 'zod';
import type { StepSettings } from './step-settings.js';

const BASE = '/v1';

const settingsSchema = z.object({
  questionnaireId: z.string().nullable(), candidateChannel: z.enum(['email', 'sms', 'both', 'none']), references: z.int(),
  refereeChannel: z.enum(['email', 'sms', 'both', 'none']),
});
const stepSchema = z.object({
  id: z.string(), name: z.string(), instruction: z.string().nullable(), event: z.object({ type: z.literal('refapp'), settings: settingsSchema }).nullable(),
});
const serviceSchema = z.object({
  id: z.string(), title: z.string(), client: z.string().nullable(), owner: z.string(), status: z.enum(['open', 'closed']), steps: z.array(stepSchema),
});
const candidateSchema = z.object({
  id: z.string(), serviceId: z.string(), firstName: z.string(), lastName: z.string(), email: z.string().nullable(), phone: z.string().nullable(),
  language: z.string(), stepId: z.string().nullable(), status: z.enum(['active', 'withdrawn', 'hired', 'rejected']),
});
const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export type WeSelectService = z.output<typeof serviceSchema>;
export type WeSelectStep = z.output<typeof stepSchema>;
export type WeSelectCandidate = z.output<typeof candidateSchema>;
export interface StepWrite { readonly name: string; readonly instruction: string | null; readonly settings: StepSettings }

/** We Select's HTTP API and nothing else. Every call may be repeated. */
export class WeSelectClient {
  constructor(private readonly http: AccountHttp) {}

  async services(): Promise<WeSelectService[]> {
    return read(await this.http.request({ method: 'GET', path: `${BASE}/services` }), z.object({ data: z.array(serviceSchema) })).data;
  }

  async service(id: string): Promise<WeSelectService | null> {
    const answer = await this.http.request({ method: 'GET', path: `${BASE}/services/${segment(id)}` });
    return answer.status === 404 ? null : read(answer, serviceSchema);
  }

  async candidate(serviceId: string, id: string): Promise<WeSelectCandidate | null> {
    const answer = await this.http.request({ method: 'GET', path: `${BASE}/services/${segment(serviceId)}/candidates/${segment(id)}` });
    return answer.status === 404 ? null : read(answer, candidateSchema);
  }

  /** Adds the step, or changes the one of that name; `id` changes that one. */
  async saveStep(serviceId: string, { name, instruction, settings }: StepWrite, id?: string): Promise<WeSelectStep> {
    const { questionnaireId, candidateChannel, references, refereeChannel } = settings;
    const json = { name, instruction, event: { type: 'refapp', settings: { questionnaireId, candidateChannel, references, refereeChannel } } };
    const path = `${BASE}/services/${segment(serviceId)}/steps`;
    return read(await this.http.request(id === undefined ? { method: 'POST', path, json, repeatable: true }
      : { method: 'PUT', path: `${path}/${segment(id)}`, json, repeatable: true }), stepSchema);
  }

  async showResult(serviceId: string, candidateId: string, result: object): Promise<void> {
    accepted(await this.http.request({
      method: 'PUT', path: `${BASE}/services/${segment(serviceId)}/candidates/${segment(candidateId)}/results/refapp`, json: result, repeatable: true,
    }));
  }

  /** What the Test/Event tab offers for a Refapp event (RE-3, RE-4). */
  async offer(questionnaires: readonly { readonly id: string; readonly name: string }[]): Promise<void> {
    accepted(await this.http.request({ method: 'PUT', path: `${BASE}/events/refapp/options`, json: { questionnaires }, repeatable: true }));
  }

  async subscribe(url: string): Promise<string> {
    const answer = await this.http.request({ method: 'PUT', path: `${BASE}/webhook`, json: { url }, repeatable: true });
    return read(answer, z.object({ secret: z.string().min(8) })).secret;
  }

  async unsubscribe(): Promise<void> {
    const answer = await this.http.request({ method: 'DELETE', path: `${BASE}/webhook`, repeatable: true });
    if (answer.status !== 404) accepted(answer);
  }
}

const segment = (id: string): string => encodeURIComponent(id);

function accepted(answer: VendorAnswer): void {
  if (answer.status < 400) return;
  const refusal = errorSchema.safeParse(answer.body);
  const message = refusal.success ? refusal.data.error.message : `We Select answered with status ${answer.status}.`;
  throw new OutsideError('we-select-refused', message, { retryable: false, status: 409 });
}

function read<S extends z.ZodType>(answer: VendorAnswer, schema: S): z.output<S> {
  accepted(answer);
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new OutsideError('we-select-unexpected-answer', `We Select answered in another shape than agreed (${places}).`);
}
