import type { EntityManager } from '@mikro-orm/postgresql';
import { createHash, randomUUID } from 'node:crypto';
import { PersonErased } from '../secrets/person-keys.js';
import type { SecretBox } from '../secrets/secret-box.js';
import type { KeptResume, PeopleWrites, ResumeToKeep } from '../sdk/people.js';
import type { ResumeText } from './search-protocol.js';

interface Row {
  id: string; contact_id: string; source: string; source_at_ms: string; hash: string | null; problem: string | null; body: string | null;
  last_active_ms: string; change: string;
}

const list = (ids: readonly string[]): string => `{${ids.map((id) => JSON.stringify(id)).join(',')}}`;

/** The rows of `person_resume`, under the tenant of the entity manager. Texts are sealed under each person's key. */
export class ResumeStore {
  constructor(private readonly secretBox: SecretBox) {}

  writes(em: EntityManager, tenantId: string): PeopleWrites {
    return {
      keep: (resume) => this.keep(em, tenantId, resume),
      seen: (contactId, at) => this.seen(em, tenantId, contactId, at),
      forget: async (contactId) => { await em.execute('delete from person_resume where contact_id = ?', [contactId]); },
    };
  }

  private async keep(em: EntityManager, tenantId: string, resume: ResumeToKeep): Promise<boolean> {
    const change = await this.nextChange(em, tenantId);
    const known = await em.execute<{ id: string; source_at_ms: string; last_active_ms: string }[]>(
      'select id, source_at_ms, last_active_ms from person_resume where contact_id = ?', [resume.contactId]);
    if (known[0] && Number(known[0].source_at_ms) > resume.sourceAt) return false;
    const id = known[0]?.id ?? randomUUID();
    const body = resume.text === null ? null : await this.sealed(em, tenantId, id, resume.contactId, resume.text);
    if (body === undefined) return false;
    const lastActive = Math.max(resume.lastActiveAt, Number(known[0]?.last_active_ms ?? 0));
    await em.execute(
      `insert into person_resume (id, tenant_id, contact_id, source, source_at_ms, hash, problem, body, last_active_ms, change)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, contact_id) do update set source = excluded.source,
       source_at_ms = excluded.source_at_ms, hash = excluded.hash, problem = excluded.problem, body = excluded.body,
       last_active_ms = excluded.last_active_ms, change = excluded.change`,
      [id, tenantId, resume.contactId, resume.source, resume.sourceAt, resume.text === null ? null : hashOf(resume.text), resume.problem, body,
        lastActive, change]);
    return true;
  }

  private async seen(em: EntityManager, tenantId: string, contactId: string, at: number): Promise<void> {
    const older = await em.execute('select 1 from person_resume where contact_id = ? and last_active_ms < ?', [contactId, at]);
    if (older.length === 0) return;
    const change = await this.nextChange(em, tenantId);
    await em.execute('update person_resume set last_active_ms = ?, change = ? where contact_id = ?', [at, change, contactId]);
  }

  /** The lock of the row makes the counter grow in the order of commits (D15). */
  private async nextChange(em: EntityManager, tenantId: string): Promise<string> {
    const rows = await em.execute<{ change: string }[]>(
      `insert into people_library (tenant_id, change) values (?, 1)
       on conflict (tenant_id) do update set change = people_library.change + 1 returning change`, [tenantId]);
    return rows[0]?.change ?? '1';
  }

  private async sealed(em: EntityManager, tenantId: string, id: string, contactId: string, text: string): Promise<string | undefined> {
    try {
      return await this.secretBox.sealForPerson(em, tenantId, contactId, place(id), text);
    } catch (error) {
      if (error instanceof PersonErased) return undefined;
      throw error;
    }
  }

  async kept(em: EntityManager, contactIds: readonly string[]): Promise<ReadonlyMap<string, KeptResume>> {
    const rows = await em.execute<Row[]>('select * from person_resume where contact_id = any(?::text[])', [list(contactIds)]);
    return new Map(rows.map((row) => [row.contact_id, {
      contactId: row.contact_id, source: row.source, sourceAt: Number(row.source_at_ms), hash: row.hash, problem: row.problem,
      lastActiveAt: Number(row.last_active_ms),
    }]));
  }

  /** How many can be found, and the newest change. */
  async extent(em: EntityManager): Promise<{ people: number; change: number }> {
    const rows = await em.execute<{ people: number; change: string | null }[]>(
      'select count(*) filter (where body is not null)::int as people, max(change) as change from person_resume');
    return { people: rows[0]?.people ?? 0, change: Number(rows[0]?.change ?? 0) };
  }

  async searchableIds(em: EntityManager): Promise<string[]> {
    return (await em.execute<{ contact_id: string }[]>('select contact_id from person_resume where body is not null')).map((row) => row.contact_id);
  }

  /** Changes after `change`, oldest first; `text` null takes a person out. */
  async changedSince(em: EntityManager, tenantId: string, change: number, limit: number): Promise<{ resumes: ResumeText[]; change: number; isLast: boolean }> {
    const rows = await em.execute<Row[]>('select * from person_resume where change > ? order by change limit ?', [change, limit]);
    return { resumes: await this.opened(em, tenantId, rows), change: Number(rows.at(-1)?.change ?? change), isLast: rows.length < limit };
  }

  async texts(em: EntityManager, tenantId: string, contactIds: readonly string[]): Promise<ResumeText[]> {
    return this.opened(em, tenantId, await em.execute<Row[]>('select * from person_resume where contact_id = any(?::text[])', [list(contactIds)]));
  }

  private async opened(em: EntityManager, tenantId: string, rows: readonly Row[]): Promise<ResumeText[]> {
    const sealed = rows.flatMap((row) => (row.body === null ? [] : [{ contactId: row.contact_id, place: place(row.id), sealed: row.body }]));
    const texts = await this.secretBox.openForPeople(em, tenantId, sealed);
    return rows.map((row) => ({
      contactId: row.contact_id, hash: row.hash ?? '', text: texts.get(row.contact_id) ?? null, lastActive: Number(row.last_active_ms),
    }));
  }
}

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

function place(row: string) {
  return { table: 'person_resume', column: 'body', row };
}
