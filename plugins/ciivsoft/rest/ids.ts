import { Param, type PipeTransform } from '@nestjs/common';
import { CallerError } from 'patchbay/sdk';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const LEVER_ID = /^[\w.:-]{1,60}$/;

class ShapePipe implements PipeTransform<string, string> {
  constructor(private readonly shape: RegExp) {}

  transform(value: string): string {
    if (!this.shape.test(value)) throw CallerError.notFound('What this id should name');
    return value;
  }
}

/** Text that cannot be an id names nothing: 404, like an id that is missing. */
export const RowIdParam = (name: string): ParameterDecorator => Param(name, new ShapePipe(UUID));
export const LeverIdParam = (name: string): ParameterDecorator => Param(name, new ShapePipe(LEVER_ID));
