/** Wakes idle workers, nothing more: never awaited for work to be safe, never holds a delay (decisions D17). */
export abstract class Bell {
  /** Rings all processes, at most once per few milliseconds. Never throws, never blocks. */
  abstract ring(): void;
  abstract onRing(listener: () => void): void;
  abstract start(): Promise<void>;
  abstract stop(): Promise<void>;
  /** False while the bell is silent; workers then live by their backstop poll. */
  abstract isHealthy(): boolean;
}
