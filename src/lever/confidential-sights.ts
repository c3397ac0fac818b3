import { monotonicNow } from '../clock/system-clock.js';
import type { ConfidentialSight } from './action-executors.js';

/** A right that was given meanwhile is used after so long at the latest. */
const REMEMBERED_MS = 10 * 60_000;

/** Remembers which credentials Lever refused confidential rows, so that not each lead asks again in vain. Per process; each process may ask once. */
export class ConfidentialSights {
  private readonly refusedUntil = new Map<string, number>();

  constructor(private readonly now: () => number = monotonicNow) {}

  of(connectionId: string): ConfidentialSight {
    const { now, refusedUntil } = this;
    return {
      get mayAsk() { return (refusedUntil.get(connectionId) ?? 0) <= now(); },
      refused: () => { refusedUntil.set(connectionId, now() + REMEMBERED_MS); },
    };
  }
}
