import { CallerError, isoOf, type Pager, type UnitOfWork } from 'patchbay/sdk';
import { NEW_APPLICANT, SOLUTION_NAMES, type UseCase } from '../ciivsoft.context.js';
import { addEvent, toWrite } from '../decision-rows.js';
import { Decision, DecisionEvent } from '../decision.entity.js';
import { decisionLine } from '../decision-line.js';
import { knownJob, type KnownJob } from '../job-text.js';
import { planLead } from '../lead-rows.js';
import { Lead } from '../lead.entity.js';
import { overrideNote } from '../notes.js';
import { screenedStage } from '../screened-stage.js';
import type { DecisionDetail, DecisionEventView, DecisionPage, DecisionQuery, DecisionView, OverrideDto } from './decisions.dto.js';
import { pageOf } from './listing.js';
import { maySee, visiblePostings } from './visible-postings.js';

export function decisionView(row: Decision): DecisionView {
  return {
    id: row.id, runId: row.runId, solution: row.solution, contactId: row.contactId, opportunityId: row.opportunityId ?? null,
    applicationId: row.applicationId ?? null,
    postingId: row.postingId, decidedAt: isoOf(row.decidedAt), score: row.score, isMatch: row.isMatch, threshold: row.threshold,
    reasons: [...row.reasons ?? []],
    engineVersion: row.engineVersion, resumeHash: row.resumeHash, resumeSource: row.resumeSource ?? null, descriptionHash: row.descriptionHash,
    settingsRevision: row.settingsRevision, settings: { ...row.settings }, proposal: row.proposal, taken: row.taken ?? null,
    leadOpportunityId: row.leadOpportunityId ?? null,
  };
}

/** Newest first. */
export async function listDecisions(ctx: UseCase, pager: Pager, query: DecisionQuery): Promise<DecisionPage> {
  const { limit, cursor, ...wanted } = query;
  const equal = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const visible = await visiblePostings(ctx);
  const scope = visible === null ? {} : { postingId: { $in: [...visible] } };
  return pageOf(pager, { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) }, {
    scope: `ciivsoft:decisions:${JSON.stringify(equal)}`, property: 'decidedAt',
    read: (after, options) => ctx.store.find(Decision, { $and: [equal, scope, after] }, options as never),
  }, decisionView);
}

const eventView = ({ kind, at, by, outcome, reason }: DecisionEvent): DecisionEventView => ({ kind, at: isoOf(at), by, outcome, reason: reason ?? null });

async function visibleDecision(ctx: UseCase, id: string): Promise<Decision> {
  const decision = await ctx.store.findOne(Decision, { id });
  if (!decision || !await maySee(ctx, decision.postingId)) throw CallerError.notFound('The decision');
  return decision;
}

export async function decisionDetail(ctx: UseCase, id: string): Promise<DecisionDetail> {
  const decision = await visibleDecision(ctx, id);
  const events = await ctx.store.find(DecisionEvent, { decisionId: id }, { orderBy: [{ at: 'asc' }, { id: 'asc' }] });
  return {
    ...decisionView(decision),
    events: events.map(eventView),
  };
}

const PAGE = 500;

/** Every decision with what became of it, oldest first; read page by page while it is sent (LG-4). */
export async function* exportDecisions(ctx: UseCase, format: 'csv' | 'json'): AsyncGenerator<string> {
  if (format === 'csv') yield decisionLine.header();
  for (let last: Decision | undefined; ;) {
    const after = last ? { $or: [{ decidedAt: { $gt: last.decidedAt } }, { decidedAt: last.decidedAt, id: { $gt: last.id } }] } : {};
    const rows: Decision[] = await ctx.store.find(Decision, after, { orderBy: [{ decidedAt: 'asc' }, { id: 'asc' }], limit: PAGE });
    const events = await ctx.store.find(DecisionEvent, { decisionId: { $in: rows.map((row) => row.id) } }, { orderBy: [{ at: 'asc' }, { id: 'asc' }] });
    for (const row of rows) {
      const own = events.filter((event) => event.decisionId === row.id);
      yield decisionLine[format]({ ...decisionView(row), events: own.map(eventView) });
    }
    if (rows.length < PAGE) return;
    last = rows.at(-1);
  }
}

/** A person changes an outcome and says why (LG-5). What goes forward is done; nobody is moved back or archived. */
export async function override(ctx: UseCase, id: string, { outcome, reason }: OverrideDto): Promise<DecisionDetail> {
  const seen = await visibleDecision(ctx, id);
  const known = await knownJob(ctx, seen.postingId);
  if (outcome === 'match' && !known) throw CallerError.conflict('posting-gone', 'The job is no longer in Lever.');
  const stageId = screenedStage(await ctx.mirror.stages(), ctx.settings.screenedStageId)?.id ?? null;
  if (outcome === 'match' && seen.solution === 'filter' && stageId === null) throw CallerError.conflict('stage-missing', 'Lever has no stage for matches. Add it first.');
  const { principal } = ctx;
  await ctx.commit(async (tx) => {
    const decision = await tx.store.findOne(Decision, { id });
    if (!decision) return;
    const count = await tx.store.count(DecisionEvent, { decisionId: id, kind: 'override' });
    addEvent(tx, ctx, decision, { kind: 'override', by: principal.id, outcome, reason, at: ctx.clock.now() });
    await carryOut(tx, ctx, { decision, known, stageId, outcome, reason, occasion: `${id}:o${count + 1}` });
    await tx.audit.record({ action: 'ciivsoft.overridden', subject: `decision:${id}`, detail: { solution: decision.solution, outcome } });
  });
  return decisionDetail(ctx, id);
}

interface Override {
  readonly decision: Decision; readonly known: KnownJob | null; readonly stageId: string | null; readonly outcome: 'match' | 'no-match'; readonly reason: string;
  readonly occasion: string;
}

async function carryOut(tx: UnitOfWork, ctx: UseCase, { decision, known, stageId, outcome, reason, occasion }: Override): Promise<void> {
  const subject = decision.leadOpportunityId ?? decision.opportunityId;
  const why = [`changed by a user: ${reason}`];
  if (subject != null && (decision.solution === 'filter' || decision.leadOpportunityId != null)) {
    await tx.actions.plan({
      kind: 'note.add', opportunityId: subject, occurredAt: ctx.clock.now(), meaning: `${decision.solution}:override`, occasion, reasons: why,
      text: overrideNote(SOLUTION_NAMES[decision.solution], known?.job.title ?? 'the job', outcome, reason),
    });
  }
  if (outcome === 'match' && decision.solution === 'filter' && decision.opportunityId != null && stageId !== null) {
    await tx.actions.plan({
      kind: 'stage.move', opportunityId: decision.opportunityId, stageId, seenStageId: NEW_APPLICANT, meaning: 'filter:override-advance', occasion, reasons: why,
    });
  }
  if (decision.solution === 'filter') return;
  const lead = await tx.store.findOne(Lead, { contactId: decision.contactId, postingId: decision.postingId });
  if (outcome === 'no-match' && lead) tx.store.assign(lead, { state: 'refused' });
  if (outcome === 'match' && !lead && known) await planLead(tx, ctx, decision, { ...toWrite(decision, known), proposal: 'lead' });
}
