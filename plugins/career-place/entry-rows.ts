import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { ReadStore, UnitOfWork } from 'patchbay/sdk';
import type { KnownEntry } from './admission.js';
import type { Working } from './career-place.context.js';
import { FunnelEntry } from './funnel-entry.entity.js';
import { FunnelHistory } from './funnel-history.entity.js';
import { FunnelLink } from './funnel-link.entity.js';

type Owner = Pick<Working, 'tenantId' | 'installationId'>;

/** The entry as it is now, kept from being changed by others until the commit. */
export function lockEntry(tx: UnitOfWork, id: string): Promise<FunnelEntry | null> {
  return tx.store.findOne(FunnelEntry, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Applications to one link are admitted one after another, so that two by one person see each other. */
export function lockLink(tx: UnitOfWork, id: string): Promise<FunnelLink | null> {
  return tx.store.findOne(FunnelLink, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export function entryOf(store: ReadStore, opportunityId: string, jobId: string): Promise<FunnelEntry | null> {
  return store.findOne(FunnelEntry, { opportunityId, jobId });
}

export function linkOf(store: ReadStore, entry: Pick<FunnelEntry, 'linkId'>): Promise<FunnelLink | null> {
  return store.findOne(FunnelLink, { id: entry.linkId });
}

/** Every entry of the person on the posting, in any funnel. */
export async function knownEntries(store: ReadStore, contactId: string, postingId: string): Promise<KnownEntry[]> {
  return store.find(FunnelEntry, { contactId, postingId });
}

/** When the last mail to the person was asked for, in any funnel. */
export async function lastMailAt(store: ReadStore, contactId: string): Promise<number | null> {
  const entries = await store.find(FunnelEntry, { contactId });
  const times = entries.flatMap((entry) => (entry.lastMailAt == null ? [] : [entry.lastMailAt]));
  return times.length > 0 ? Math.max(...times) : null;
}

export interface NewEntry {
  readonly link: Pick<FunnelLink, 'id' | 'jobId' | 'postingId'>;
  readonly opportunityId: string;
  readonly contactId: string;
  readonly applicationId: string;
}

export function createEntry(tx: UnitOfWork, owner: Owner, { link, ...who }: NewEntry, now: number): FunnelEntry {
  return tx.store.create(FunnelEntry, {
    id: randomUUID(), tenantId: owner.tenantId, installationId: owner.installationId, linkId: link.id, jobId: link.jobId, postingId: link.postingId, ...who,
    status: 'queued', transition: 0, round: 0, attempt: 0, applicantId: null, cardUrl: null, tag: null, isTagOwed: false, invitedAt: null, holds: [],
    pausedAt: null, pausedMs: 0, remindersStopped: null, remindersAsked: 0, lastMailAt: null, endedAt: null, problem: null, heardAt: now, historyCount: 0,
    createdAt: now,
  });
}

export interface Happening {
  readonly kind: string;
  readonly at: number;
  readonly transition?: number;
  readonly isApplied?: boolean;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Writes down what happened to a locked entry, with the status it has now. */
export function record(tx: UnitOfWork, entry: FunnelEntry, happening: Happening, now: number): void {
  entry.historyCount += 1;
  tx.store.create(FunnelHistory, {
    id: randomUUID(), tenantId: entry.tenantId, installationId: entry.installationId, entryId: entry.id, number: entry.historyCount,
    opportunityId: entry.opportunityId, kind: happening.kind, status: entry.status, transition: happening.transition ?? null,
    isApplied: happening.isApplied ?? true, at: happening.at, recordedAt: now, detail: happening.detail ?? null,
  });
}
