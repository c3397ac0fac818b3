import { monotonicNow } from '../clock/system-clock.js';

/** Does `work` when asked, at once and then at most each `gapMs`: what is asked for in between is one more time at its end. */
export class Coalesce {
  private timer: NodeJS.Timeout | null = null;
  private last = -Infinity;

  constructor(private readonly gapMs: number, private readonly work: () => void) {}

  ask(): void {
    if (this.timer) return;
    const wait = this.last + this.gapMs - monotonicNow();
    if (wait <= 0) this.run();
    else this.timer = setTimeout(() => this.run(), wait);
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private run(): void {
    this.timer = null;
    this.last = monotonicNow();
    this.work();
  }
}
