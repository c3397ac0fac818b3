/** Numbers over samples and rounds. Pure. */
const ascending = (a, b) => a - b;

export function percentile(values, share) {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort(ascending);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

export function median(values) {
  const sorted = [...values].sort(ascending);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const spread = (values) => ({ median: median(values), min: Math.min(...values), max: Math.max(...values), rounds: values.length });

export const latencies = (values) => ({ p50: percentile(values, 0.5), p99: percentile(values, 0.99), p999: percentile(values, 0.999), max: percentile(values, 1) });

/** Per-round ratios of two series that ran interleaved: their median says more than the ratio of medians. */
export function ratios(ours, theirs) {
  return spread(ours.map((value, round) => value / theirs[round]));
}

/** Seeded numbers in [0, 1): the same work in every run. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
