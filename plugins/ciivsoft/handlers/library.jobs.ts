import { LeverForbidden, LeverInvalidOffset, LeverNotFound, type JobDefinition, type KeptResume, type OpportunityWith, type UnitOfWork } from 'patchbay/sdk';
import { z } from 'zod';
import { LIBRARY_LANE, type Handling } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { ownLeads } from '../lead-rows.js';
import { findResume, type ReadResume } from '../resume-reader.js';
import { Screening } from '../screening.entity.js';

const CURSOR = 'library';
/** The most that Lever hands out at once. */
const PAGE = 100;
/** Rows move while they are read and clocks differ. */
const OVERLAP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
/** Most of the time is Lever's; more at once would only wait for permits. */
const AT_ONCE = 5;
const LATER_JOB = 'library-later';
/** By then a run has made its leads. */
const LATER_MS = 60_000;

const stateSchema = z.object({
  isRead: z.boolean(), offset: z.string().nullable(), startedAt: z.number(), since: z.number(),
  /** Opportunities whose last change lies in the overlap of the next catching up, with that change: read already. */
  recent: z.record(z.string(), z.number().nullable()).default({}),
});
type LibraryState = z.output<typeof stateSchema>;

const leftSchema = z.object({ id: z.string(), contact: z.string(), lastActiveAt: z.number() });
const laterSchema = z.object({ rows: z.array(leftSchema) });
type Left = z.output<typeof leftSchema>;

const load = async (tx: UnitOfWork): Promise<LibraryState | null> => {
  const text = await tx.cursor.get(CURSOR);
  return text === null ? null : stateSchema.parse(JSON.parse(text));
};
const save = (tx: UnitOfWork, state: LibraryState): Promise<void> => tx.cursor.set(CURSOR, JSON.stringify(state));

/** The first reading of everybody's résumé, which goes on where a crash cut it, and what runs left for later. */
export const libraryJobs: Readonly<Record<string, JobDefinition<CiivsoftSettings>>> = {
  library: { handle: readLibrary, timeoutMs: DAY_MS }, [LATER_JOB]: { handle: readLater, timeoutMs: DAY_MS },
};

export async function startReading(tx: UnitOfWork, key: string): Promise<void> {
  await tx.jobs.enqueue({ name: 'library', key, lane: LIBRARY_LANE, payload: {} });
}

/** Whether everybody was read once: before that ARKiiVE would not search the whole database (CI-11). */
export async function isLibraryRead(tx: UnitOfWork): Promise<boolean> {
  return (await load(tx))?.isRead ?? false;
}

async function readLibrary(_payload: unknown, ctx: Handling): Promise<void> {
  const state = await ctx.checkpoint(async (tx) => {
    const known = await load(tx) ?? { isRead: false, offset: null, startedAt: ctx.clock.now(), since: 0, recent: {} };
    await save(tx, known);
    return known;
  });
  if (state.isRead) return;
  const seen = await readEverybody(ctx, state);
  await ctx.commit((tx) => save(tx, { ...state, isRead: true, offset: null, since: state.startedAt, recent: recentOf(seen, state.startedAt) }));
}

async function readEverybody(ctx: Handling, state: LibraryState): Promise<Changed[]> {
  try {
    return await readPages(ctx, {}, state);
  } catch (error) {
    if (!(error instanceof LeverInvalidOffset) || state.offset === null) throw error;
    return readPages(ctx, {}, { ...state, offset: null });
  }
}

const isRecent = ({ updatedAt }: Pick<Changed, 'updatedAt'>, startedAt: number): boolean => updatedAt !== null && updatedAt >= startedAt - OVERLAP_MS;
const recentOf = (changed: readonly Changed[], startedAt: number): LibraryState['recent'] =>
  Object.fromEntries(changed.filter((one) => isRecent(one, startedAt)).map(({ id, updatedAt }) => [id, updatedAt]));

/** What changed since the last run; nothing before the first reading is through. */
export async function catchUpLibrary(ctx: Handling): Promise<boolean> {
  const state = await ctx.checkpoint(load);
  if (!state?.isRead) return false;
  const startedAt = ctx.clock.now();
  const changed = await readPages(ctx, { updatedAtStart: Math.max(0, state.since - OVERLAP_MS) }, state);
  const left = changed.filter(({ isLater }) => isLater);
  await ctx.checkpoint(async (tx) => {
    await save(tx, { ...state, since: startedAt, recent: recentOf(changed, startedAt) });
    for (let from = 0; from < left.length; from += PAGE) {
      const rows = left.slice(from, from + PAGE);
      await tx.jobs.enqueue({ name: LATER_JOB, key: `${startedAt}:${from}`, lane: LIBRARY_LANE, payload: { rows }, dueAt: startedAt + LATER_MS });
    }
  });
  return true;
}

/** Leads of our own that changed: whoever made them gave no résumé, so no run waits for these reads. */
async function readLater(payload: unknown, ctx: Handling): Promise<void> {
  const { rows } = laterSchema.parse(payload);
  const kept = await ctx.people.kept([...new Set(rows.map((left) => left.contact))]);
  const read = await fewAtOnce(rows, (left) => readLeft(ctx, left, kept.get(left.contact) ?? null));
  await ctx.commit(async (tx) => {
    for (const { left, resume } of read) if (resume) await keepResume(tx, left, resume);
  });
}

