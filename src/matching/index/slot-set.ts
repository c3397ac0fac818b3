/** A set of document slots as bits; grows by itself. */
export class SlotSet {
  private bits: Uint32Array;

  constructor(bits: Uint32Array = new Uint32Array(64)) {
    this.bits = bits;
  }

  add(slot: number): void {
    const word = slot >>> 5;
    if (word >= this.bits.length) {
      const grown = new Uint32Array(Math.max(word + 1, this.bits.length * 2));
      grown.set(this.bits);
      this.bits = grown;
    }
    this.bits[word]! |= 1 << (slot & 31);
  }

  delete(slot: number): void {
    const word = slot >>> 5;
    if (word < this.bits.length) this.bits[word]! &= ~(1 << (slot & 31));
  }

  has(slot: number): boolean {
    const word = slot >>> 5;
    return word < this.bits.length && (this.bits[word]! & (1 << (slot & 31))) !== 0;
  }

  /** A copy of the bits, for storing. */
  toWords(): Uint32Array {
    return this.bits.slice();
  }
}
