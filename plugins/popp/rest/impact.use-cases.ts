import { CallerError, isoOf, type PostingWith } from 'patchbay/sdk';
import { impactTable, surveyAnswer, type Selection, type SurveyAnswer } from '../impact.js';
import { HUMAN_DECISION } from '../note.js';
import type { UseCase } from '../popp.context.js';
import { SUPPORT_EMAIL, SUPPORT_TEXT } from '../setup.js';
import type { HelpView, ImpactQuery, ImpactReportView } from './impact.dto.js';

const YEAR_MS = 365 * 86_400_000;

const LIMITS = [
  'Answers are anonymous: they are counted by the title of the job, never joined with scores, and never shown about a person. So there is a selection rate and no scoring rate.',
  'Groups of fewer than five people are hidden; those under two per cent of the answers are marked. Unknown answers are counted and belong to no group.',
  'A ratio under 0.80 is a reason to look closer, no proof; a p-value under 0.05 says that chance alone hardly explains it.',
];

/** Who is selected, by sex and race, from Lever's anonymous survey answers (LG-6). Nothing of it is kept. */
export async function impactReport(ctx: UseCase, query: ImpactQuery): Promise<ImpactReportView> {
  const now = ctx.clock.now();
  const to = momentOf('to', query.to) ?? now;
  const from = momentOf('from', query.from) ?? to - YEAR_MS;
  if (from >= to) throw CallerError.invalid([{ field: 'from', message: 'must be before the end' }]);
  const titles = await titlesOf(ctx, query);
  const { selection, means } = await selectionOf(ctx);
  const answers: SurveyAnswer[] = [];
  for await (const row of ctx.lever.eeoResponses.listAnonymous({ fromDate: from, toDate: to })) {
    if (titles === null || titles.has(String(row.answers.applicationTitle))) answers.push(surveyAnswer(row.answers, selection));
  }
  await ctx.commit((tx) => tx.audit.record({
    action: 'popp.impact-report-viewed', subject: `posting:${query.postingId ?? 'all'}`, detail: { from, to, department: query.department ?? null },
  }));
  const tables = (['sex', 'race', 'sex and race'] as const).map((by) => impactTable(by, answers));
  return {
    feature: 'shortlist', postingId: query.postingId ?? null, department: query.department ?? null, from: isoOf(from), to: isoOf(to), answers: answers.length,
    selectedMeans: means, tables: tables.map(({ groups, ...table }) => ({ ...table, groups: groups.map((group) => ({ ...group })) })), limits: LIMITS,
  };
}

function momentOf(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw CallerError.invalid([{ field, message: 'There is no such moment.' }]);
  return ms;
}

/** Lever's anonymous rows name the title of the job alone; null: all jobs. */
async function titlesOf(ctx: UseCase, { postingId, department }: ImpactQuery): Promise<ReadonlySet<string> | null> {
  if (postingId === undefined && department === undefined) return null;
  const postings: PostingWith<never>[] = [];
  for await (const posting of ctx.lever.postings.list()) postings.push(posting);
  const isWanted = (one: PostingWith<never>): boolean =>
    (postingId === undefined || one.id === postingId) && (department === undefined || one.categories.department === department);
  const wanted = postings.filter(isWanted);
  if (wanted.length === 0) throw CallerError.invalid([{ field: postingId === undefined ? 'department' : 'postingId', message: 'names no job in Lever' }]);
  return new Set(wanted.map((one) => one.text));
}

/** Selected: in the stage for Shortlist or behind it, or hired. Without such a stage, whatever comes after Lever's first applicant stage. */
async function selectionOf(ctx: UseCase): Promise<{ selection: Selection; means: string[] }> {
  const stages = await ctx.mirror.stages();
  const chosen = stages.find((stage) => stage.id === ctx.settings.shortlistStageId);
  const first = stages.find((stage) => stage.id === 'applicant-new');
  const ahead = stages.filter((stage) => (chosen ? stage.position >= chosen.position : stage.position > (first?.position ?? Infinity)));
  const hiredReasonIds = new Set<string>();
  for await (const reason of ctx.lever.archiveReasons.list({ type: 'hired' })) hiredReasonIds.add(reason.id);
  return { selection: { stageIds: new Set(ahead.map((stage) => stage.id)), hiredReasonIds }, means: [...ahead.map((stage) => `in stage "${stage.text}"`), 'hired'] };
}

/** The help page: whom to ask, what a score is, and what is removed before reading (PO-4, LG-12). */
export async function help(ctx: UseCase): Promise<HelpView> {
  return {
    support: SUPPORT_TEXT, supportEmail: SUPPORT_EMAIL, humanDecision: HUMAN_DECISION, removedBeforeReading: [...ctx.matching.neverRead],
    scoring: 'Category score = requirements met of those in the category, half for what is partly shown. Overall score = weighted mean over the categories that hold a requirement. '
      + 'Mandatory requirements decide the group, not the score. "Not found" counts as not met and is shown apart, so that you can ask.',
    engineVersion: ctx.matching.engineVersion,
  };
}
