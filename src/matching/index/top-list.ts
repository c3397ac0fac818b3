/** One found document. */
export interface Hit {
  readonly id: string;
  readonly score: number;
}

/** True when `a` comes before `b` among equal scores. */
export type ComesFirst = (a: number, b: number) => boolean;

/** Keeps the best `limit` slots: higher score first, then `comesFirst`. Small limits: plain insertion. */
export class TopList {
  readonly slots: number[] = [];
  readonly scores: number[] = [];

  constructor(readonly limit: number, private readonly comesFirst: ComesFirst) {}

  get isFull(): boolean {
    return this.slots.length >= this.limit;
  }

  /** Score that a slot must at least reach to matter; 1 as long as there is room. */
  get bar(): number {
    return this.slots.length < this.limit ? 1 : this.scores[this.limit - 1]!;
  }

  offer(slot: number, score: number): void {
    if (this.limit === 0 || (this.slots.length === this.limit && !this.beats(slot, score, this.limit - 1))) return;
    let low = 0;
    let high = this.slots.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.beats(slot, score, middle)) high = middle;
      else low = middle + 1;
    }
    this.slots.splice(low, 0, slot);
    this.scores.splice(low, 0, score);
    if (this.slots.length > this.limit) {
      this.slots.pop();
      this.scores.pop();
    }
  }

  private beats(slot: number, score: number, at: number): boolean {
    const other = this.scores[at]!;
    return score > other || (score === other && this.comesFirst(slot, this.slots[at]!));
  }
}
