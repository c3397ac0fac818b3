import type { LeverList, LeverPage } from '../../sdk/lever/index.js';

/** Rows of which we remember that they were given; older ones may come twice in a listing that long. */
const REMEMBERED_ROWS = 100_000;
/** A few pages of rows known already are rows that moved; more is a circle. */
const MAX_STALE_PAGES = 3;

export interface PageSource<T> {
  readonly start: string | undefined;
  fetchPage(offset: string | undefined): Promise<LeverPage<T>>;
  /** What makes a row the same row; null: never the same. */
  idOf(row: T): string | null;
  /** The error for pages that go in a circle. */
  circle(): Error;
}

/** Lever's pages as one listing: each row once, cut off when the pages go in a circle. */
export class PagedList<T> implements LeverList<T> {
  constructor(private readonly source: PageSource<T>) {}

  async *pages(): AsyncIterable<LeverPage<T>> {
    const given = new RecentIds(REMEMBERED_ROWS);
    const tokens = new Set(this.source.start === undefined ? [] : [this.source.start]);
    let offset = this.source.start;
    let stalePages = 0;
    for (;;) {
      const page = await this.source.fetchPage(offset);
      const rows = page.rows.filter((row) => given.isNew(this.source.idOf(row)));
      stalePages = rows.length === 0 ? stalePages + 1 : 0;
      yield { rows, next: page.next };
      if (page.next === null) return;
      if (tokens.has(page.next) || stalePages > MAX_STALE_PAGES) throw this.source.circle();
      tokens.add(page.next);
      offset = page.next;
    }
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for await (const page of this.pages()) yield* page.rows;
  }

  async toArray(): Promise<T[]> {
    const rows: T[] = [];
    for await (const page of this.pages()) rows.push(...page.rows);
    return rows;
  }
}

class RecentIds {
  private readonly ids = new Set<string>();

  constructor(private readonly limit: number) {}

  isNew(id: string | null): boolean {
    if (id === null) return true;
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    if (this.ids.size > this.limit) this.forgetOldest();
    return true;
  }

  /** A set keeps the order of insertion. */
  private forgetOldest(): void {
    const [oldest] = this.ids;
    if (oldest !== undefined) this.ids.delete(oldest);
  }
}
