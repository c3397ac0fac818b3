import type { Opportunity, Application } from '../sdk/lever/index.js';

export interface StageChange { readonly toStageId: string; readonly updatedAt: number; readonly userId?: string | null }

/** An opportunity as one look at Lever shows it, reduced to what the mirror keeps. */
export interface SeenOpportunity {
  readonly id: string;
  readonly contactId: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly location: string;
  readonly stageId: string;
  readonly stageChanges: readonly StageChange[];
  readonly tags: readonly string[];
  readonly archivedAt: number | null;
  readonly archiveReasonId: string | null;
  readonly hired: boolean;
  readonly applicationId: string | null;
  readonly applicationType: string | null;
  readonly applicationCreatedAt: number | null;
  readonly postingId: string | null;
  readonly confidential: boolean;
  readonly anonymised: boolean;
  readonly deleted: boolean;
  readonly mayContact: boolean;
  readonly createdAt: number;
  readonly updatedAt: number | null;
}

/** The mirror's row of an opportunity. */
export interface MirroredRow extends Omit<SeenOpportunity, 'stageChanges' | 'hired' | 'applicationCreatedAt'> {
  readonly stageChangeCount: number;
  readonly version: number;
}

const idOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : value && typeof value === 'object' && 'id' in value ? String(value.id) : null;

/** Reads an opportunity fetched with `expand=applications`; `hiredReasons` are the ids of hired-type archive reasons. */
export function seenFrom(opportunity: Opportunity, hiredReasons: ReadonlySet<string>): SeenOpportunity {
  const application = opportunity.applications.find((entry): entry is Application => typeof entry === 'object') ?? null;
  const reason = opportunity.archived?.reason ?? null;
  return {
    id: opportunity.id,
    contactId: idOf(opportunity.contact) ?? '',
    name: opportunity.name ?? '',
    emails: opportunity.emails ?? [],
    location: opportunity.location ?? '',
    stageId: idOf(opportunity.stage) ?? '',
    stageChanges: opportunity.stageChanges ?? [],
    tags: opportunity.tags ?? [],
    archivedAt: opportunity.archived?.archivedAt ?? null,
    archiveReasonId: reason,
    hired: reason !== null && hiredReasons.has(reason),
    applicationId: application?.id ?? null,
    applicationType: application?.type ?? null,
    applicationCreatedAt: application?.createdAt ?? null,
    postingId: application ? idOf(application.posting) : null,
    confidential: opportunity.confidentiality === 'confidential',
    anonymised: opportunity.isAnonymized ?? false,
    deleted: false,
    mayContact: opportunity.dataProtection?.contact?.allowed ?? true,
    createdAt: opportunity.createdAt,
    updatedAt: opportunity.updatedAt ?? null,
  };
}

/** The same person gone from Lever: what is left of the row once it answers 404. */
export function goneFrom(row: MirroredRow): SeenOpportunity {
  return {
    ...row, name: '', emails: [], location: '', tags: [], deleted: true, hired: false, applicationCreatedAt: null,
    stageChanges: Array.from({ length: row.stageChangeCount }, () => ({ toStageId: row.stageId, updatedAt: row.createdAt })),
  };
}
