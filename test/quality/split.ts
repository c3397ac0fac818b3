import { createHash } from 'node:crypto';

/**
 * The rule that splits all quality data: the first byte of SHA-256 over the id, even = tuning, odd = held out. Postings carry
 * their applications and judgements with them. Only the tuning half was looked at while rules and weights were made.
 */
export function isHeldOut(id: string): boolean {
  return createHash('sha256').update(id).digest()[0]! % 2 === 1;
}
