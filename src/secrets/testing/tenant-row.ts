import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.js';

/** A tenant of its own for one test. */
export async function addTenant(database: Database): Promise<string> {
  const id = randomUUID();
  await database.inRunner((em) => em.execute(
    `insert into tenant (id, slug, name, zone, created_at) values (?, ?, 'Tenant', 'Europe/Stockholm', to_timestamp(0))`, [id, id]));
  return id;
}
