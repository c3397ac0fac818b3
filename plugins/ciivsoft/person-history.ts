import type { MirroredArchiveReason, MirroredOpportunity, MirroredStage, OpportunityWith } from 'patchbay/sdk';
import { archiveKind, type ArchiveKind } from './archive-kinds.js';

/** One opportunity of a person, reduced to what may keep them from being suggested. */
export interface PastOpportunity {
  readonly id: string;
  readonly postingId: string | null;
  readonly createdAt: number;
  readonly archivedAt: number | null;
  readonly archive: ArchiveKind | null;
  readonly isConfidential: boolean;
  readonly isAnonymised: boolean;
  /** False: must not be contacted, or the consent has run out. */
  readonly mayContact: boolean;
  readonly tags: readonly string[];
}

export interface LeverFacts { readonly stages: readonly MirroredStage[]; readonly reasons: readonly MirroredArchiveReason[] }

const OFFER = 'offer';

function archiveOf(facts: LeverFacts, archived: { at: number | null; reasonId: string | null; isHired: boolean; stageId: string }): ArchiveKind | null {
  if (archived.at === null) return null;
  const offer = facts.stages.findIndex((stage) => stage.id === OFFER);
  const here = facts.stages.findIndex((stage) => stage.id === archived.stageId);
  return archiveKind({ reasonId: archived.reasonId, isHired: archived.isHired, isAtOffer: offer >= 0 && here >= offer }, facts.reasons);
}

/** From the mirror. Pure. */
export function pastFromMirror(row: MirroredOpportunity, facts: LeverFacts): PastOpportunity {
  return {
    id: row.id, postingId: row.postingId, createdAt: row.createdAt, archivedAt: row.archivedAt, isConfidential: row.confidential,
    isAnonymised: row.anonymised || row.deleted, mayContact: row.mayContact, tags: row.tags,
    archive: archiveOf(facts, { at: row.archivedAt, reasonId: row.archiveReasonId, isHired: row.hired, stageId: row.stageId }),
  };
}

/** From Lever itself, just before somebody is suggested: only here the end of a consent is known. Pure. */
export function pastFromLever(row: OpportunityWith<'applications'>, facts: LeverFacts, now: number): PastOpportunity {
  const [application] = row.applications;
  const consent = row.dataProtection?.contact ?? null;
  const posting = application?.posting ?? null;
  return {
    id: row.id, postingId: typeof posting === 'string' ? posting : null, createdAt: row.createdAt, archivedAt: row.archived?.archivedAt ?? null,
    isConfidential: row.confidentiality === 'confidential', isAnonymised: row.isAnonymized, tags: row.tags,
    mayContact: consent === null || (consent.allowed && (consent.expiresAt === null || consent.expiresAt > now)),
    archive: archiveOf(facts, {
      at: row.archived?.archivedAt ?? null, reasonId: row.archived?.reason ?? null, stageId: row.stage,
      isHired: application?.requisitionForHire != null,
    }),
  };
}
