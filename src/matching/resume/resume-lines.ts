import { dateSpansIn } from './dates.js';

/** Parts of a résumé. */
export type ResumeSection = 'head' | 'summary' | 'experience' | 'skills' | 'education' | 'credentials' | 'languages' | 'wishes' | 'other';

/** A line of a résumé with the section it stands in. Offsets in the redacted text. */
export interface ResumeLine {
  readonly start: number;
  readonly end: number;
  readonly isBullet: boolean;
  readonly section: ResumeSection;
}

const HEADINGS: readonly (readonly [ResumeSection, RegExp])[] = [
  ['wishes', /^(career |professional |job |employment )?(objective|goals?|aspirations?|objectives)( statement)?$|^(career )?(interests|plans)$|^berufsziel$|^mål$/],
  ['summary', /^((professional|career|executive|personal|qualifications?|experience) )?(summary|profile|overview|statement|snapshot|abstract|focus|biography|bio|introduction)( of (qualifications|experience|skills))?$|^(about|about me|highlights of qualifications|career highlights|profil|om mig|sammanfattning|über mich|kurzprofil|zusammenfassung|who i am|professional background|summary of qualifications and experience)$/],
  ['experience', /^((professional|work|employment|relevant|career|teaching|clinical|military|related|job|other|additional|industry|nursing|internship|volunteer|management|project|key|practical|sales|previous|field|earlier|recent|hospitality|leadership|legal|research) )*(experience|experiences|history|employment|background|positions|appointments|engagements|career|assignments)( and (accomplishments|achievements|training))?$|^(work|employment|jobs held|where i have worked|positions held|arbetslivserfarenhet|erfarenhet|anställningar|yrkeserfarenhet|berufserfahrung|beruflicher werdegang|werdegang|erfahrung|tidigare anställningar|internships?|practicum|military service|volunteer(ing)?( work| experience)?|professional experience|employment record|arbetserfarenhet|praxiserfahrung)$/],
  ['skills', /^((technical|key|core|professional|computer|relevant|special|additional|soft|hard|personal|other|it|software|language and|leadership|areas of|areas|main|clinical|transferable|management|culinary|design|programming|general|software and|administrative|specialized|strongest) )*(skills?|skill ?set|competenc(y|ies)|competences|expertise|proficienc(y|ies)|strengths|abilities|capabilities|technologies|tools|highlights|qualifications|core qualifications|tech stack|knowledge|specialties|specialities|programs|applications|systems)( and (abilities|tools|technologies|expertise|qualifications|competencies|knowledge|interests))?( highlights| summary| used| overview)?$|^(kompetens(er)?|färdigheter|kenntnisse|fähigkeiten|qualifikationen|edv-kenntnisse|skills? (&|and) (abilities|tools|expertise|interests)|kunskaper|summary of skills|skill summary|it-kenntnisse|methods)$/],
  ['education', /^((professional|academic|formal|continuing|relevant|further) )*(education|studies|training|academics?|qualifications academic|educational (background|qualifications?|history|attainment)|academic (background|qualifications?|history|record|credentials)|schooling|degrees?|coursework)( (and|&) (training|certifications?|credentials|professional development|qualifications|licenses|awards|coursework))?$|^(utbildning(ar)?|ausbildung|bildungsweg|studium|schulbildung|akademischer werdegang|education background|courses?|relevant coursework|professional development|university)$/],
  ['credentials', /^((professional|relevant|current|technical|additional|industry) )*(certifications?|certificates?|licen[cs]es?|licensure|credentials|accreditations?|registrations?)( (and|&|\/) (licen[cs]es?|licensure|certifications?|certificates|training|memberships|affiliations|credentials|skills|education|courses|awards))?$|^(certifieringar|zertifikate|zertifizierungen|körkort|führerschein|intyg|behörigheter|licenses? held|driving licen[cs]e)$/],
  ['languages', /^(languages?|language skills|språk|sprachen|sprachkenntnisse|språkkunskaper|languages? (spoken|known))$/],
  ['other', /^((personal|professional|selected|key|career|major|notable|academic) )*(interests?|hobbies|references?|awards?|honou?rs|publications?|affiliations?|memberships?|accomplishments?|achievements?|activities|personal (information|details|data)|additional information|projects?|portfolio|conferences|presentations|community (service|involvement)|extracurricular activities|patents|contact( information| details)?|miscellaneous|referenser|referenzen|intressen|hobbys|interessen|recognition|military|personal|associations|patents|keywords|volunteering|grants|exhibitions)( (and|&) (\w+ ?){1,3})?$/],
];

