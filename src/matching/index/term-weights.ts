import { tellingness } from '../evaluate/statistics.js';
import type { Field, IndexDocument, IndexQuery } from './index-document.js';
import type { IndexStatistics } from './index-statistics.js';

const BOOST: Record<Field, number> = { titles: 3, skills: 2, body: 1 };
const LENGTH_SHARE: Record<Field, number> = { titles: 0.3, skills: 0.4, body: 0.75 };
const SATURATION = 1.2;
/** Impacts are whole numbers from 1 to 255, so that sums are exact and do not depend on their order. */
const IMPACT_SCALE = 255;
const QUERY_SCALE = 64;

/** BM25F impact of every term of a document: saturated, length-normalised, all fields in one number. */
export function impactsOf(document: IndexDocument, statistics: IndexStatistics): Map<string, number> {
  const weighted = new Map<string, number>();
  for (const field of ['titles', 'skills', 'body'] as const) {
    const terms = document.fields[field];
    let length = 0;
    for (const times of terms.values()) length += times;
    const share = LENGTH_SHARE[field];
    const norm = 1 - share + share * (length / statistics.averageLengths[field]);
    for (const [term, times] of terms) weighted.set(term, (weighted.get(term) ?? 0) + (BOOST[field] * times) / norm);
  }
  for (const [term, weight] of weighted) {
    weighted.set(term, Math.max(1, Math.min(255, Math.round((IMPACT_SCALE * weight) / (SATURATION + weight)))));
  }
  return weighted;
}

/** Whole-number weight of every query term: its weight times how telling it is. */
export function queryWeights(query: IndexQuery, statistics: IndexStatistics): Map<string, number> {
  const weights = new Map<string, number>();
  for (const [term, weight] of query) {
    const scaled = Math.round(QUERY_SCALE * weight * tellingness(statistics, term));
    if (scaled > 0) weights.set(term, scaled);
  }
  return weights;
}
