import { Param, type PipeTransform } from '@nestjs/common';
import { CallerError } from './errors.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SOMETHING = 'What this id should name';

class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly shape: RegExp, private readonly what: string) {}

  transform(value: string): string {
    if (!this.shape.test(value)) throw CallerError.notFound(this.what);
    return value;
  }
}

class UuidPipe extends IdPipe {
  override transform(value: string): string {
    return super.transform(value).toLowerCase();
  }
}

/** An id of ours in the path. Text that is no id names nothing, so it is answered 404 like any id that is missing. */
export const IdParam = (name: string): ParameterDecorator => Param(name, new UuidPipe(UUID, SOMETHING));

/** An id of another system in the path, by its shape; `what` is missing when the text cannot be one. */
export const ForeignIdParam = (name: string, shape: RegExp, what = SOMETHING): ParameterDecorator => Param(name, new IdPipe(shape, what));
