/** Rounds parts to tenths so that they add up to the rounded total exactly (largest remainders first, then order). */
export function tenthsOf(parts: readonly number[]): { parts: number[]; total: number } {
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0) * 10);
  const floors = parts.map((part) => Math.floor(part * 10 + 1e-9));
  let missing = total - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = parts.map((part, i) => ({ i, remainder: part * 10 - floors[i]! })).sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder) {
    if (missing <= 0) break;
    floors[i]! += 1;
    missing -= 1;
  }
  return { parts: floors.map((tenths) => tenths / 10), total: total / 10 };
}
