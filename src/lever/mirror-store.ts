import type { EntityManager } from '@mikro-orm/postgresql';
import type { MirroredRow } from './mirror-row.js';

/** Who was erased here and must not come back with the next look (G10). Asked first in each transaction that stores a person. */
export interface ErasedPeople {
  isErased(em: EntityManager, tenantId: string, contactId: string): Promise<boolean>;
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
 * The mirror row of an opportunity under a lock. A never-seen id is locked by an advisory lock instead, so
 * that two looks at a new opportunity cannot both find nothing.
 */
export async function lockMirrorRow(em: EntityManager, tenantId: string, id: string): Promise<MirroredRow | null> {
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 7))', [`${tenantId}:${id}`]);
  const rows = await em.execute<Row[]>('select * from mirror_opportunity where tenant_id = ? and id = ? for update', [tenantId, id]);
  return rows[0] ? rowFrom(rows[0]) : null;
}

export async function saveMirrorRow(em: EntityManager, tenantId: string, row: MirroredRow, seenAt: number): Promise<void> {
  await em.execute(
    `insert into mirror_opportunity (tenant_id, id, contact_id, name, emails, location, stage_id, stage_change_count, tags, archived_at,
       archive_reason_id, application_id, application_type, posting_id, confidential, anonymised, deleted, may_contact, created_at, updated_at,
       version, seen_at)
     values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, to_timestamp(? / 1000.0))
     on conflict (tenant_id, id) do update set contact_id = excluded.contact_id, name = excluded.name, emails = excluded.emails,
       location = excluded.location, stage_id = excluded.stage_id, stage_change_count = excluded.stage_change_count, tags = excluded.tags,
       archived_at = excluded.archived_at, archive_reason_id = excluded.archive_reason_id, application_id = excluded.application_id,
       application_type = excluded.application_type, posting_id = excluded.posting_id, confidential = excluded.confidential,
       anonymised = excluded.anonymised, deleted = excluded.deleted, may_contact = excluded.may_contact, created_at = excluded.created_at,
       updated_at = excluded.updated_at, version = excluded.version, seen_at = excluded.seen_at`,
    [tenantId, row.id, row.contactId, row.name, JSON.stringify(row.emails), row.location, row.stageId, row.stageChangeCount,
      JSON.stringify(row.tags), row.archivedAt, row.archiveReasonId, row.applicationId, row.applicationType, row.postingId,
      row.confidential, row.anonymised, row.deleted, row.mayContact, row.createdAt, row.updatedAt, row.version, seenAt],
  );
}
