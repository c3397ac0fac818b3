import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 200;

/** `?limit=` and `?cursor=` of every list. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: LARGEST_PAGE, default: DEFAULT_PAGE, type: 'integer', example: DEFAULT_PAGE })
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(LARGEST_PAGE)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.', type: String, maxLength: 1_000, example: 'eyJzIjoibGlzdCJ9' })
  @IsOptional() @IsString() @MaxLength(1_000)
  cursor?: string;
}
