const LONGEST_MS = 10_000;
/** The lane's own time is PostgreSQL's. */
const MARGIN_MS = 5;

/** Wakes idle workers, nothing more: never awaited for work to be safe, never trusted with a delay (decisions D17). */
export abstract class Bell {
  /** Rings all processes, at most once per few milliseconds. Never throws, never blocks. */
  abstract ring(): void;

  /**
   * Rings once a lane that was just given back is due again, so that a short wait is no longer than that. Gone with the process, and
   * for long waits: then the backstop poll finds the lane.
   */
  ringIn(ms: number): void {
    if (ms > 0 && ms <= LONGEST_MS) setTimeout(() => this.ring(), ms + MARGIN_MS).unref();
  }

  abstract onRing(listener: () => void): void;
  abstract start(): Promise<void>;
  abstract stop(): Promise<void>;
  /** False while the bell is silent; workers then live by their backstop poll. */
  abstract isHealthy(): boolean;
}
