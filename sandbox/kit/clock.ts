export type ClockListener = (nowMs: number) => void;

/** Business time: the system clock plus an offset that tests move. All emulators of a process share one instance. */
export class SandboxClock {
  private offset: number;
  private readonly listeners = new Set<ClockListener>();

  constructor(offsetMs = 0) {
    this.offset = offsetMs;
  }

  /** Business time in epoch milliseconds. */
  now(): number {
    return Date.now() + this.offset;
  }

  get offsetMs(): number {
    return this.offset;
  }

  setOffset(ms: number): void {
    if (!Number.isFinite(ms)) throw new RangeError('The clock offset must be a finite number of milliseconds.');
    this.offset = Math.trunc(ms);
    const nowMs = this.now();
    for (const listener of this.listeners) listener(nowMs);
  }

  advance(ms: number): void {
    this.setOffset(this.offset + ms);
  }

  /** Calls `listener` after each jump of the clock; the returned function ends it. */
  onChange(listener: ClockListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
