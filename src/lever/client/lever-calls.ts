import type { FormData } from 'undici';
import { z } from 'zod';
import type { ExpandOptions, LeverDownload, LeverList, LeverOperation, PageOptions, ReadOptions } from '../../sdk/lever/index.js';
import { unexpected } from './answer-errors.js';
import { NotJson, parseJson } from './answer-json.js';
import { fileNameIn } from './content-disposition.js';
import { BadEnvelope, isObject, objectIn, pageIn } from './envelope.js';
import { PagedList } from './lever-paging.js';
import type { LeverAnswer, LeverQuery, LeverRequest } from './lever-request.js';
import type { LeverTransport } from './lever-transport.js';
import { wireQuery } from './lever-url.js';

/** `performAs` is the Lever user a write acts as: creator, default owner and actor in Lever's history. */
export interface WriteOptions extends ReadOptions {
  readonly performAs?: string;
  /** Tries at most; 1 for a write whose guard looked just before it. */
  readonly attempts?: number;
}
/** For writes that Lever refuses without an actor. */
export interface ActingWriteOptions extends WriteOptions { readonly performAs: string }

export type Params = Readonly<Record<string, string>>;
export interface WriteBody { readonly json?: unknown; readonly form?: () => FormData; readonly query?: LeverQuery }

/** A schema whose output is what the SDK promises. */
export type Reader<T> = z.ZodType<T>;

/** Typed calls over the transport: what goes into the query, what comes out of the envelope. */
export class LeverCalls {
  constructor(private readonly transport: LeverTransport, private readonly defaults: ReadOptions = {}) {}

  async one<T>(
    operation: LeverOperation, params: Params, reader: Reader<T>, options: ReadOptions | ExpandOptions<string> = {}, filter: object = {},
  ): Promise<T> {
    const query = { ...wireQuery(filter), ...('expand' in options && { expand: options.expand }) };
    const answer = await this.send({ operation, params, query, ...this.manner(options) });
    return this.read(operation, answer, (body) => reader.parse(objectIn(body)));
  }

  list<T>(
    operation: LeverOperation, params: Params, reader: Reader<T>, options: PageOptions & ExpandOptions<string> = {}, filter: object = {},
  ): LeverList<T> {
    const query = { ...wireQuery(filter), expand: options.expand, limit: options.limit };
    const rows = z.array(reader);
    return new PagedList<T>({
      start: options.offset,
      idOf: keyOf,
      circle: () => unexpected(operation, 'the pages go in a circle', null),
      fetchPage: async (offset) => {
        const answer = await this.send({ operation, params, query: { ...query, offset }, ...this.manner(options) });
        return this.read(operation, answer, (body) => {
          const page = pageIn(body);
          return { rows: rows.parse(page.rows), next: page.next };
        });
      },
    });
  }

  /** A write whose answer is needed. The answer that cannot be read leaves the outcome unknown. */
  async write<T>(operation: LeverOperation, params: Params, body: WriteBody, reader: Reader<T>, options: WriteOptions = {}): Promise<T> {
    const answer = await this.sendWrite(operation, params, body, options);
    return this.read(operation, answer, (value) => reader.parse(value));
  }

  /** A write whose 2xx says all; some endpoints then show raw internal records. */
  async confirm(operation: LeverOperation, params: Params, body: WriteBody, options: WriteOptions = {}): Promise<void> {
    const answer = await this.sendWrite(operation, params, body, options);
    this.read(operation, answer, (value) => {
      if (value !== undefined && !isObject(value)) throw new BadEnvelope('the answer is not an object');
    });
  }

  async download(operation: LeverOperation, params: Params, options: ReadOptions = {}, filter: object = {}): Promise<LeverDownload> {
    const answer = await this.send({ operation, params, query: wireQuery(filter), ...this.manner(options) });
    return {
      content: answer.body, contentType: answer.headers['content-type'] ?? null,
      fileName: fileNameIn(answer.headers['content-disposition']),
    };
  }

  /** The bare answer, for checks that only look at whether a call is allowed. */
  send(request: LeverRequest): Promise<LeverAnswer> {
    return this.transport.send(request);
  }

  private sendWrite(operation: LeverOperation, params: Params, body: WriteBody, options: WriteOptions): Promise<LeverAnswer> {
    const query = { ...body.query, perform_as: options.performAs };
    return this.send({ operation, params, query, json: body.json, form: body.form, attempts: options.attempts, ...this.manner(options) });
  }

  private manner(options: ReadOptions): Pick<LeverRequest, 'priority' | 'signal'> {
    const signals = [this.defaults.signal, options.signal].filter((signal) => signal !== undefined);
    return {
      priority: options.priority ?? this.defaults.priority,
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
    };
  }

  private read<T>(operation: LeverOperation, answer: LeverAnswer, take: (body: unknown) => T): T {
    try {
      return take(parseJson(answer.body));
    } catch (error) {
      throw unexpected(operation, faultOf(error), answer);
    }
  }
}

/** Where the answer is wrong and how, never what it held. */
function faultOf(error: unknown): string {
  if (error instanceof NotJson || error instanceof BadEnvelope) return error.message;
  if (!(error instanceof z.ZodError)) throw error;
  const issue = error.issues[0];
  return `${issue?.path.map(String).join('.') || 'row'}: ${issue?.code ?? 'wrong'}`;
}

/** Sources and tags have no id, only a text. */
function keyOf(row: unknown): string | null {
  if (!isObject(row)) return null;
  if (typeof row.id === 'string') return row.id;
  return typeof row.text === 'string' && !('id' in row) ? row.text : null;
}
