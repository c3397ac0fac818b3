import { Param, type PipeTransform } from '@nestjs/common';
import { CallerError } from 'patchbay/sdk';
import { JOB_ID } from './jobs.dto.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

class ShapePipe implements PipeTransform<string, string> {
  constructor(private readonly shape: RegExp, private readonly what: string) {}

  transform(value: string): string {
    if (!this.shape.test(value)) throw CallerError.notFound(this.what);
    return value;
  }
}

/** Text that cannot be an id names nothing: 404, like an id that is missing. */
export const JobIdParam = (): ParameterDecorator => Param('jobId', new ShapePipe(JOB_ID, 'The Job (qualification funnel)'));
export const RowIdParam = (name: string): ParameterDecorator => Param(name, new ShapePipe(UUID, 'What this id should name'));
