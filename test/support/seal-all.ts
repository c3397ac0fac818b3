import { setTimeout as sleep } from 'node:timers/promises';
import type { TestDatabase } from './database.js';

const TRIES = 500;

/**
 * Seals until every entry, or every one that `only` counts as open, has its place in the chain. One run may leave some: rows wait for all
 * older transactions of the server, those of other databases too.
 */
export async function sealAll(db: TestDatabase, seal: () => Promise<unknown>, only: () => Promise<number> = () => openEntries(db)): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await seal();
    if (await only() === 0) return;
    await sleep(20);
  }
  throw new Error('Entries are still without a place in the chain.');
}

async function openEntries(db: TestDatabase): Promise<number> {
  const rows = await db.asOwner<{ n: number }>(
    'select count(*)::int as n from audit_entry e left join audit_link l on l.id = e.id where l.id is null');
  return rows[0]?.n ?? 0;
}
