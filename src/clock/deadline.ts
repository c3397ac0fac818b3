/**
 * A signal that aborts when a parent does, or after `ms` of technical time. Ended, it lets go of its timer and its parents:
 * `AbortSignal.timeout` under `AbortSignal.any` keeps alive what listens until the time is over, however early the work ended.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly parents: readonly AbortSignal[];
  private late = false;

  constructor(ms: number, ...parents: readonly (AbortSignal | undefined)[]) {
    this.parents = parents.filter((parent) => parent !== undefined);
    this.timer = setTimeout(() => {
      this.late = true;
      this.controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, ms).unref();
    for (const parent of this.parents) {
      if (parent.aborted) this.controller.abort(parent.reason);
      else parent.addEventListener('abort', this.follow, { once: true });
    }
  }

  get signal(): AbortSignal { return this.controller.signal; }

  /** The time was over first. */
  get isLate(): boolean { return this.late; }

  /** Callable again without effect; the signal then stays as it is. */
  end(): void {
    clearTimeout(this.timer);
    for (const parent of this.parents) parent.removeEventListener('abort', this.follow);
  }

  private readonly follow = (event: Event): void => {
    if (event.target instanceof AbortSignal) this.controller.abort(event.target.reason);
  };
}
