import { ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { CallerError } from '../sdk/errors.js';
import { fieldProblems, type FieldNaming } from './validation-problems.js';

const TAKES_MORE = Symbol('patchbay:takes-more');

/** A DTO whose sender may add what nobody here knows: it is left out, not refused. An OAuth redirect is such a sender (RFC 6749, 4.1.2). */
export const TakesMore = (): ClassDecorator => (target) => { Reflect.defineMetadata(TAKES_MORE, true, target); };

const pipeFor = (naming: FieldNaming, takesMore = false) => new ValidationPipe({
  whitelist: true, forbidNonWhitelisted: !takesMore, forbidUnknownValues: true,
  transform: true, transformOptions: { enableImplicitConversion: false, exposeDefaultValues: true },
  validationError: { target: false, value: false },
  exceptionFactory: (errors: ValidationError[]) => CallerError.invalid(fieldProblems(errors, naming)),
});

/** Turns what came in into the route's DTO, or answers 422 naming every field that does not fit and what would. */
export class DtoPipe implements PipeTransform {
  private readonly body = pipeFor('pointer');
  private readonly named = pipeFor('name');
  private readonly open = pipeFor('name', true);

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return Promise.resolve(value);
    if (metadata.metatype && Reflect.hasOwnMetadata(TAKES_MORE, metadata.metatype)) return this.open.transform(value, metadata);
    if (metadata.type !== 'body') return this.named.transform(value, metadata);
    if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw CallerError.invalid([{ field: '', message: 'must be a JSON object' }]);
    }
    return this.body.transform(value ?? {}, metadata);
  }
}
