/** Who waits for the call; decides which share of the credential's rate it may use. */
export type LeverPriority = 'interactive' | 'fact' | 'bulk';

export interface ReadOptions {
  readonly priority?: LeverPriority;
  readonly signal?: AbortSignal;
}

/** `expand` replaces the named ids by whole objects; Lever refuses names it does not know (400). */
export interface ExpandOptions<E> extends ReadOptions {
  readonly expand?: readonly E[];
}

export interface PageOptions extends ReadOptions {
  /** Rows of one page, 1 to 100; Lever's default is 100. */
  readonly limit?: number;
  /** Start at the page that an earlier `LeverPage.next` names. Opaque: never build one. */
  readonly offset?: string;
}

export interface ListOptions<E> extends PageOptions, ExpandOptions<E> {}

export interface LeverPage<T> {
  /** Rows not seen on an earlier page of the same reading; may be empty although `next` is set. */
  readonly rows: readonly T[];
  /** Give it back as `offset` to go on later; null after the last page. */
  readonly next: string | null;
}

/**
 * A listing that reads one page at a time, only as far as it is iterated. Rows move between pages while
 * one reads: a row seen twice is given once, a row that moved to a page already read is missed.
 * Each iteration starts anew. Throws `LeverInvalidOffset` when the start token is no longer good and
 * `LeverUnexpectedAnswer` when Lever's pages go in a circle.
 */
export interface LeverList<T> extends AsyncIterable<T> {
  pages(): AsyncIterable<LeverPage<T>>;
  /** All rows in memory; for listings known to be short. */
  toArray(): Promise<T[]>;
}

/** A file's content as Lever answered it. */
export interface LeverDownload {
  readonly content: Uint8Array;
  readonly contentType: string | null;
  readonly fileName: string | null;
}
