import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Pager } from 'patchbay/sdk';

const DEFAULT_LIMIT = 50;

/** `?limit=` and `?cursor=` of a list. */
export class PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 200, default: DEFAULT_LIMIT, type: 'integer', example: DEFAULT_LIMIT })
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200)
  limit?: number;

  @ApiPropertyOptional({ description: 'The `next` of the page before.', type: String, maxLength: 1_000, example: 'eyJzIjoicnVucyJ9' })
  @IsOptional() @IsString() @MaxLength(1_000)
  cursor?: string;
}

export const isoOf = (ms: number): string => new Date(ms).toISOString();
export const isoOrNull = (ms: number | null | undefined): string | null => (ms == null ? null : isoOf(ms));

export interface Listing<Row> {
  readonly scope: string;
  /** The time by which rows are listed, newest first. */
  readonly property: string;
  readonly read: (where: object, options: { readonly orderBy: Record<string, 'desc'>[]; readonly limit: number }) => Promise<Row[]>;
}

/** One page of rows, newest first, then by id. */
export async function pageOf<Row extends { readonly id: string }, View>(
  pager: Pager, query: PageQuery, listing: Listing<Row>, view: (row: Row) => View,
): Promise<{ data: View[]; next: string | null }> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(listing.scope, query.cursor);
  const after = at === undefined ? {} : { $or: [{ [listing.property]: { $lt: Number(at) } }, { [listing.property]: Number(at), id: { $lt: String(id) } }] };
  const rows = await listing.read(after, { orderBy: [{ [listing.property]: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const position = last === undefined ? [] : [Number(last[listing.property as keyof Row]), last.id];
  return { data: rows.slice(0, limit).map(view), next: last ? pager.encode(listing.scope, position) : null };
}
