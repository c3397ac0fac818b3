import { ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { CallerError } from '../sdk/errors.js';
import { fieldProblems, type FieldNaming } from './validation-problems.js';

const pipeFor = (naming: FieldNaming) => new ValidationPipe({
  whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true,
  transform: true, transformOptions: { enableImplicitConversion: false, exposeDefaultValues: true },
  validationError: { target: false, value: false },
  exceptionFactory: (errors: ValidationError[]) => CallerError.invalid(fieldProblems(errors, naming)),
});

/** Turns what came in into the route's DTO, or answers 422 naming every field that does not fit and what would. */
export class DtoPipe implements PipeTransform {
  private readonly body = pipeFor('pointer');
  private readonly named = pipeFor('name');

  transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return Promise.resolve(value);
    if (metadata.type !== 'body') return this.named.transform(value, metadata);
    if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw CallerError.invalid([{ field: '', message: 'must be a JSON object' }]);
    }
    return this.body.transform(value ?? {}, metadata);
  }
}
