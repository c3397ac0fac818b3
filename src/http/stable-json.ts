/** The same text for equal values, whatever the order of their fields. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part)) ?? '';
}
