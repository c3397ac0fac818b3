import type { EntityManager, EntityName, FilterQuery } from '@mikro-orm/postgresql';
import type { Page, Pager } from '../sdk/rest.js';
import { DEFAULT_PAGE, type PageQuery } from '../sdk/page-query.js';

type SortValue = string | number | Date;

/** A list over one entity. The order must end in a unique property, or rows with equal values could be skipped. */
export interface KeysetList<E extends object, D> {
  readonly entity: EntityName<E>;
  /** Name of the list: a cursor of another one is refused. Put what narrows the list into it. */
  readonly scope: string;
  readonly where?: FilterQuery<E>;
  readonly order: readonly { readonly property: keyof E & string; readonly direction: 'asc' | 'desc' }[];
  toDto(row: E): D;
}

/** One page by position, never by offset. Throws 400 for a cursor that is not this list's. */
export async function keysetPage<E extends object, D>(
  em: EntityManager, pager: Pager, query: PageQuery, list: KeysetList<E, D>,
): Promise<Page<D>> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const after = query.cursor === undefined ? null : pager.decode(list.scope, query.cursor);
  const conditions = [list.where ?? {}, after ? beyond(list, after) : {}];
  const orderBy = list.order.map(({ property, direction }) => ({ [property]: direction }));
  const rows: E[] = await em.find(list.entity, { $and: conditions } as never, { orderBy, limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { data: rows.slice(0, limit).map((row) => list.toDto(row)), next: last ? pager.encode(list.scope, positionOf(list, last)) : null };
}

function positionOf<E extends object>(list: KeysetList<E, unknown>, row: E): (string | number)[] {
  return list.order.map(({ property }) => {
    const value = row[property] as SortValue;
    return value instanceof Date ? value.toISOString() : value;
  });
}

/** `(a, b) > (x, y)` spelled out, so that each property may have its own direction. */
function beyond<E extends object>(list: KeysetList<E, unknown>, after: readonly (string | number)[]): object {
  return { $or: list.order.map(({ property, direction }, index) => ({
    ...Object.fromEntries(list.order.slice(0, index).map((earlier, place) => [earlier.property, after[place]])),
    [property]: { [direction === 'asc' ? '$gt' : '$lt']: after[index] },
  })) };
}
