import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { systemNow } from './system-clock.js';

/** Injection token of the business `Clock`. */
export const CLOCK = Symbol('patchbay:clock');

/**
 * Business time: the machine's time plus one offset that all hub processes read from the database
 * (decisions D12). Production refuses any offset but zero.
 */
export class BusinessClock implements Clock {
  private offsetMs = 0;

  constructor(private readonly database: Database, private readonly mayShift: boolean) {}

  /** Whether this hub lets business time be moved at all. */
  get isShiftable(): boolean { return this.mayShift; }

  now(): number {
    return systemNow() + this.offsetMs;
  }

  /** Called at start and by every worker before it claims, so that a shift reaches all processes. */
  async refresh(): Promise<void> {
    if (!this.mayShift) return;
    const rows = await this.database.asRunner().execute<{ offset_ms: string }[]>('select offset_ms from business_clock where id = 1');
    this.offsetMs = Number(rows[0]?.offset_ms ?? 0);
  }

  /** Moves business time for all processes; it never goes back. Throws where shifting is not allowed. */
  async shiftTo(offsetMs: number): Promise<void> {
    if (!this.mayShift) throw new Error('Business time cannot be shifted in production.');
    await this.database.asRunner().execute(
      `insert into business_clock (id, offset_ms) values (1, ?) on conflict (id) do update set offset_ms = greatest(business_clock.offset_ms, excluded.offset_ms)`,
      [offsetMs],
    );
    await this.refresh();
  }
}
