import type { LeverAccount } from '../account.js';
import { badRequest } from './errors.js';
import { type Order, takePage } from './paging.js';
import type { Query } from './query.js';

export type Wire = Record<string, unknown>;

/** How rows of one resource look, and which of their ids `expand` can replace by objects. */
export interface View<Row> {
  wire(account: LeverAccount, row: Row): Wire;
  readonly expansions: Readonly<Record<string, (account: LeverAccount, row: Row) => unknown>>;
}

export interface ViewContext {
  readonly account: LeverAccount;
  readonly query: Query;
}

export function show<Row>(context: ViewContext, view: View<Row>, row: Row): Wire {
  return shaper(context, view)(row);
}

export function showAll<Row>(context: ViewContext, view: View<Row>, rows: readonly Row[]): Wire[] {
  return rows.map(shaper(context, view));
}

export function showPage<Row>(context: ViewContext, view: View<Row>, rows: Iterable<Row>, order: Order<Row>, defaultLimit =
  100): Wire {
  const shape = shaper(context, view);
  const { rows: page, ...rest } = takePage(rows, order, context.query, defaultLimit);
  return { data: page.map(shape), ...rest };
}

function shaper<Row>({ account, query }: ViewContext, view: View<Row>): (row: Row) => Wire {
  const expand = query.all('expand');
  for (const name of expand) {
    if (!Object.hasOwn(view.expansions, name)) throw badRequest(`${name} is not expandable`);
  }
  const include = query.all('include');
  const kept = include.length === 0 ? undefined : new Set(['id', ...include, ...expand]);
  return (row) => {
    const wire = view.wire(account, row);
    for (const name of expand) wire[name] = view.expansions[name]?.(account, row);
    return kept === undefined ? wire : Object.fromEntries(Object.entries(wire).filter(([name]) => kept.has(name)));
  };
}
