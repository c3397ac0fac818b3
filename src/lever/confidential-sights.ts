import { monotonicNow } from '../clock/system-clock.js';
import { LeverForbidden } from '../sdk/lever/index.js';
import type { ConfidentialSight } from './action-executors.js';

/** A right that was given meanwhile is used after so long at the latest. */
const REMEMBERED_MS = 60 * 60_000;

/**
 * Remembers which credentials Lever refused confidential rows, so that not each lead asks again in vain: while it is not known, one asks
 * and the others wait for what it learns. Per process; each process asks for itself.
 */
export class ConfidentialSights {
  private readonly refusedUntil = new Map<string, number>();
  private readonly granted = new Set<string>();
  private readonly asking = new Map<string, Promise<unknown>>();

  constructor(private readonly now: () => number = monotonicNow) {}

  of(connectionId: string): ConfidentialSight {
    return { look: (all, visible) => this.look(connectionId, all, visible) };
  }

  private async look<T>(id: string, all: () => Promise<T>, visible: () => Promise<T>): Promise<T> {
    // What one asked in vain for another reason, the next one asks for itself.
    const other = this.asking.get(id);
    if (other) await other.catch(() => undefined);
    if ((this.refusedUntil.get(id) ?? 0) > this.now()) return visible();
    const asked = this.ask(id, all);
    if (!this.granted.has(id)) this.asking.set(id, asked);
    const answer = await asked;
    return answer === null ? visible() : answer.found;
  }

  /** Null when Lever refuses. */
  private async ask<T>(id: string, all: () => Promise<T>): Promise<{ readonly found: T } | null> {
    try {
      const found = await all();
      this.granted.add(id);
      return { found };
    } catch (error) {
      if (!(error instanceof LeverForbidden)) throw error;
      this.granted.delete(id);
      this.refusedUntil.set(id, this.now() + REMEMBERED_MS);
      return null;
    } finally {
      this.asking.delete(id);
    }
  }
}
