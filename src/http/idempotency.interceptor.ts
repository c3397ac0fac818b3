import {
  Injectable, Logger, SetMetadata, StreamableFile, type CallHandler, type ExecutionContext, type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, of, type Observable } from 'rxjs';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import { IdempotencyStore, type Attempt, type IdempotentRequest } from './idempotency-store.js';
import { pathOf } from './problem-reply.js';
import { stableJson } from './stable-json.js';

const SHOWN_ONCE = 'patchbay:shown-once';
const KEY = /^[!-~]{1,200}$/;
const FIELD = 'Idempotency-Key';

/** The answer holds a secret: it is not stored, so a repeat is answered `409 already-answered`. */
export const ShowsSecretOnce = (): MethodDecorator => SetMetadata(SHOWN_ONCE, true);

type Held = Extract<Attempt, { kind: 'new' }>;

/** `Idempotency-Key` on every authenticated POST (D23). */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly logger = new Logger('idempotency');

  constructor(private readonly store: IdempotencyStore, private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { principal?: Principal }>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || !request.principal) return next.handle();
    const attempt = await this.store.begin(requestOf(request, request.principal, key));
    if (attempt.kind !== 'new') {
      const answer = answerAgain(attempt);
      void context.switchToHttp().getResponse<FastifyReply>().header('Idempotency-Replayed', 'true');
      return of(answer);
    }
    const isShownOnce = this.reflector.get<boolean | undefined>(SHOWN_ONCE, context.getHandler()) === true;
    return next.handle().pipe(
      mergeMap((answer: unknown) => from(this.keep(attempt, answer, isShownOnce))),
      catchError((error: unknown) => from(this.letGo(attempt, error))),
    );
  }

  private async keep(attempt: Held, answer: unknown, isShownOnce: boolean): Promise<unknown> {
    const mayRepeat = !isShownOnce && !(answer instanceof StreamableFile);
    try {
      await this.store.finish(attempt, mayRepeat ? JSON.stringify({ answer }) : null);
    } catch (error) {
      // The work is done: the caller must hear so. A repeat within a minute is answered 409.
      this.logger.error({ event: 'idempotency.not-kept', error });
    }
    return answer;
  }

  private async letGo(attempt: Held, error: unknown): Promise<never> {
    await this.store.release(attempt);
    throw error;
  }
}

function requestOf(request: FastifyRequest, principal: Principal, key: string | string[]): IdempotentRequest {
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new CallerError('bad-request', 'The Idempotency-Key cannot be used.', {
      status: 400, fields: [{ field: FIELD, message: 'Use 1 to 200 visible ASCII characters, no spaces.' }],
    });
  }
  return {
    tenantId: principal.tenantId, principal: `${principal.kind}:${principal.id}:${principal.tenantId ?? ''}`,
    route: `${request.method} ${pathOf(request.raw.url)}`, key, content: stableJson([request.query, request.body ?? null]),
  };
}

function answerAgain(attempt: Exclude<Attempt, Held>): unknown {
  if (attempt.kind === 'running') throw CallerError.conflict('still-running', 'The first request with this Idempotency-Key is still running: ask again shortly.');
  if (attempt.kind === 'other-body') {
    throw CallerError.invalid([{ field: FIELD, message: 'was used with another body: take a new key for a new request' }]);
  }
  if (attempt.answer === null) {
    throw CallerError.conflict('already-answered', 'This was done before; its answer held a secret and is not shown again.');
  }
  return (JSON.parse(attempt.answer) as { answer: unknown }).answer;
}
