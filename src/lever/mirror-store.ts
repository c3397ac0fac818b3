import type { EntityManager } from '@mikro-orm/postgresql';
import type { MirroredRow } from './mirror-row.js';

/** Who was erased here and must not come back with the next look (G10). Asked first in each transaction that stores a person. */
export interface ErasedPeople {
  isErased(em: EntityManager, tenantId: string, contactId: string): Promise<boolean>;
  /** The same for many at once: those of them who were. */
  erasedAmong(em: EntityManager, tenantId: string, contactIds: readonly string[]): Promise<ReadonlySet<string>>;
}

interface Row {
  id: string; contact_id: string; name: string; emails: string[]; location: string; stage_id: string; stage_change_count: number;
  tags: string[]; archived_at: string | null; archive_reason_id: string | null; application_id: string | null; application_type: string | null;
  posting_id: string | null; confidential: boolean; anonymised: boolean; deleted: boolean; may_contact: boolean;
  created_at: string; updated_at: string | null; version: number;
}

const millis = (value: string | null): number | null => (value === null ? null : Number(value));

export function rowFrom(row: Row): MirroredRow {
  return {
    id: row.id, contactId: row.contact_id, name: row.name, emails: row.emails, location: row.location, stageId: row.stage_id,
    stageChangeCount: row.stage_change_count, tags: row.tags, archivedAt: millis(row.archived_at), archiveReasonId: row.archive_reason_id,
    applicationId: row.application_id, applicationType: row.application_type, postingId: row.posting_id, confidential: row.confidential,
    anonymised: row.anonymised, deleted: row.deleted, mayContact: row.may_contact, createdAt: Number(row.created_at),
    updatedAt: millis(row.updated_at), version: row.version,
  };
}

/**
 * The mirror rows of these opportunities under a lock, where there are any. A never-seen id is locked by an advisory lock instead, so
 * that two looks at a new opportunity cannot both find nothing; always in the order of the ids, so that two groups cannot wait for each other.
 */
export async function lockMirrorRows(em: EntityManager, tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, MirroredRow>> {
  const wanted = JSON.stringify(ids.toSorted());
  await em.execute(
    `select pg_advisory_xact_lock(hashtextextended(? || ':' || id, 7)) from jsonb_array_elements_text(?::jsonb) with ordinality as wanted(id, n) order by n`,
    [tenantId, wanted]);
  const rows = await em.execute<Row[]>(
    'select * from mirror_opportunity where tenant_id = ? and id in (select jsonb_array_elements_text(?::jsonb)) order by id for update', [tenantId, wanted]);
  return new Map(rows.map((row) => [row.id, rowFrom(row)]));
}

/** Text that Lever cut in the middle of a character is no text to PostgreSQL. */
const wellFormed = (_key: string, value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed() : value);

/** Saves rows that this transaction has locked, each id once. */
export async function saveMirrorRows(em: EntityManager, tenantId: string, rows: readonly MirroredRow[], seenAt: number): Promise<void> {
  await em.execute(
    `insert into mirror_opportunity (tenant_id, id, contact_id, name, emails, location, stage_id, stage_change_count, tags, archived_at,
       archive_reason_id, application_id, application_type, posting_id, confidential, anonymised, deleted, may_contact, created_at, updated_at,
       version, seen_at)
     select ?, r.id, r."contactId", r.name, r.emails, r.location, r."stageId", r."stageChangeCount", r.tags, r."archivedAt",
       r."archiveReasonId", r."applicationId", r."applicationType", r."postingId", r.confidential, r.anonymised, r.deleted, r."mayContact",
       r."createdAt", r."updatedAt", r.version, to_timestamp(? / 1000.0)
     from jsonb_to_recordset(?::jsonb) as r(id text, "contactId" text, name text, emails jsonb, location text, "stageId" text, "stageChangeCount" int,
       tags jsonb, "archivedAt" bigint, "archiveReasonId" text, "applicationId" text, "applicationType" text, "postingId" text, confidential boolean,
       anonymised boolean, deleted boolean, "mayContact" boolean, "createdAt" bigint, "updatedAt" bigint, version int)
     on conflict (tenant_id, id) do update set contact_id = excluded.contact_id, name = excluded.name, emails = excluded.emails,
       location = excluded.location, stage_id = excluded.stage_id, stage_change_count = excluded.stage_change_count, tags = excluded.tags,
       archived_at = excluded.archived_at, archive_reason_id = excluded.archive_reason_id, application_id = excluded.application_id,
       application_type = excluded.application_type, posting_id = excluded.posting_id, confidential = excluded.confidential,
       anonymised = excluded.anonymised, deleted = excluded.deleted, may_contact = excluded.may_contact, created_at = excluded.created_at,
       updated_at = excluded.updated_at, version = excluded.version, seen_at = excluded.seen_at`,
    [tenantId, seenAt, JSON.stringify(rows, wellFormed)],
  );
}
