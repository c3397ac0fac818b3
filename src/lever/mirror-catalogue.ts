import type { EntityManager } from '@mikro-orm/postgresql';
import type { FactInput } from '../ledger/facts.js';
import type { ArchiveReason, PostingContent, PostingWith, Stage } from '../sdk/lever/index.js';

type SeenPosting = PostingWith<never>;
interface PostingRow { id: string; state: string; version: number }

const OPEN = new Set(['published', 'internal']);

/** What a posting's change of state tells. `before` null: never seen. Pure. */
export function postingFact(before: { state: string; version: number } | null, posting: SeenPosting, now: number): FactInput | null {
  const wasOpen = before !== null && OPEN.has(before.state);
  const isOpen = OPEN.has(posting.state);
  if (wasOpen === isOpen) return null;
  const version = (before?.version ?? 0) + 1;
  const common = { opportunityId: null, postingId: posting.id, occurredAt: posting.updatedAt ?? now, naturalKey: `${posting.id}:${version}` };
  return isOpen
    ? { ...common, kind: 'posting.opened', payload: { postingId: posting.id } }
    : { ...common, kind: 'posting.closed', payload: { postingId: posting.id, state: posting.state } };
}

/** Saves postings and answers the facts that their states tell; of one never seen before only if it was made at or after `since` (epoch ms). */
export async function savePostings(
  em: EntityManager, tenantId: string, postings: readonly SeenPosting[], now: number, since: number,
): Promise<FactInput[]> {
  const known = new Map((await em.execute<PostingRow[]>('select id, state, version from mirror_posting for update')).map((row) => [row.id, row]));
  const facts: FactInput[] = [];
  for (const posting of postings) {
    const before = known.get(posting.id) ?? null;
    const isOld = before === null && posting.createdAt < since;
    const fact = isOld ? null : postingFact(before, posting, now);
    if (fact) facts.push(fact);
    await savePosting(em, tenantId, posting, (before?.version ?? 0) + (fact ? 1 : 0), now);
  }
  return facts;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The whole advertisement as HTML: description, headed lists, closing. Pure. */
export function htmlOf({ description, descriptionHtml, lists, closing, closingHtml }: PostingContent): string {
  const plain = (text: string): string => text.split('\n').map((line) => `<div>${escaped(line)}</div>`).join('');
  const headed = lists.map((list) => `<h3>${escaped(list.text)}</h3><ul>${list.content}</ul>`);
  return [descriptionHtml || plain(description), ...headed, closingHtml || plain(closing)].filter((part) => part !== '' && part !== '<div></div>').join('\n');
}

async function savePosting(em: EntityManager, tenantId: string, posting: SeenPosting, version: number, now: number): Promise<void> {
  const { categories } = posting;
  await em.execute(
    `insert into mirror_posting (tenant_id, id, title, state, team, department, location, description, owner_id, followers, confidential,
       created_at, updated_at, version, seen_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, to_timestamp(? / 1000.0))
     on conflict (tenant_id, id) do update set title = excluded.title, state = excluded.state, team = excluded.team,
       department = excluded.department, location = excluded.location, description = excluded.description, owner_id = excluded.owner_id,
       followers = excluded.followers, confidential = excluded.confidential, updated_at = excluded.updated_at, version = excluded.version,
       seen_at = excluded.seen_at`,
    [tenantId, posting.id, posting.text, posting.state, categories.team, categories.department, categories.location,
      posting.content ? htmlOf(posting.content) : '', posting.owner, JSON.stringify(posting.followers), posting.confidentiality === 'confidential',
      posting.createdAt, posting.updatedAt, version, now]);
}

/** Replaces the pipeline: stages are renamed, added and removed at any time (lever-api 9.18). */
export async function saveStages(em: EntityManager, tenantId: string, stages: readonly Stage[]): Promise<void> {
  await em.execute('delete from mirror_stage where tenant_id = ?', [tenantId]);
  for (const [position, stage] of stages.entries()) {
    await em.execute('insert into mirror_stage (tenant_id, id, text, position) values (?, ?, ?, ?)', [tenantId, stage.id, stage.text, position]);
  }
}

export async function saveArchiveReasons(em: EntityManager, tenantId: string, reasons: readonly ArchiveReason[]): Promise<void> {
  await em.execute('delete from mirror_archive_reason where tenant_id = ?', [tenantId]);
  for (const reason of reasons) {
    await em.execute('insert into mirror_archive_reason (tenant_id, id, text, active, hired) values (?, ?, ?, ?, ?)',
      [tenantId, reason.id, reason.text, reason.status !== 'inactive', reason.type === 'hired']);
  }
}
