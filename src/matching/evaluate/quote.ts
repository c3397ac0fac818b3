import type { Span } from '../resume/profile.js';
import type { Evidence } from './evaluation.js';

const LONGEST = 140;

/** A literal quote of the original around a place in it, within its line; thrown when it would not be literal. */
export function quoteOf(text: string, span: Span, hidden: readonly Span[] = []): Evidence {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const lineBreak = text.indexOf('\n', span.end);
  const lineEnd = lineBreak < 0 ? text.length : lineBreak;
  let start = lineEnd - lineStart <= LONGEST ? lineStart : span.start;
  let end = lineEnd - lineStart <= LONGEST ? lineEnd : Math.min(span.end, span.start + LONGEST);
  for (const piece of hidden) {
    if (piece.end <= span.start && piece.end > start) start = piece.end;
    if (piece.start >= span.start && piece.start < end) end = Math.max(span.start, piece.start);
  }
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  const quote = text.slice(start, end);
  if (!text.includes(quote)) throw new Error('a quote must stand literally in the text');
  return { quote, start, end };
}
