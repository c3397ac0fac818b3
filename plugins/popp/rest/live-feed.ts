import { setTimeout as sleep } from 'node:timers/promises';
import { isoOf } from 'patchbay/sdk';
import { Analysis } from '../analysis.entity.js';
import { Candidate } from '../candidate.entity.js';
import { FeedEntry } from '../feed-entry.entity.js';
import type { UseCase } from '../popp.context.js';
import { countsOf } from './analysis-views.js';
import { candidateViews } from './candidate-views.js';
import { visibleAnalysis } from './visible-postings.js';

const PAGE = 100;
const LOOK_EVERY_MS = 300;
const HEARTBEAT_LOOKS = 50;
/** A stream ends after about five minutes; the browser comes back with `Last-Event-ID`. */
const MOST_LOOKS = 1_000;

interface Line { readonly number: number; readonly kind: string; readonly data: object }

/** The lines behind `after`, in order: their numbers were counted under the analysis row's lock, so none can come in between later. */
async function linesAfter(ctx: UseCase, id: string, after: number): Promise<Line[]> {
  const entries = await ctx.store.find(FeedEntry, { analysisId: id, number: { $gt: after } }, { orderBy: { number: 'asc' }, limit: PAGE });
  if (entries.length === 0) return [];
  const analysis = await visibleAnalysis(ctx, id);
  const ids = entries.flatMap((entry) => entry.candidateId ?? []);
  const rows = await ctx.store.find(Candidate, { id: { $in: ids } });
  const views = new Map((await candidateViews(ctx, analysis, rows)).map((view) => [view.id, view]));
  const isAboutAnalysis = entries.some((entry) => entry.kind === 'analysis');
  const summary = isAboutAnalysis ? await summaryOf(ctx, analysis) : {};
  return entries.map(({ number, kind, why, at, candidateId }) => ({
    number, kind, data: { why, at: isoOf(at), ...(candidateId == null ? summary : { candidate: views.get(candidateId) ?? null }) },
  }));
}

async function summaryOf(ctx: UseCase, { id, state, version, weightsRevision, problem }: Analysis): Promise<object> {
  return { analysis: { id, state, version, weightsRevision, problem: problem ?? null, counts: await countsOf(ctx.store, id) } };
}

const written = ({ number, kind, data }: Line): string => `id: ${number}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * The live dashboard as server-sent events: every line once and in order, from behind `after` on, until `closing` or about
 * five minutes have passed. The caller's rights are looked up again at every look.
 */
export async function* liveFeed(
  run: <T>(work: (ctx: UseCase) => Promise<T>) => Promise<T>, id: string, after: number, closing: AbortSignal,
): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  let last = after;
  for (let looks = 0, quiet = 0; looks < MOST_LOOKS && !closing.aborted; looks += 1) {
    const lines = await run((ctx) => linesAfter(ctx, id, last));
    for (const line of lines) yield written(line);
    last = lines.at(-1)?.number ?? last;
    quiet = lines.length > 0 ? 0 : quiet + 1;
    if (quiet % HEARTBEAT_LOOKS === HEARTBEAT_LOOKS - 1) yield ': still here\n\n';
    if (lines.length < PAGE) await sleep(LOOK_EVERY_MS, undefined, { signal: closing }).catch(() => undefined);
  }
}
