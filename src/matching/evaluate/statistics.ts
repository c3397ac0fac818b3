/** Document frequencies of a set of résumés, numbered so that a decision can name what it was made with (see decisions D24). */
export interface TermStatistics {
  readonly version: string;
  readonly documents: number;
  /** In how many documents the term occurs. */
  frequencyOf(term: string): number;
}

/** Statistics without any document: every term counts the same. */
export const NO_STATISTICS: TermStatistics = { version: 'none', documents: 0, frequencyOf: () => 0 };

/** Added to every collection, so that a handful of résumés does not pass for the language. */
const PRIOR_DOCUMENTS = 50;
const PRIOR_FREQUENCY = 5;

/** How telling a term is: rare ones more. The same for every term when there are no statistics. */
export function tellingness(statistics: TermStatistics, term: string): number {
  const documents = statistics.documents + PRIOR_DOCUMENTS;
  const frequency = statistics.frequencyOf(term) + PRIOR_FREQUENCY;
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}
