import { DEFAULT_PAGE, type Pager } from 'patchbay/sdk';
import type { Analysis } from '../analysis.entity.js';
import { Candidate, type CandidateStatus } from '../candidate.entity.js';
import { csvLine } from '../csv.js';
import { HUMAN_DECISION } from '../note.js';
import type { UseCase } from '../popp.context.js';
import { unusedOf } from '../scoring.js';
import { countsOf } from './analysis-views.js';
import { candidateViews } from './candidate-views.js';
import type { CandidateFilter, CandidatePage, CandidateQuery, CandidateView, Group } from './candidates.dto.js';
import { visibleAnalysis } from './visible-postings.js';

const STATUS_OF_GROUP: Readonly<Record<Group, object>> = {
  'meets-mandatory': { status: 'scored', meetsMandatory: true }, 'misses-mandatory': { status: 'scored', meetsMandatory: false },
  'could-not-be-analysed': { status: 'unreadable' }, 'waiting': { status: 'waiting' },
};
const SHOWN: readonly CandidateStatus[] = ['waiting', 'scored', 'unreadable'];
type Position = readonly (string | number)[];

function whereOf(analysis: Analysis, filter: CandidateFilter): object[] {
  const { group, minScore, stageId, archived, shortlisted } = filter;
  return [
    { analysisId: analysis.id, status: { $in: SHOWN } }, group === undefined ? {} : STATUS_OF_GROUP[group],
    minScore === undefined ? {} : { score: { $gte: Math.round(minScore * 100) } }, stageId === undefined ? {} : { stageId },
    archived === undefined ? {} : { archivedAt: archived ? { $ne: null } : null },
    shortlisted === undefined ? {} : { shortlistedAt: shortlisted ? { $ne: null } : null },
  ];
}

interface Sorting {
  readonly orderBy: object[];
  position(row: Candidate): Position;
  after(position: Position): object;
}

const byScore: Sorting = {
  orderBy: [{ score: 'desc nulls last' }, { mandatoryMet: 'desc' }, { appliedAt: 'asc' }, { id: 'asc' }],
  position: (row) => [row.score ?? -1, row.mandatoryMet, row.appliedAt, row.id],
  after: ([score, met, at, id]) => {
    const same = { score: Number(score) < 0 ? null : Number(score) };
    const worse = Number(score) < 0 ? [] : [{ score: { $lt: Number(score) } }, { score: null }];
    return { $or: [
      ...worse, { ...same, mandatoryMet: { $lt: Number(met) } }, { ...same, mandatoryMet: Number(met), appliedAt: { $gt: Number(at) } },
      { ...same, mandatoryMet: Number(met), appliedAt: Number(at), id: { $gt: String(id) } },
    ] };
  },
};

function byTime(direction: 'asc' | 'desc'): Sorting {
  const beyond = direction === 'asc' ? '$gt' : '$lt';
  return {
    orderBy: [{ appliedAt: direction }, { id: direction }],
    position: (row) => [row.appliedAt, row.id],
    after: ([at, id]) => ({ $or: [{ appliedAt: { [beyond]: Number(at) } }, { appliedAt: Number(at), id: { [beyond]: String(id) } }] }),
  };
}

const SORTING: Readonly<Record<NonNullable<CandidateFilter['sort']>, Sorting>> = { score: byScore, newest: byTime('desc'), oldest: byTime('asc') };

async function pageOf(ctx: UseCase, analysis: Analysis, filter: CandidateFilter, after: Position | null, limit: number): Promise<Candidate[]> {
  const sorting = SORTING[filter.sort ?? 'score'];
  const where = { $and: [...whereOf(analysis, filter), ...(after === null ? [] : [sorting.after(after)])] };
  return ctx.store.find(Candidate, where, { orderBy: sorting.orderBy as never, limit });
}

/** The dashboard: groups apart by their filter, best first unless asked otherwise (PO-17, PO-19). */
export async function listCandidates(ctx: UseCase, pager: Pager, id: string, query: CandidateQuery): Promise<CandidatePage> {
  const analysis = await visibleAnalysis(ctx, id);
  const limit = query.limit ?? DEFAULT_PAGE;
  const sort = query.sort ?? 'score';
  const scope = `popp:candidates:${id}:${sort}`;
  const after = query.cursor === undefined ? null : pager.decode(scope, query.cursor);
  const rows = await pageOf(ctx, analysis, query, after, limit + 1);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    data: await candidateViews(ctx, analysis, rows.slice(0, limit)), next: last ? pager.encode(scope, SORTING[sort].position(last)) : null,
    counts: await countsOf(ctx.store, id), notConsidered: unusedOf(analysis.requirements, analysis.weights), banner: HUMAN_DECISION,
  };
}

const EXPORT_PAGE = 500;
const COLUMNS = [
  'rank', 'opportunityId', 'name', 'group', 'score', 'mandatoryMet', 'mandatoryAll', 'flags', 'cause', 'version', 'appliedAt', 'stage', 'archivedAt', 'shortlistedAt',
] as const;

/** The whole list as CSV, in the order of the dashboard. The human-decision sentence goes with it (PO-42). */
export async function exportCandidates(ctx: UseCase, id: string, filter: CandidateFilter): Promise<string> {
  const analysis = await visibleAnalysis(ctx, id);
  const lines = [csvLine([...COLUMNS])];
  for (let after: Position | null = null; ;) {
    const rows = await pageOf(ctx, analysis, filter, after, EXPORT_PAGE);
    for (const view of await candidateViews(ctx, analysis, rows)) lines.push(csvLine(COLUMNS.map((name) => cell(view, name, lines.length))));
    const last = rows.at(-1);
    if (!last || rows.length < EXPORT_PAGE) break;
    after = SORTING[filter.sort ?? 'score'].position(last);
  }
  await ctx.commit((tx) => tx.audit.record({ action: 'popp.candidates-exported', subject: `analysis:${id}`, detail: { rows: lines.length - 1 } }));
  return [...lines, csvLine([HUMAN_DECISION]), ''].join('\r\n');
}

function cell(view: CandidateView, name: (typeof COLUMNS)[number], rank: number): string | number | null {
  if (name === 'rank') return rank;
  return name === 'flags' ? view.flags.join(' ') : view[name];
}
