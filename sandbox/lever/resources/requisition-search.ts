/** The word sequences Lever keeps for finding a requisition: single words, pairs and triples of name, then of code. */
export function searchTokens(name: string, code: string): string[] {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const parts = code.toLowerCase().split('-').filter((part) => part !== '' && !words.includes(part));
  const allParts = code.toLowerCase().split('-').filter((part) => part !== '');
  return [...runs(words, ' ', 1), ...runs(words, ' ', 2), ...runs(words, ' ', 3), ...parts, ...runs(allParts, '-', 2),
    ...runs(allParts, '-', 3)];
}

function runs(words: readonly string[], joint: string, length: number): string[] {
  return words.flatMap((_word, index) => (index + length > words.length ? [] : [words.slice(index, index + length).join(joint)]));
}
