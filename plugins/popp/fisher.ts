/** ln n! for 0..n, so that large tables neither overflow nor lose digits. */
function logFactorials(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  for (let i = 2; i <= n; i += 1) table[i] = (table[i - 1] ?? 0) + Math.log(i);
  return table;
}

/** Tables as likely as the one seen count as extreme, rounding apart. */
const SLACK = 1 + 1e-7;

/**
 * Fisher's exact test, two-sided: how likely a 2x2 table at least as extreme is when both groups are treated alike.
 * `a` of `a + b` in one group, `c` of `c + d` in the other. Whole numbers >= 0. Pure.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const [rowA, rowB, column, n] = [a + b, c + d, a + c, a + b + c + d];
  if (rowA === 0 || rowB === 0 || column === 0 || column === n) return 1;
  const f = logFactorials(n);
  const at = (i: number): number => f[i] ?? 0;
  const fixed = at(rowA) + at(rowB) + at(column) + at(n - column) - at(n);
  const probability = (x: number): number => Math.exp(fixed - at(x) - at(rowA - x) - at(column - x) - at(rowB - column + x));
  const seen = probability(a) * SLACK;
  let sum = 0;
  for (let x = Math.max(0, column - rowB); x <= Math.min(rowA, column); x += 1) {
    const p = probability(x);
    if (p <= seen) sum += p;
  }
  return Math.min(1, sum);
}
