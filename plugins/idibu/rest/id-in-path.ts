import { Param, type PipeTransform } from '@nestjs/common';
import { CallerError } from 'patchbay/sdk';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

class ShapePipe implements PipeTransform<string, string> {
  constructor(private readonly shape: RegExp, private readonly what: string) {}

  transform(value: string): string {
    if (!this.shape.test(value)) throw CallerError.notFound(this.what);
    return value;
  }
}

/** Text that cannot be an id names nothing: 404, like an id that is missing. */
export const RowIdParam = (): ParameterDecorator => Param('id', new ShapePipe(UUID, 'What this id should name'));
export const StatusIdParam = (): ParameterDecorator => Param('id', new ShapePipe(/^idibu:[\w-]{1,40}$/, 'The status'));
export const OccasionParam = (): ParameterDecorator => Param('occasion', new ShapePipe(/^(received|light:(green|yellow|red)|status:(idibu|lever):[\w-]{1,60})$/, 'The message'));
