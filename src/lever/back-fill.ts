import type { EntityManager } from '@mikro-orm/postgresql';
import { within } from '../clock/within.js';
import type { Database } from '../database/database.js';
import { failpoint } from '../failpoints/failpoint.js';
import type { Subscriptions } from '../ledger/facts.js';
import type { Clock } from '../sdk/clock.js';
import { LeverInvalidOffset, type LeverPage, type OpportunityFilter, type OpportunityWith } from '../sdk/lever/index.js';
import { FIRST_WIDTH_MS, nextWindow, planFrom, stored, widthAfter, type Window } from './back-fill-plan.js';
import { detect } from './detector.js';
import type { Feed } from './feed-connection.js';
import { hiredReasons } from './look-worker.js';
import { seenFrom } from './mirror-row.js';
import { lockMirrorRows, type ErasedPeople } from './mirror-store.js';
import { recordDetections } from './record-detection.js';

type Row = OpportunityWith<'applications'>;

/** One window, and how far it was read in this process. */
interface Cursor { window: Window; pages: AsyncIterator<LeverPage<Row>>; rows: number; isProven: boolean }

export interface BackFillPorts { readonly database: Database; readonly clock: Clock; readonly subscriptions: Subscriptions; readonly erased: ErasedPeople }

/** Reading and saving one page takes seconds; after this the poll is given up and begins again where it was. */
export const PAGE_LIMIT_MS = 120_000;
/** Pages on their way at once: ten a second are allowed, so that answers may take a second (Little's law). */
const CURSORS = 10;

/**
 * The first pass over an account fills the mirror and tells only what happens while it goes on (D1). Lever's pages name the next one only,
 * so that one cursor is as slow as its answers: several read disjoint windows of the creation time, which never changes. Each page is stored
 * with its window's place, and a restart goes on there. The mark stays at the begin: the next poll looks again at everything that
 * changed meanwhile.
 */
export class BackFill {
  private readonly waiting: Cursor[] = [];
  private readonly reading = new Map<Cursor, Promise<void>>();
  private before: number | null = null;
  private width = FIRST_WIDTH_MS;
  private isSparse = false;
  private failure: { readonly error: unknown } | null = null;

  constructor(private readonly tenantId: string, private readonly feed: Feed, private readonly ports: BackFillPorts) {}

  async run(): Promise<void> {
    const plan = planFrom(this.feed.baselineCursor);
    const more = plan !== null || await this.begin();
    if (more) await this.readWindows(plan?.before ?? null, plan?.open ?? []);
    await this.inTenant((em) => em.execute('update mirror_feed set baseline_done = true, baseline_cursor = null where tenant_id = ?', [this.tenantId]));
  }

  /** Most small accounts are one page. Whether there is more than this. */
  private async begin(): Promise<boolean> {
    return within(PAGE_LIMIT_MS, 'Reading a page of Lever', (async () => {
      const page = await pageOf(this.pages({}, null));
      await this.save(page.rows, (em) => em.execute('update mirror_feed set baseline_cursor = ? where tenant_id = ?',
        [stored({ before: null, open: [] }), this.tenantId]));
      return page.next !== null;
    })());
  }

  private async readWindows(before: number | null, open: readonly Window[]): Promise<void> {
    this.before = before;
    this.waiting.push(...open.map((window) => this.cursor(window)));
    for (;;) {
      while (this.reading.size < CURSORS && this.failure === null) {
        const cursor = this.waiting.shift() ?? await this.open();
        if (cursor === null) break;
        this.start(cursor);
      }
      if (this.reading.size === 0) break;
      await Promise.race(this.reading.values());
    }
    if (this.failure) throw this.failure.error;
  }

  private start(cursor: Cursor): void {
    const step = within(PAGE_LIMIT_MS, 'Reading a page of Lever', this.step(cursor))
      .catch((error: unknown) => { this.failure ??= { error }; })
      .finally(() => { this.reading.delete(cursor); });
    this.reading.set(cursor, step);
  }

