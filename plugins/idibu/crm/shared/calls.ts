import { OutsideError, type AccountHttp, type AccountRequest, type VendorAnswer } from 'patchbay/sdk';
import type { z } from 'zod';

/** Turns the CRM's own words of refusal into the errors of `connector.ts`. */
export type RefusalReader = (answer: VendorAnswer) => Error;

const READ_BY_US = [400, 403, 413];

/** Calls to one CRM account: refusals become errors, answers are checked for what is needed of them. */
export class CrmCalls {
  constructor(private readonly http: AccountHttp, private readonly crm: string, private readonly refused: RefusalReader) {}

  /** Any answer below 400, and those with a status in `handedOver`. */
  async send(request: AccountRequest, handedOver: readonly number[] = []): Promise<VendorAnswer> {
    const answer = await this.http.request({ ...request, passOn: READ_BY_US });
    if (answer.status >= 400 && !handedOver.includes(answer.status)) throw this.refused(answer);
    return answer;
  }

  async read<S extends z.ZodType>(request: AccountRequest, schema: S): Promise<z.output<S>> {
    return this.parsed((await this.send(request)).body, schema);
  }

  /** Null when the CRM knows no such thing. */
  async find<S extends z.ZodType>(request: AccountRequest, schema: S): Promise<z.output<S> | null> {
    const answer = await this.send(request, [404]);
    return answer.status === 404 || answer.status === 204 ? null : this.parsed(answer.body, schema);
  }

  parsed<S extends z.ZodType>(body: unknown, schema: S): z.output<S> {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const places = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new OutsideError('crm-unexpected-answer', `${this.crm} answered in another shape than documented (${places}).`, { retryable: false });
  }
}

/** One segment of a path. */
export const segment = (id: string): string => encodeURIComponent(id);
