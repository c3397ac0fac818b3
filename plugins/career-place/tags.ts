import type { EntryStatus } from './funnel.js';

/** The only tags this plugin ever writes (CP-11). */
export const CP_TAGS = ['CP-Sent', 'CP-InProg', 'CP-Unqual', 'CP-Qual'] as const;
export type CpTag = (typeof CP_TAGS)[number];

/** The tag that a status stands for; null where the tag before it stays (opted out, withdrew) or none exists yet. */
export function tagOf(status: EntryStatus): CpTag | null {
  switch (status) {
    case 'invited': return 'CP-Sent';
    case 'in_progress': case 'submitted': case 'in_review': return 'CP-InProg';
    case 'unqualified': return 'CP-Unqual';
    case 'qualified': return 'CP-Qual';
    case 'queued': case 'inviting': case 'undelivered': case 'opted_out': case 'withdrawn': case 'erased': return null;
  }
}

export interface TagChange { readonly add: CpTag; readonly remove: readonly CpTag[] }

/**
 * What to write so that the opportunity shows `tag`. `known`: tags it has as far as anybody knows, our own last one
 * included. One of the other three known is enough to take all three off: what a person added since may not be known yet.
 */
export function tagChange(tag: CpTag, known: readonly string[], isExclusive: boolean): TagChange {
  const others = CP_TAGS.filter((other) => other !== tag);
  return { add: tag, remove: isExclusive && others.some((other) => known.includes(other)) ? others : [] };
}
