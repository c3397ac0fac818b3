import type { Word } from '../lexical/words.js';
import type { Lexicon } from '../taxonomy/lexicon.js';
import { unionMonths } from './dates.js';
import { scopeOf } from './mention-scope.js';
import type { FoundPosition } from './positions.js';
import type { SkillContext, SkillEvidence, Span } from './profile.js';
import type { ResumeLine } from './resume-lines.js';

const RANK: Record<SkillContext, number> = { used: 4, listed: 3, studied: 2, wished: 1, denied: 0 };

interface Mention { context: SkillContext; span: Span; position?: FoundPosition }

/** Every skill named in a résumé, in its strongest context. A plain "no" outweighs a bare list entry, not work done. */
export function readSkills(
  text: string, words: readonly Word[], lines: readonly ResumeLine[], positions: readonly FoundPosition[], lexicon: Lexicon,
): Map<string, SkillEvidence> {
  const mentions = new Map<string, Mention[]>();
  const lineAt = lineFinder(lines);
  for (const match of lexicon.skills.find(words, text)) {
    const line = lineAt(match.start);
    const position = line === undefined ? undefined : positions.find((p) => line >= p.firstLine && line < p.lastLine);
    const context = contextOf(text, match.start, match.end, line === undefined ? undefined : lines[line], position);
    const known = mentions.get(match.value) ?? [];
    known.push({ context, span: { start: match.start, end: match.end }, position });
    mentions.set(match.value, known);
  }
  return new Map([...mentions].map(([skill, all]) => [skill, summarise(all)]));
}

function contextOf(text: string, start: number, end: number, line: ResumeLine | undefined, position: FoundPosition | undefined): SkillContext {
  const scope = scopeOf(text, start, end);
  if (scope !== 'plain') return scope;
  if (line?.section === 'wishes') return 'wished';
  if (line?.section === 'education') return 'studied';
  return position && !position.isTraining ? 'used' : position ? 'studied' : 'listed';
}

function summarise(mentions: readonly Mention[]): SkillEvidence {
  const used = mentions.filter((m) => m.context === 'used');
  const isDenied = used.length === 0 && mentions.some((m) => m.context === 'denied');
  const best = isDenied ? mentions.find((m) => m.context === 'denied')! : mentions.reduce((a, b) => (RANK[b.context] > RANK[a.context] ? b : a));
  const positions = [...new Set(used.flatMap((m) => (m.position ? [m.position] : [])))];
  const dated = positions.flatMap((p) => (p.startMonth !== undefined && p.endMonth !== undefined ? [{ startMonth: p.startMonth, endMonth: p.endMonth }] : []));
  return {
    ...best.span, context: best.context, mentions: mentions.length, months: unionMonths(dated),
    lastUsed: dated.length > 0 ? Math.max(...dated.map((d) => d.endMonth)) : undefined,
  };
}

/** Index of the line that holds a position, by binary search. */
export function lineFinder(lines: readonly ResumeLine[]): (at: number) => number | undefined {
  return (at) => {
    let low = 0;
    let high = lines.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (lines[middle]!.end <= at) low = middle + 1;
      else if (lines[middle]!.start > at) high = middle - 1;
      else return middle;
    }
    return undefined;
  };
}
