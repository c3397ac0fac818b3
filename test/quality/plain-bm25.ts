/** Plain BM25 over raw lower-case words: the point of reference. No lexicon, no fields, no stems. */
export class PlainBm25 {
  private readonly counts: Map<string, number>[];
  private readonly lengths: number[];
  private readonly average: number;
  private readonly frequencies = new Map<string, number>();

  constructor(texts: readonly string[]) {
    this.counts = texts.map((text) => tally(text));
    this.lengths = this.counts.map((counts) => [...counts.values()].reduce((a, b) => a + b, 0));
    this.average = this.lengths.reduce((a, b) => a + b, 0) / texts.length;
    for (const counts of this.counts) for (const word of counts.keys()) this.frequencies.set(word, (this.frequencies.get(word) ?? 0) + 1);
  }

  score(query: string, document: number): number {
    const counts = this.counts[document]!;
    const norm = 1.2 * (0.25 + 0.75 * (this.lengths[document]! / this.average));
    let sum = 0;
    for (const word of tally(query).keys()) {
      const times = counts.get(word) ?? 0;
      const frequency = this.frequencies.get(word) ?? 0;
      if (times > 0) sum += Math.log(1 + (this.counts.length - frequency + 0.5) / (frequency + 0.5)) * ((times * 2.2) / (times + norm));
    }
    return sum;
  }
}

function tally(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}+#]+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Numbers from a seed, for the random reference. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
