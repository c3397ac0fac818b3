import { degreesIn, type DegreeMention } from '../education/degree-level.js';
import { stemOf } from '../lexical/stems.js';
import { wordsOf } from '../lexical/words.js';
import type { EducationEvidence } from './profile.js';
import type { ResumeLine } from './resume-lines.js';

const OPEN = /\b(expected|anticipated|in progress|pursuing|ongoing|currently|candidate|to be completed|present|current|enrolled|pågående|laufend|undergoing|graduating|projected|working towards?|incomplete|not completed|did not (finish|complete|graduate)|dropped out|credits? (toward|completed|earned)|hours (toward|completed)|coursework toward|some college|no degree|left (without|before)|unfinished|avbruten|abgebrochen|discontinued)\b/i;
const PLACE_OF_STUDY = /\b(university|college|institute|school|academy|universitet|högskola|universität|hochschule|gymnasium|polytechnic|univ)\b|\b(19|20)\d{2}\b/i;

/** Levels of education of a résumé. Years are read only to tell a plan from a fact, never as an age. */
export function readEducation(text: string, lines: readonly ResumeLine[]): EducationEvidence[] {
  const hasSection = lines.some((line) => line.section === 'education');
  return lines.flatMap((line, index) => {
    const content = text.slice(line.start, line.end);
    const isEducation = line.section === 'education';
    if (!isEducation && (line.section === 'experience' || line.section === 'wishes')) return hasSection ? [] : besideSchool(content, line, text, lines[index + 1]);
    const mentions = degreesIn(content, isEducation).filter((m) => isEducation || m.level > 1 || !hasSection);
    if (!isEducation && hasSection && !PLACE_OF_STUDY.test(content) && line.section !== 'head' && line.section !== 'credentials' && line.section !== 'summary') return [];
    const next = lines[index + 1];
    const following = next && isEducation && next.section === 'education' && degreesIn(text.slice(next.start, next.end), true).length === 0 ? text.slice(next.start, next.end) : '';
    return mentions.map((mention) => evidence(mention, content, following, line));
  });
}

function besideSchool(content: string, line: ResumeLine, text: string, next: ResumeLine | undefined): EducationEvidence[] {
  const nearby = content + (next ? `\n${text.slice(next.start, next.end)}` : '');
  if (line.isBullet || !PLACE_OF_STUDY.test(nearby)) return [];
  return degreesIn(content).filter((m) => m.level > 1).map((mention) => evidence(mention, content, '', line));
}

function evidence(mention: DegreeMention, content: string, following: string, line: ResumeLine): EducationEvidence {
  const subject = content.slice(mention.end, mention.end + 90);
  return {
    level: mention.level, start: line.start + mention.start, end: line.start + mention.end,
    isCompleted: !OPEN.test(content.slice(Math.max(0, mention.start - 40), mention.end + 120)) && !OPEN.test(following),
    fieldStems: new Set(wordsOf(`${subject} ${following.slice(0, 60)}`).map((w) => stemOf(w.folded)).filter(Boolean)),
  };
}