const KNOWN = 'Professional Summary|Executive Summary|Career Summary|Summary of Qualifications|Summary of Skills|Summary|Career Overview|Professional Overview|Executive Profile|Professional Profile|Profile|Career Objective|Career Focus|Objective|Highlights|Core Qualifications|Qualifications|Areas of Expertise|Core Competencies|Accomplishments|Professional Experience|Work Experience|Relevant Experience|Work History|Employment History|Teaching Experience|Experience|Education and Training|Education|Academic Background|Technical Skills|Skill Highlights|Key Skills|Additional Skills|Skills and Abilities|Skills|Certifications and Licenses|Certifications|Licenses|Languages|Interests|Affiliations|Professional Affiliations|References|Publications|Additional Information|Personal Information|Activities and Honors|Volunteer Experience';
/** A heading that lost its line end: "SummaryHighly motivated …". */
const GLUED = new RegExp(`(?<=^|[\\s.;,)\\p{Ll}])(${KNOWN})(?=[A-Z][a-z.]|\\d|[•●])`, 'gu');
const MONTH = 'January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec';
/** A date glued to the words around it: "TeacherAugust 2012 to June 2022Maple School". */
const GLUED_DATE = new RegExp(`(?<=\\p{Ll})(?=(?:${MONTH})\\.? \\d{4})|(?<=(?:19|20)\\d{2}|Current|Present)(?=\\p{Lu}\\p{Ll})`, 'gu');
/** A heading in the middle of a long line: "… customers. Experience Store Manager 01/2010 …". */
const INLINE = new RegExp(`(?<=^|[.;!?)\\]%:\\d]\\s+|\\s{2,}|\\p{Ll}\\s+|\\p{Lu}{2,}\\s+)(${KNOWN})(?=\\s*:|\\s+[\\p{Lu}\\d•(]|(?<=Skills|Highlights|Languages)\\s[^.]{2,40},)`, 'gu');
const PART_OF_PHRASE = /\b(of|and|the|in|with|years?|yrs|work|relevant|sales|management|my|more|higher|early|special|adult|physical|continuing|communication|computer|technical|leadership|people|service|customer|extensive|strong|to|for|a|an|your|their|our|on|childhood|secondary|user|good|excellent|organizational|interpersonal|practical|industry|proven|typing|analytical|general|health|this|nursing|retail|professional|board|patient|public|other|additional|combined|working|prior|previous|office|by|elementary|medical|distance)\s+$/i;
const SEPARATOR = /\s{3,}|\t+|\s*[•●▪◦‣■►➢✓❖]\s*/gu;
const BULLET = /^(?:[•●▪◦·‣■►➢✓❖*–—o]|-{1,2})\s+|^[•●▪◦·‣■►➢✓❖](?=\S)/u;
const LONG = 160;
const VERY_LONG = 260;

/** Cuts a résumé into lines and says in which section each stands. Repairs glued headings and lost line ends by cutting only. */
export function resumeLines(text: string): ResumeLine[] {
  const lines: ResumeLine[] = [];
  let section: ResumeSection = 'head';
  let at = 0;
  for (const raw of text.split('\n')) {
    for (const piece of piecesOf(text, at, at + raw.length)) {
      const heading = headingOf(text.slice(piece.start, piece.end));
      section = heading?.section ?? section;
      const isHeadingOnly = heading !== undefined && heading.rest === undefined;
      if (!isHeadingOnly) lines.push({ ...piece, start: piece.start + (heading?.rest ?? 0), section });
    }
    at += raw.length + 1;
  }
  return lines;
}

interface Piece { start: number; end: number; isBullet: boolean }

function piecesOf(text: string, start: number, end: number): Piece[] {
  const line = text.slice(start, end);
  const cuts: { at: number; next: number; isBullet: boolean }[] = [];
  const dates = dateSpansIn(line);
  for (const m of line.matchAll(SEPARATOR)) {
    if (!dates.some((d) => m.index > d.start && m.index + m[0].length < d.end)) cuts.push({ at: m.index, next: m.index + m[0].length, isBullet: /[•●▪◦‣■►➢✓❖]/.test(m[0]) });
  }
  for (const m of line.matchAll(GLUED_DATE)) cuts.push({ at: m.index, next: m.index, isBullet: false });
  const headings = [...line.matchAll(GLUED)];
  if (line.length > LONG) headings.push(...[...line.matchAll(INLINE)].filter((m) => !PART_OF_PHRASE.test(line.slice(Math.max(0, m.index - 20), m.index))));
  for (const m of headings) {
    const after = m.index + m[0].length;
    cuts.push({ at: m.index, next: m.index, isBullet: false }, { at: after, next: after, isBullet: false });
  }
  if (line.length > VERY_LONG) {
    for (const m of line.matchAll(/(?<=[\p{Ll})\d][.;!?])\s+(?=[\p{Lu}])/gu)) cuts.push({ at: m.index, next: m.index + m[0].length, isBullet: false });
  }
  return split(text, start, end, cuts.sort((a, b) => a.at - b.at || a.next - b.next));
}

function split(text: string, start: number, end: number, cuts: readonly { at: number; next: number; isBullet: boolean }[]): Piece[] {
  const pieces: Piece[] = [];
  let from = start;
  let isBullet = false;
  for (const cut of [...cuts, { at: end - start, next: end - start, isBullet: false }]) {
    if (start + cut.at < from) continue;
    const piece = trimmed(text, from, start + cut.at, isBullet);
    if (piece.end > piece.start) pieces.push(piece);
    from = start + cut.next;
    isBullet = cut.isBullet;
  }
  return pieces;
}

function trimmed(text: string, start: number, end: number, wasBullet: boolean): Piece {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from++;
  const mark = BULLET.exec(text.slice(from, to))?.[0].length ?? 0;
  from += mark;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { start: from, end: to, isBullet: wasBullet || mark > 0 };
}

function headingOf(line: string): { section: ResumeSection; rest?: number } | undefined {
  const whole = sectionNamed(line);
  if (whole) return { section: whole };
  const label = /^([\p{L} &/]{3,40}?)\s*:\s*(?=\S)/u.exec(line);
  const section = label ? sectionNamed(label[1]!) : undefined;
  return section && section !== 'other' ? { section, rest: label![0].length } : undefined;
}

function sectionNamed(line: string): ResumeSection | undefined {
  if (line.length > 60) return undefined;
  const text = line.replace(/^[\d.\s#*=_-]+|[\s:.#*=_–-]+$/g, '').replace(/\s+/g, ' ').replace(/\s?&\s?/g, ' and ').replace(/\s?\/\s?/g, ' and ').toLowerCase();
  const spaced = /^(?:\p{L} ){3,}\p{L}$/u.test(text) ? text.replace(/ /g, '') : text;
  return HEADINGS.find(([, pattern]) => pattern.test(spaced))?.[0];
}
