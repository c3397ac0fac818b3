/** Share of relevant entries among the first `k`, by what could be reached. 1 when nothing is relevant and nothing was shown. */
export function precisionAt(k: number, grades: readonly number[], relevant: number, least: number): number {
  const hits = grades.slice(0, k).filter((grade) => grade >= least).length;
  if (relevant === 0) return grades.length === 0 ? 1 : 0;
  return hits / Math.min(k, relevant);
}

/** Normalised discounted cumulative gain of the first `k` (gain 2^grade - 1). */
export function ndcgAt(k: number, grades: readonly number[], all: readonly number[]): number {
  const gain = (list: readonly number[]): number => list.slice(0, k).reduce((sum, grade, i) => sum + (2 ** grade - 1) / Math.log2(i + 2), 0);
  const best = gain([...all].sort((a, b) => b - a));
  return best === 0 ? (grades.length === 0 ? 1 : 0) : gain(grades) / best;
}

/** Area under the ROC curve. */
export function auc(positive: readonly number[], negative: readonly number[]): number {
  let wins = 0;
  for (const a of positive) for (const b of negative) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (positive.length * negative.length);
}

export interface Tally { hits: number; wrong: number; missed: number }

export function f1({ hits, wrong, missed }: Tally): { precision: number; recall: number; f1: number } {
  return { precision: hits / (hits + wrong || 1), recall: hits / (hits + missed || 1), f1: (2 * hits) / (2 * hits + wrong + missed || 1) };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
