import { DEFAULT_PAGE, type PageQuery, type Pager } from 'patchbay/sdk';

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
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(listing.scope, query.cursor);
  const after = at === undefined ? {} : { $or: [{ [listing.property]: { $lt: Number(at) } }, { [listing.property]: Number(at), id: { $lt: String(id) } }] };
  const rows = await listing.read(after, { orderBy: [{ [listing.property]: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const position = last === undefined ? [] : [Number(last[listing.property as keyof Row]), last.id];
  return { data: rows.slice(0, limit).map(view), next: last ? pager.encode(listing.scope, position) : null };
}
