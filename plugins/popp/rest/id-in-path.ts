import { Param, type PipeTransform } from '@nestjs/common';
import { CallerError } from 'patchbay/sdk';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

class UuidPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!UUID.test(value)) throw CallerError.notFound('What this id should name');
    return value;
  }
}

/** Text that cannot be an id names nothing: 404, like an id that is missing. */
export const IdParam = (): ParameterDecorator => Param('id', new UuidPipe());
