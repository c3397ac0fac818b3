import { csvLine } from '../csv.js';
import { Outcome } from '../outcome.entity.js';
import type { UseCase } from '../popp.context.js';
import { visibleAnalysis } from './visible-postings.js';

const PAGE = 200;
const COLUMNS = [
  'at', 'opportunityId', 'reading', 'version', 'engine', 'engineVersion', 'resumeId', 'resumeHash', 'score', 'meetsMandatory', 'requirement', 'category', 'mandatory', 'weight',
  'status', 'finding', 'evidence', 'correctedBy', 'correctionReason',
];

/** The decision log as CSV (LG-4): one line for each requirement of each reading, oldest first. */
export async function exportLog(ctx: UseCase, analysisId: string): Promise<string> {
  await visibleAnalysis(ctx, analysisId);
  const lines = [csvLine(COLUMNS)];
  for (let after: Outcome | undefined; ;) {
    const behind = after === undefined ? {} : { $or: [{ at: { $gt: after.at } }, { at: after.at, id: { $gt: after.id } }] };
    const rows: Outcome[] = await ctx.store.find(Outcome, { $and: [{ analysisId }, behind] }, { orderBy: [{ at: 'asc' }, { id: 'asc' }], limit: PAGE });
    for (const row of rows) lines.push(...linesOf(row));
    if (rows.length < PAGE) break;
    after = rows.at(-1);
  }
  await ctx.commit((tx) => tx.audit.record({ action: 'popp.decision-log-exported', subject: `analysis:${analysisId}`, detail: { lines: lines.length - 1 } }));
  return [...lines, ''].join('\r\n');
}

function linesOf(row: Outcome): string[] {
  return row.requirements.map((one) => {
    const corrected = row.override?.requirementId === one.id ? row.override : null;
    return csvLine([
      new Date(row.at).toISOString(), row.opportunityId, row.number, row.version, row.engine, row.engineVersion, row.resumeId, row.resumeHash,
      row.score == null ? null : row.score / 100, row.meetsMandatory, one.text, one.category, one.mandatory, row.weights[one.category], one.status, one.finding,
      one.evidence.map((evidence) => evidence.quote).join(' | '), corrected?.byId ?? null, corrected?.reason ?? null,
    ]);
  });
}