  private async open(): Promise<Cursor | null> {
    // Where nobody was, windows widen by leaps: one at a time, lest ten leap over the same years.
    if (this.isSparse && [...this.reading.keys()].some((cursor) => !cursor.isProven)) return null;
    const window = nextWindow(this.before, this.ports.clock.now(), this.width);
    if (window === null) return null;
    await this.inTenant((em) => em.execute(
      `update mirror_feed set baseline_cursor = jsonb_set(jsonb_set(baseline_cursor::jsonb, '{before}', to_jsonb(?::bigint)), array['open', ?], ?::jsonb)::text
       where tenant_id = ?`, [window.from, String(window.from), JSON.stringify({ to: window.to, offset: null }), this.tenantId]));
    this.before = window.from;
    return this.cursor(window);
  }

  private cursor(window: Window): Cursor {
    const filter = { createdAtStart: window.from, ...(window.to !== null && { createdAtEnd: window.to - 1 }) };
    return { window, pages: this.pages(filter, window.offset), rows: 0, isProven: false };
  }

  private pages(filter: OpportunityFilter, offset: string | null): AsyncIterator<LeverPage<Row>> {
    const options = { expand: ['applications' as const], ...(offset !== null && { offset }) };
    return this.feed.lever.opportunities.list(filter, options).pages()[Symbol.asyncIterator]();
  }

  private async step(cursor: Cursor): Promise<void> {
    const { window } = cursor;
    try {
      const page = await pageOf(cursor.pages);
      await this.save(page.rows, (em) => this.moveOn(em, window, page.next));
      cursor.rows += page.rows.length;
      cursor.isProven = true;
      if (page.next === null) return this.learn(window, cursor.rows);
      if (page.rows.length > 0) this.isSparse = false;
      cursor.window = { ...window, offset: page.next };
      this.waiting.push(cursor);
    } catch (error) {
      if (!(error instanceof LeverInvalidOffset) || window.offset === null) throw error;
      this.waiting.push(this.cursor({ ...window, offset: null }));
    }
  }

  /** Of a window that a restart went on with only the rest was counted: it teaches too little, and the next one corrects it. */
  private learn({ from, to }: Window, rows: number): void {
    this.isSparse = rows === 0;
    this.width = widthAfter((to ?? this.ports.clock.now()) - from, rows);
  }

  private async moveOn(em: EntityManager, { from }: Window, next: string | null): Promise<void> {
    const [change, values] = next === null
      ? [`baseline_cursor::jsonb #- array['open', ?]`, [String(from)]] : [`jsonb_set(baseline_cursor::jsonb, array['open', ?, 'offset'], to_jsonb(?::text))`, [String(from), next]];
    await em.execute(`update mirror_feed set baseline_cursor = (${change})::text where tenant_id = ?`, [...values, this.tenantId]);
  }

  private async save(rows: readonly Row[], andThen: (em: EntityManager) => Promise<unknown>): Promise<void> {
    await failpoint('poll.page-read');
    const { tenantId, ports: { subscriptions, clock, erased } } = this;
    const subscribers = await subscriptions.subscribers(tenantId);
    await this.inTenant(async (em) => {
      const hired = await hiredReasons(em);
      const now = clock.now();
      const all = rows.map((row) => seenFrom(row, hired));
      const gone = await erased.erasedAmong(em, tenantId, all.map((seen) => seen.contactId));
      const seen = all.filter(({ contactId }) => !gone.has(contactId));
      const before = await lockMirrorRows(em, tenantId, seen.map(({ id }) => id));
      await recordDetections(em, tenantId, seen.map((one) => detect(before.get(one.id) ?? null, one, now, this.feed.tellsSince)), subscribers, now);
      await andThen(em);
    });
  }

  private inTenant<T>(work: (em: EntityManager) => Promise<T>): Promise<T> {
    return this.ports.database.inTenant(this.tenantId, work);
  }
}

async function pageOf<T>(pages: AsyncIterator<LeverPage<T>>): Promise<LeverPage<T>> {
  const next = await pages.next();
  return next.done ? { rows: [], next: null } : next.value;
}
