import { Param, type PipeTransform } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { CallerError } from 'patchbay/sdk';

export const DEFAULT_LIMIT = 50;

/** `?limit=` and `?cursor=` of a list. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: DEFAULT_LIMIT, type: 'integer', example: DEFAULT_LIMIT })
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.', type: String, maxLength: 1_000, example: 'eyJzIjoiY2hlY2tzIn0' })
  @IsOptional() @IsString() @MaxLength(1_000)
  cursor?: string;
}

export const isoOf = (ms: number): string => new Date(ms).toISOString();
export const isoOrNull = (ms: number | null | undefined): string | null => (ms == null ? null : isoOf(ms));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const VENDOR_ID = /^[A-Za-z0-9_.:-]{1,200}$/;

class ShapePipe implements PipeTransform<string, string> {
  constructor(private readonly shape: RegExp, private readonly what: string) {}

  transform(value: string): string {
    if (!this.shape.test(value)) throw CallerError.notFound(this.what);
    return value;
  }
}

/** Text that cannot be an id names nothing: 404, like an id that is missing. */
export const RowIdParam = (name: string): ParameterDecorator => Param(name, new ShapePipe(UUID, 'What this id should name'));
export const RefereeIdParam = (): ParameterDecorator => Param('refereeId', new ShapePipe(VENDOR_ID, 'The referee'));
