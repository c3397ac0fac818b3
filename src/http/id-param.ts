import { Param, type PipeTransform } from '@nestjs/common';
import { CallerError } from '../sdk/errors.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!UUID.test(value)) throw CallerError.notFound('What this id should name');
    return value.toLowerCase();
  }
}

const idPipe = new IdPipe();

/** An id in the path. Text that is no id names nothing, so it is answered 404 like any id that is missing. */
export const IdParam = (name: string): ParameterDecorator => Param(name, idPipe);
