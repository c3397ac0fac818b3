import type { ActionOutcome } from 'patchbay/sdk';
import { outcomeOf } from 'patchbay/sdk';
import { z } from 'zod';

type Payload = Readonly<Record<string, unknown>>;

const reader = <S extends z.ZodType>(schema: S) => (payload: Payload): z.output<S> => schema.parse(payload);

export const inviteJob = reader(z.object({ entryId: z.string(), purpose: z.enum(['first', 'retry', 'reinvite', 'reapplied']) }));
export const reminderJob = reader(z.object({ entryId: z.string(), round: z.int(), n: z.int(), again: z.int() }));
export const optOutJob = reader(z.object({ entryId: z.string(), round: z.int() }));
export const postingRun = reader(z.object({ postingId: z.string(), at: z.number(), occasion: z.string() }));
export const linkJob = reader(z.object({ linkId: z.string() }));
export const entryJob = reader(z.object({ entryId: z.string(), run: z.string() }));
export const catchUpJob = (payload: Payload): { readonly isWhole: boolean } => ({ isWhole: payload.isWhole === true });

const entryContext = z.object({ entryId: z.string(), attempt: z.int().optional(), n: z.int().optional() });
const linkContext = z.object({ linkId: z.string() });
const stepResult = z.object({ isApplied: z.boolean(), applicantId: z.string().optional(), status: z.string().optional(),
  transition: z.int().optional(), round: z.int().optional() });
const inviteResult = z.object({ applicantId: z.string(), status: z.string(), cardUrl: z.string().optional() });

export interface Ended<C, R> { readonly outcome: ActionOutcome; readonly context: C; readonly result: R | null }

function ended<C extends z.ZodType, R extends z.ZodType>(context: C, result: R) {
  return (payload: Payload): Ended<z.output<C>, z.output<R>> => {
    const outcome = outcomeOf(payload);
    return { outcome, context: context.parse(outcome.context), result: outcome.state === 'done' ? result.parse(outcome.result) : null };
  };
}

export const invitationEnded = ended(entryContext, inviteResult);
export const stepEnded = ended(entryContext, stepResult);
export const linkEnded = ended(linkContext, z.unknown());
export const moveEnded = ended(entryContext, z.unknown());

/** A title for a sentence. */
export const text = (value: string): string => value.replace(/\s+/g, ' ').trim();

/** The reason of an ended action in plain words: known errors are told as `code: message`. */
export function plainReason(outcome: ActionOutcome): string {
  const reason = (outcome.reason ?? 'no reason was given').replace(/^[a-z0-9-]+: /, '');
  return reason.replace(/[.\s]+$/, '');
}
