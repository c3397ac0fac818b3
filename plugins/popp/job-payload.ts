import type { ActionOutcome } from 'patchbay/sdk';
import { outcomeOf } from 'patchbay/sdk';
import { z } from 'zod';

type Payload = Readonly<Record<string, unknown>>;

const reader = <S extends z.ZodType>(schema: S) => (payload: Payload): z.output<S> => schema.parse(payload);

export const extractJob = reader(z.object({ analysisId: z.string(), attempt: z.int() }));
export const collectJob = reader(z.object({ analysisId: z.string(), version: z.int() }));
export const analyseJob = reader(z.object({ candidateId: z.string(), run: z.int(), because: z.enum(['resume', 'version']) }));

interface Ended<C, R> { readonly outcome: ActionOutcome; readonly context: C; readonly result: R | null }

function ended<C extends z.ZodType, R extends z.ZodType>(context: C, result: R) {
  return (payload: Payload): Ended<z.output<C>, z.output<R>> => {
    const outcome = outcomeOf(payload);
    return { outcome, context: context.parse(outcome.context), result: outcome.state === 'done' ? result.parse(outcome.result) : null };
  };
}

export const vendorAnalysisEnded = ended(
  z.object({ analysisId: z.string(), version: z.int() }),
  z.object({ id: z.string(), requirements: z.array(z.object({ id: z.string(), text: z.string() })) }),
);
export const decisionEnded = ended(z.object({ itemId: z.string(), attempt: z.int() }), z.unknown());

/** The reason of an ended action in plain words: known errors are told as `code: message`. */
export function plainReason(outcome: Pick<ActionOutcome, 'reason'>): string {
  return (outcome.reason ?? 'no reason was given').replace(/^[a-z0-9-]+: /, '').replace(/[.\s]+$/, '');
}
