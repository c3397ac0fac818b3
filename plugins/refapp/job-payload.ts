import { outcomeOf, type ActionOutcome } from 'patchbay/sdk';
import { z } from 'zod';

type Payload = Readonly<Record<string, unknown>>;
const reader = <S extends z.ZodType>(schema: S) => (payload: Payload): z.output<S> => schema.parse(payload);

export const checkJob = reader(z.object({ checkId: z.string() }));
export const reminderPayload = reader(z.object({
  checkId: z.string(), refereeId: z.string().nullable(), round: z.int(), n: z.int(), dueAt: z.number(), again: z.int() }));
export const submitByJob = reader(z.object({ checkId: z.string(), submitBy: z.number() }));
export const expireJob = reader(z.object({ checkId: z.string(), expiresAt: z.number() }));
export const stopJob = reader(z.object({ host: z.enum(['lever', 'we-select']), serviceId: z.string(), why: z.string(), occasion: z.string() }));
export const messageContext = reader(z.object({
  checkId: z.string(), refereeId: z.string().nullable(), text: z.string(), occasion: z.string(), candidateId: z.string() }));

const admittedResult = z.object({
  isApplied: z.boolean(), projectId: z.string().optional(), projectUrl: z.string().optional(), projectStatus: z.enum(['active', 'on_hold']).optional(),
  candidateId: z.string().optional(), candidateUrl: z.string().optional(),
});
const contextSchema = z.object({ checkId: z.string(), name: z.string().optional() });
const stepContext = z.object({ stepId: z.string() });

/** What became of the admission of a check's candidate. */
export function admission(payload: Payload): { outcome: ActionOutcome; checkId: string; result: z.output<typeof admittedResult> | null } {
  const outcome = outcomeOf(payload);
  return { outcome, checkId: contextSchema.parse(outcome.context).checkId, result: outcome.state === 'done' ? admittedResult.parse(outcome.result) : null };
}

export function vendorOutcome(payload: Payload): { outcome: ActionOutcome; checkId: string; name: string } {
  const outcome = outcomeOf(payload);
  const { checkId, name = '' } = contextSchema.parse(outcome.context);
  return { outcome, checkId, name };
}

export function projectOutcome(payload: Payload): { outcome: ActionOutcome; stepId: string; status: string | null } {
  const outcome = outcomeOf(payload);
  const result = outcome.state === 'done' ? z.object({ status: z.string() }).parse(outcome.result) : null;
  return { outcome, stepId: stepContext.parse(outcome.context).stepId, status: result?.status ?? null };
}

/** The reason of an ended action in plain words. */
export const plainReason = ({ reason }: ActionOutcome): string => (reason ?? 'no reason was given').replace(/^[a-z0-9-]+: /, '').replace(/[.\s]+$/, '');
