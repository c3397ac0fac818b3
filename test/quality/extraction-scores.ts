import type { Requirement } from '../../src/matching/index.js';
import type { GoldPosting } from './quality-data.js';
import type { Tally } from './metrics.js';

/** Counts of an extraction held against the annotation. A pair counts when half of what both cover together is shared. */
export interface ExtractionTally extends Tally { category: number; mandatory: number; exact: number }

export function tally(posting: GoldPosting, found: readonly Requirement[], sum: ExtractionTally): string[] {
  const open = [...posting.requirements];
  const notes: string[] = [];
  for (const requirement of found) {
    const best = open.map((gold) => ({ gold, overlap: overlap(gold, requirement) })).sort((a, b) => b.overlap - a.overlap)[0];
    if (!best || best.overlap < 0.5) {
      sum.wrong += 1;
      notes.push(`${posting.id} not asked for: ${requirement.text}`);
      continue;
    }
    open.splice(open.indexOf(best.gold), 1);
    sum.hits += 1;
    if (best.overlap === 1) sum.exact += 1;
    if (best.gold.category === requirement.category) sum.category += 1;
    else notes.push(`${posting.id} ${requirement.category} for ${best.gold.category}: ${requirement.text}`);
    if (best.gold.mandatory === requirement.mandatory) sum.mandatory += 1;
    else notes.push(`${posting.id} mandatory=${requirement.mandatory}: ${requirement.text}`);
  }
  sum.missed += open.length;
  return [...notes, ...open.map((gold) => `${posting.id} missed: ${gold.text}`)];
}

export function emptyTally(): ExtractionTally {
  return { hits: 0, wrong: 0, missed: 0, category: 0, mandatory: 0, exact: 0 };
}

/** The reference: every bullet, or every piece between semicolons after a colon, is a requirement. */
export function everyBullet(text: string): Requirement[] {
  const found: Requirement[] = [];
  for (const match of text.matchAll(/(?:^|\n|<li>|<br>)[ \t]*(?:[-–*•▪✔✅]|&bull;|\d{1,2}\.|[a-z]\)|<li>)?\s*([^\n<]+)/gu)) {
    const isBullet = /[-–*•▪✔✅]|&bull;|\d\.|[a-z]\)|<li>/u.test(match[0].slice(0, match[0].length - match[1]!.length));
    const start = match.index + match[0].length - match[1]!.length;
    if (isBullet) found.push({ text: match[1]!, start, end: start + match[1]!.trimEnd().length, category: 'skills', mandatory: true });
  }
  for (const match of text.matchAll(/:\s([^\n:]*;[^\n:]*)/g)) {
    let at = match.index + 2;
    for (const part of match[1]!.split(/; ?/)) {
      at = text.indexOf(part, at);
      found.push({ text: part, start: at, end: at + part.replace(/\.$/, '').length, category: 'skills', mandatory: true });
    }
  }
  return found;
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}
