import { randomUUID } from 'node:crypto';
import type { Analysis } from './analysis.entity.js';
import { tell } from './analysis-rows.js';
import type { Candidate } from './candidate.entity.js';
import { scoreNote } from './note.js';
import type { RequirementOutcome } from './outcome.js';
import { Outcome, type Override } from './outcome.entity.js';
import { ORIGIN_CURSOR, type Tx, type Working } from './popp.context.js';
import { mandatoryOf, overallOf, pointsOf } from './scoring.js';

/** The file that was read; the text itself is not kept. */
export interface ReadResume { readonly id: string; readonly file: string; readonly hash: string }

export interface Analysed {
  readonly outcomes: readonly RequirementOutcome[];
  readonly flags: readonly string[];
  readonly engineVersion: string;
  readonly resume: ReadResume;
  /** Popp's own total in hundredths, where Popp scored. */
  readonly vendorScore?: number;
  /** A person's correction, when that is what made this result. */
  readonly override?: Override;
}

interface Place { readonly ctx: Pick<Working, 'settings'>; readonly analysis: Analysis; readonly candidate: Candidate; readonly now: number }

/** Saves a result with its history, tells the dashboard and plans the note. `analysis` and `candidate` are locked. */
export async function saveResult(tx: Tx, place: Place, analysed: Analysed): Promise<void> {
  const { analysis, candidate, now } = place;
  const categories = pointsOf(analysed.outcomes);
  const mandatory = mandatoryOf(analysed.outcomes);
  const score = overallOf(categories, analysis.weights);
  tx.store.assign(candidate, {
    status: 'scored', version: analysis.version, outcomes: candidate.outcomes + 1, score, categories, mandatoryAll: mandatory.all, mandatoryMet: mandatory.met,
    meetsMandatory: mandatory.isMet, flags: analysed.flags, cause: null, resumeId: analysed.resume.id, resumeFile: analysed.resume.file,
    resumeHash: analysed.resume.hash,
    engineVersion: analysed.engineVersion, analysedAt: now, vendorScore: analysed.vendorScore ?? candidate.vendorScore ?? null,
  });
  keepOutcome(tx, place, analysed, { categories, score, meetsMandatory: mandatory.isMet });
  tell(tx, analysis, { kind: analysed.override ? 'candidate' : 'result', candidateId: candidate.id, why: analysed.override ? 'overridden' : 'analysed' }, now);
  if (place.ctx.settings.writeNote && !analysed.override) await planNote(tx, place, mandatory);
}

function keepOutcome(tx: Tx, { analysis, candidate, now }: Place, analysed: Analysed, computed: Pick<Outcome, 'categories' | 'score' | 'meetsMandatory'>): void {
  tx.store.create(Outcome, {
    id: randomUUID(), tenantId: analysis.tenantId, installationId: analysis.installationId, analysisId: analysis.id, candidateId: candidate.id,
    opportunityId: candidate.opportunityId, number: candidate.outcomes, version: analysis.version, engine: analysis.engine,
    engineVersion: analysed.engineVersion, resumeId: analysed.resume.id, resumeFile: analysed.resume.file, resumeHash: analysed.resume.hash,
    requirements: analysed.outcomes, ...computed,
    weights: analysis.weights, flags: analysed.flags, override: analysed.override ?? null, at: now,
  });
}

/** One note for each version of the analysis, whatever is read again within it (PO-41). */
async function planNote(tx: Tx, { ctx, analysis, candidate, now }: Place, mandatory: ReturnType<typeof mandatoryOf>): Promise<void> {
  const origin = await tx.cursor.get(ORIGIN_CURSOR) ?? '';
  await tx.actions.plan({
    kind: 'note.add', opportunityId: candidate.opportunityId, occurredAt: now, meaning: 'note:analysis', occasion: `${analysis.id}:v${analysis.version}`,
    reasons: ['Popp AI: the application was analysed'],
    text: scoreNote({
      postingTitle: analysis.postingTitle, version: analysis.version, mandatory, score: ctx.settings.scoreInNote ? candidate.score ?? null : null,
      reportLink: `${origin}/v1/popp/candidates/${candidate.id}/report`,
    }),
  });
}

/** "Could not be analysed", with its cause: no score, no group (PO-26). `analysis` and `candidate` are locked. */
export function saveUnreadable(tx: Tx, { analysis, candidate, now }: Omit<Place, 'ctx'>, failure: { cause: string; resumeId: string | null; resumeFile: string | null }): void {
  tx.store.assign(candidate, {
    status: 'unreadable', version: analysis.version, score: null, categories: [], mandatoryAll: 0, mandatoryMet: 0, meetsMandatory: null, flags: [], ...failure,
    engineVersion: null, analysedAt: now, vendorScore: null,
  });
  tell(tx, analysis, { kind: 'result', candidateId: candidate.id, why: 'could-not-be-analysed' }, now);
}