async function readLeft(ctx: Handling, left: Left, kept: KeptResume | null): Promise<{ left: Left; resume: ReadResume | null }> {
  try {
    return { left, resume: await resumeOf(ctx, left.id, kept, 'bulk') };
  } catch (error) {
    // Deleted or hidden meanwhile: there is nothing to read any more.
    if (error instanceof LeverNotFound || error instanceof LeverForbidden) return { left, resume: null };
    throw error;
  }
}

/** Of thousands of rows only this is remembered. */
interface Changed extends Left { readonly updatedAt: number | null; readonly isLater: boolean }
const leftOf = (row: OpportunityWith<never>): Left => ({ id: row.id, contact: row.contact, lastActiveAt: lastActive(row) });

/** Answers the rows that changed; of the first reading, which are everybody's, those that changed lately. */
async function readPages(ctx: Handling, filter: { updatedAtStart?: number }, state: LibraryState): Promise<Changed[]> {
  const isFirst = !state.isRead;
  const changed: Changed[] = [];
  const priority = priorityOf(state);
  const options = { limit: PAGE, priority, ...(isFirst && state.offset !== null && { offset: state.offset }) };
  for await (const page of ctx.lever.opportunities.list(filter, options).pages()) {
    const unread = page.rows.filter((row) => state.recent[row.id] !== row.updatedAt);
    const own = isFirst ? new Set<string>() : await ownLeads(ctx, unread.filter((row) => isVisible(row) && !row.isAnonymized).map((row) => row.id));
    const read = await readRows(ctx, unread.filter((row) => !own.has(row.id)), priority);
    for (const row of unread.filter(({ id }) => own.has(id))) read.push({ row, resume: null, isGone: false });
    const remembered = isFirst ? page.rows.filter((row) => isRecent(row, state.startedAt)) : page.rows;
    changed.push(...remembered.map((row) => ({ ...leftOf(row), updatedAt: row.updatedAt, isLater: own.has(row.id) })));
    await ctx.checkpoint(async (tx) => {
      for (const one of read) await keepRow(tx, one);
      if (isFirst) await save(tx, { ...state, offset: page.next });
    });
  }
  return changed;
}

type Priority = 'bulk' | 'fact';
/** The first reading takes hours and keeps out of everybody's way; for what changed since, a run is waiting. */
const priorityOf = ({ isRead }: LibraryState): Priority => (isRead ? 'fact' : 'bulk');

interface ReadRow { readonly row: OpportunityWith<never>; readonly resume: ReadResume | null; readonly isGone: boolean }

const isVisible = (row: OpportunityWith<never>): boolean => row.confidentiality !== 'confidential';
const lastActive = (row: OpportunityWith<never>): number => row.lastInteractionAt ?? row.createdAt;

async function readRows(ctx: Handling, rows: readonly OpportunityWith<never>[], priority: Priority): Promise<ReadRow[]> {
  const kept = await ctx.people.kept([...new Set(rows.map((row) => row.contact))]);
  return fewAtOnce(rows.filter(isVisible), (row) => readRow(ctx, row, kept.get(row.contact) ?? null, priority));
}

/** Files are large: no more of them in memory than can be waited for together. */
async function fewAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE) done.push(...await Promise.all(items.slice(from, from + AT_ONCE).map(work)));
  return done;
}

async function readRow(ctx: Handling, row: OpportunityWith<never>, kept: KeptResume | null, priority: Priority): Promise<ReadRow> {
  return row.isAnonymized ? { row, resume: null, isGone: true } : { row, isGone: false, resume: await resumeOf(ctx, row.id, kept, priority) };
}

async function resumeOf(ctx: Handling, opportunityId: string, kept: KeptResume | null, priority: Priority): Promise<ReadResume | null> {
  const found = await findResume(ctx, opportunityId, kept, priority);
  if (found.kind !== 'read') return null;
  // A newer file that cannot be read does not take away what is known.
  return found.resume.text === null && kept?.hash != null ? null : found.resume;
}

async function keepRow(tx: UnitOfWork, { row, resume, isGone }: ReadRow): Promise<void> {
  if (isGone) return tx.people.forget(row.contact);
  if (!resume) return tx.people.seen(row.contact, lastActive(row));
  return keepResume(tx, leftOf(row), resume);
}

async function keepResume(tx: UnitOfWork, { id, contact, lastActiveAt }: Left, resume: ReadResume): Promise<void> {
  const isKept = await tx.people.keep({ ...resume, contactId: contact, lastActiveAt });
  if (isKept && resume.text !== null) await screenAnew(tx, id, resume.source);
}

/** CI-29: a new résumé allows another review of what was not advanced. */
async function screenAnew(tx: UnitOfWork, opportunityId: string, source: string): Promise<void> {
  const known = await tx.store.find(Screening, { opportunityId, state: { $in: ['stays', 'unreadable'] } });
  for (const screening of known) if (screening.resumeSource !== source) tx.store.assign(screening, { state: 'waiting', reason: 'a new resume' });
}
