import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';

/** Who has had their reminder on which day (ME-4). */
@Injectable()
export class ReminderDays {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Takes the day for one occasion under every name of the person (their id, their address), or takes nothing and
   * answers false when another occasion has one of them. Another transaction that asks at the same time waits.
   */
  async take(em: EntityManager, tenantId: string, names: readonly string[], day: string, occasion: string): Promise<boolean> {
    const sorted = [...new Set(names)].sort();
    // Locks in one order, so that two plugins cannot wait for each other.
    for (const name of sorted) await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`reminder:${tenantId}:${name}:${day}`]);
    const taken = await em.execute<{ occasion: string }[]>(
      'select occasion from reminder_day where tenant_id = ? and day = ? and person in (select json_array_elements_text(?::json))',
      [tenantId, day, JSON.stringify(sorted)]);
    if (taken.some((row) => row.occasion !== occasion)) return false;
    for (const name of sorted) {
      await em.execute(
        `insert into reminder_day (id, tenant_id, person, day, occasion, created_at_ms) values (?, ?, ?, ?, ?, ?) on conflict (tenant_id, person, day) do nothing`,
        [randomUUID(), tenantId, name, day, occasion, this.clock.now()]);
    }
    return true;
  }
}
