import { createHash, randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { ReadStore, UnitOfWork } from 'patchbay/sdk';
import { Applicant } from './applicant.entity.js';
import { CrmPersonRow, Forward } from './forward.entity.js';
import type { Light } from './handoff.js';
import type { Owner, Source } from './idibu.context.js';
import type { PersonDetails } from './person-details.js';

/** The row as it is now, kept from being changed by others until the commit. */
const LOCK = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

/** What a source tells of one application, as of `at`. */
export interface Sighting {
  readonly source: Source;
  readonly externalId: string;
  readonly contactId: string;
  readonly vacancyId: string;
  readonly vacancyTitle: string;
  readonly vacancyReference: string | null;
  readonly details: PersonDetails;
  readonly cvName: string | null;
  readonly cvRef: string | null;
  readonly senderEmail: string | null;
  readonly statusId: string;
  readonly light: Light | null;
  readonly isGone: boolean;
  readonly isKnownBefore: boolean;
  readonly appliedAt: number;
  readonly at: number;
}

export function lockApplicant(tx: UnitOfWork, id: string): Promise<Applicant | null> {
  return tx.store.findOne(Applicant, { id }, LOCK);
}

export function findApplicant(store: ReadStore, { source, externalId, vacancyId }: Pick<Sighting, 'source' | 'externalId' | 'vacancyId'>): Promise<Applicant | null> {
  return store.findOne(Applicant, { source, externalId, vacancyId });
}

export function createApplicant(tx: UnitOfWork, owner: Owner, sighting: Sighting, now: number): Applicant {
  const { at: _at, isGone, ...seen } = sighting;
  return tx.store.create(Applicant, {
    id: randomUUID(), tenantId: owner.tenantId, installationId: owner.installationId, ...seen, state: isGone ? 'gone' : 'active', deleteAt: null,
    changeCount: 0, createdAt: now,
  });
}

/** The same person from both sources has one key: their first address, else the source's own id. Pure. */
export function personKey(applicant: Pick<Applicant, 'source' | 'externalId' | 'details'>): string {
  const email = applicant.details?.emails[0];
  return email === undefined ? `${applicant.source}:${applicant.externalId}` : `mail:${createHash('sha256').update(email).digest('hex')}`;
}

/** The person's row in one CRM, locked; made when there is none. */
export async function crmPersonFor(tx: UnitOfWork, owner: Owner, crm: string, applicant: Applicant): Promise<CrmPersonRow> {
  const key = personKey(applicant);
  const found = await tx.store.findOne(CrmPersonRow, { crm, personKey: key }, LOCK);
  return found ?? tx.store.create(CrmPersonRow, {
    id: randomUUID(), tenantId: owner.tenantId, installationId: owner.installationId, crm, personKey: key, contactId: applicant.contactId,
    crmId: null, url: null, busyForwardId: null,
  });
}

export function lockCrmPerson(tx: UnitOfWork, id: string): Promise<CrmPersonRow | null> {
  return tx.store.findOne(CrmPersonRow, { id }, LOCK);
}

/** The person's row first, always: forwards of one person wait for each other, never in a circle. */
export async function lockForward(tx: UnitOfWork, id: string): Promise<Forward | null> {
  const seen = await tx.store.findOne(Forward, { id });
  if (!seen) return null;
  await lockCrmPerson(tx, seen.crmPersonId);
  return tx.store.findOne(Forward, { id }, { ...LOCK, refresh: true });
}
