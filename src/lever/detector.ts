import type { FactInput } from '../ledger/facts.js';
import type { MirroredRow, SeenOpportunity } from './mirror-row.js';

/** What one look at an opportunity tells: the new mirror row and the facts since the last one. Pure (decisions D1). */
export interface Detection {
  readonly row: MirroredRow;
  readonly facts: readonly FactInput[];
}

/**
 * `before` null: never seen; of such an opportunity only what happened at or after `since` (epoch ms) is told. While the first pass over an
 * account goes on, `since` is when it began: what was there before is no news, what comes meanwhile is.
 */
export function detect(before: MirroredRow | null, seen: SeenOpportunity, now: number, since: number): Detection {
  const changes = [
    ...applicationFacts(before, seen),
    ...stageFacts(before, seen),
    ...archiveFacts(before, seen),
    ...contactFacts(before, seen, now),
    ...privacyFacts(before, seen, now),
    ...tagFacts(before, seen, now),
  ].filter((change) => before !== null || change.occurredAt >= since);
  const changed = before === null || changes.length > 0 || !sameRow(before, seen);
  const version = (before?.version ?? 0) + (changed ? 1 : 0);
  return { row: { ...seen, stageChangeCount: seen.stageChanges.length, version }, facts: changes };
}

function fact<K extends FactInput['kind']>(
  seen: SeenOpportunity, kind: K, naturalKey: string, occurredAt: number, payload: FactInput<K>['payload'],
): FactInput {
  return { kind, naturalKey, opportunityId: seen.id, postingId: seen.postingId, occurredAt, payload };
}

function applicationFacts(before: MirroredRow | null, seen: SeenOpportunity): FactInput[] {
  if (!seen.applicationId || before?.applicationId === seen.applicationId) return [];
  return [fact(seen, 'application.created', seen.applicationId, seen.applicationCreatedAt ?? seen.createdAt, {
    applicationId: seen.applicationId, opportunityId: seen.id, postingId: seen.postingId, contactId: seen.contactId,
    type: seen.applicationType ?? 'posting', createdAt: seen.applicationCreatedAt ?? seen.createdAt,
  })];
}

/** The first entry is the entry stage, no change; the rest are numbered for ever by Lever's own list. */
function stageFacts(before: MirroredRow | null, seen: SeenOpportunity): FactInput[] {
  const told = before?.stageChangeCount ?? 1;
  return seen.stageChanges.slice(told).flatMap((change, offset) => {
    const index = told + offset;
    if (index === 0) return [];
    const from = seen.stageChanges[index - 1]?.toStageId ?? null;
    return [fact(seen, 'stage.changed', `${seen.id}:${index}`, change.updatedAt, {
      opportunityId: seen.id, index, fromStageId: from, toStageId: change.toStageId, at: change.updatedAt, byUserId: change.userId ?? null,
    })];
  });
}

function archiveFacts(before: MirroredRow | null, seen: SeenOpportunity): FactInput[] {
  const was = { at: before?.archivedAt ?? null, reason: before?.archiveReasonId ?? null };
  if (was.at === seen.archivedAt && was.reason === seen.archiveReasonId) return [];
  const version = (before?.version ?? 0) + 1;
  const key = seen.archivedAt === null ? `${seen.id}:live:${version}` : `${seen.id}:${seen.archivedAt}:${seen.archiveReasonId}`;
  return [fact(seen, 'archive.changed', key, seen.archivedAt ?? seen.updatedAt ?? seen.createdAt, {
    opportunityId: seen.id, archivedAt: seen.archivedAt, reasonId: seen.archiveReasonId, hired: seen.hired,
  })];
}

function contactFacts(before: MirroredRow | null, seen: SeenOpportunity, now: number): FactInput[] {
  if (!before) return [];
  const version = before.version + 1;
  if (before.contactId !== seen.contactId) {
    return [fact(seen, 'contact.merged', `${seen.id}:${before.contactId}:${seen.contactId}`, seen.updatedAt ?? now, {
      opportunityId: seen.id, fromContactId: before.contactId, toContactId: seen.contactId,
    })];
  }
  const fields = [
    ...(sameList(before.emails, seen.emails) ? [] : ['emails']),
    ...(before.name === seen.name ? [] : ['name']),
    ...(before.mayContact === seen.mayContact ? [] : ['mayContact']),
  ];
  if (fields.length === 0 || seen.anonymised) return [];
  return [fact(seen, 'contact.changed', `${seen.id}:${version}`, seen.updatedAt ?? now, { opportunityId: seen.id, contactId: seen.contactId, fields })];
}

function privacyFacts(before: MirroredRow | null, seen: SeenOpportunity, now: number): FactInput[] {
  const facts: FactInput[] = [];
  if (seen.anonymised && before && !before.anonymised) facts.push(fact(seen, 'anonymised', seen.id, seen.updatedAt ?? now, { opportunityId: seen.id }));
  if (seen.deleted && before && !before.deleted) facts.push(fact(seen, 'deleted', seen.id, now, { opportunityId: seen.id }));
  return facts;
}

function tagFacts(before: MirroredRow | null, seen: SeenOpportunity, now: number): FactInput[] {
  if (!before) return [];
  const added = seen.tags.filter((tag) => !before.tags.includes(tag));
  const removed = before.tags.filter((tag) => !seen.tags.includes(tag));
  if (added.length + removed.length === 0) return [];
  return [fact(seen, 'tags.changed', `${seen.id}:${before.version + 1}`, seen.updatedAt ?? now, { opportunityId: seen.id, added, removed })];
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function sameRow(before: MirroredRow, seen: SeenOpportunity): boolean {
  return before.updatedAt === seen.updatedAt && before.stageId === seen.stageId && before.location === seen.location
    && before.postingId === seen.postingId && before.confidential === seen.confidential;
}
