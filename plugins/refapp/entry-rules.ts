import { isEmail, isPhone, type Reachable } from './channels.js';

export type EntryProblem = 'contact' | 'email' | 'phone' | 'is-candidate' | 'duplicate';

export const ENTRY_WORDS: Readonly<Record<EntryProblem, string>> = {
  'contact': 'has neither e-mail nor telephone', 'email': 'has an e-mail address that cannot be used', 'phone': 'has a number that is not in international form',
  'is-candidate': 'is the candidate', 'duplicate': 'is named twice',
};

/** RE-28: what is wrong with a referee as named, seen beside the candidate and the referees before. */
export function entryProblems(entry: Reachable, candidate: Reachable, others: readonly Reachable[]): EntryProblem[] {
  const problems: EntryProblem[] = [];
  if (entry.email === null && entry.phone === null) problems.push('contact');
  if (entry.email !== null && !isEmail(entry.email)) problems.push('email');
  if (entry.phone !== null && !isPhone(entry.phone)) problems.push('phone');
  if (isSame(entry, candidate)) problems.push('is-candidate');
  if (others.some((other) => isSame(entry, other))) problems.push('duplicate');
  return problems;
}

function isSame(one: Reachable, other: Reachable): boolean {
  return (one.email !== null && one.email.toLowerCase() === other.email?.toLowerCase()) || (one.phone !== null && one.phone === other.phone);
}
