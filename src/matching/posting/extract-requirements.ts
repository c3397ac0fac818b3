import type { Lexicon } from '../taxonomy/lexicon.js';
import { categoryOf } from './category.js';
import { clausesOf, enumerationOf, sentencesOf, trimClause, type Clause } from './clauses.js';
import { conditionsOf } from './conditions.js';
import { postingLines, type PostingLine } from './posting-lines.js';
import type { PostingText } from './posting-text.js';
import type { Condition, UnderstoodRequirement } from './requirement.js';
import { sectionOf, type SectionKind } from './sections.js';
import { asksForSomething, foreignTo, isAside, isFirmCondition, isOpeningOnly, mandatoryByWording } from './wording.js';

type Section = SectionKind | 'unknown';

/** What an advertisement asks of the person wanted, in running order, and the text of its duties. */
export interface ReadPosting {
  readonly requirements: readonly UnderstoodRequirement[];
  readonly duties: string;
}

/** Reads the requirements and the duties of an advertisement. */
export function extractRequirements(posting: PostingText, lexicon: Lexicon): ReadPosting {
  return new Extraction(posting, lexicon).read();
}

const LEAD_IN = /^(?:(?:(?:as|in) [^,]{3,60}, )?(?:you(?:['’]ll| will)? (?:should |must |also |will |already |ideally )*(?:have|hold|possess|bring|need|be|are)(?= )|you['’]ve(?: got)?|(?:we(?:['’]re| are)? )?(?:look|seek|search)ing for (?:someone|somebody|a [\w\s-]{2,40}?|an [\w\s-]{2,40}?|candidates?|people|individuals?) (?:with|who (?:has|have|is|can))|(?:the |our |an? )?(?:ideal|successful|right|suitable|perfect) (?:candidate|applicant|person)(?:s)? (?:will |should |must )?(?:has|have|having|possess(?:es)?|brings?|is|be|with)|(?:applicants?|candidates?) (?:must|should|need to|will) (?:have|hold|possess|be)|must have|we (?:need|expect|require)|required:?|sie (?:verfügen über|haben|bringen)|du (?:har|hast|bringst)|vi söker dig som (?:har|är)))\s+/i;
/** Conditions that duties and benefits hardly ever contain. */
const TELLING: ReadonlySet<Condition['kind']> = new Set(['experience', 'education', 'credential', 'language', 'work-right', 'quality']);
const HEADING_LENGTH = 80;
const MAX_CLAUSE = 420;

class Extraction {
  private readonly found: UnderstoodRequirement[] = [];
  private readonly duties: string[] = [];
  private section: Section = 'unknown';
  private sawBullets = false;
  private readonly text: string;

  constructor(private readonly posting: PostingText, private readonly lexicon: Lexicon) {
    this.text = posting.text;
  }

  read(): ReadPosting {
    const lines = postingLines(this.text);
    lines.forEach((line, i) => {
      if (line.isBullet && !lines[i - 1]?.isBullet && this.section === 'unknown' && this.asksThroughout(lines, i)) this.open('need');
      this.readLine(line);
    });
    return { requirements: this.found, duties: this.duties.join('\n') };
  }

  private readLine(line: PostingLine): void {
    const content = this.text.slice(line.start, line.end);
    const heading = this.headingOf(line, content);
    if (heading) {
      this.open(heading);
      return;
    }
    const labelled = this.inlineHeading(line, content);
    if (labelled) this.open(labelled.kind);
    const body = labelled ? { ...line, start: labelled.start } : line;
    if (!labelled && this.leavesList(line, content)) this.open('unknown');
    if (line.isBullet) this.sawBullets = true;
    for (const sentence of sentencesOf(this.text, body.start, body.end)) this.readSentence(sentence, line.isBullet, labelled !== undefined);
  }

  /** A list under no known heading whose entries are mostly licences, years, languages and the like. */
  private asksThroughout(lines: readonly PostingLine[], first: number): boolean {
    const after = lines.findIndex((line, i) => i > first && !line.isBullet);
    const list = lines.slice(first, after < 0 ? lines.length : after);
    const asking = list.filter((line) => conditionsOf(this.text.slice(line.start, line.end), this.lexicon).some((c) => TELLING.has(c.kind)));
    return list.length >= 3 && asking.length / list.length >= 0.5;
  }

  private open(section: Section): void {
    this.section = section;
    this.sawBullets = false;
  }

  private headingOf(line: PostingLine, content: string): Section | undefined {
    if (content.length > HEADING_LENGTH || (line.isBullet && !/[:?]$/.test(content))) return undefined;
    if (/[.;,!]$/.test(content)) return undefined;
    if (isOpeningOnly(content)) return 'need';
    if (!/[:?]$/.test(content) && !/^[\p{Lu}\d"“*#[]/u.test(content)) return undefined;
    const kind = sectionOf(content);
    if (kind === 'need' && !/[:?]$|^(your|required|personal|our)\b/i.test(content) && !line.afterGap && this.section === 'need' && this.sawBullets) return undefined;
    if (kind && !/[:?]$/.test(content) && content.split(/\s+/).length >= 4 && this.isHard(content)) return undefined;
    if (kind) return kind;
    const isUnknownHeading = /:$/.test(content) && content.split(/\s+/).length <= 5 && !line.isBullet;
    return isUnknownHeading && (this.section === 'need' || this.section === 'nice') ? this.section : undefined;
  }

  private inlineHeading(line: PostingLine, content: string): { kind: Section; start: number } | undefined {
    const match = /^([^:.;]{2,60}?)(?::|\s[–—-])\s+(?=\S)/.exec(content);
    if (!match || match[1]!.split(/\s+/).length > 8) return undefined;
    const kind = sectionOf(match[1]!);
    return kind && !(line.isBullet && kind !== 'need' && kind !== 'nice') ? { kind, start: line.start + match[0].length } : undefined;
  }

  /** A full sentence of the employer after a list ends the list, heading or not. */
  private leavesList(line: PostingLine, content: string): boolean {
    if (line.isBullet || !this.sawBullets || (this.section !== 'need' && this.section !== 'nice' && this.section !== 'duties')) return false;
    if (!line.afterGap) return this.section !== 'duties' && /^\p{Lu}/u.test(content) && content.split(/\s+/).length >= 3;
    return (content.length > 120 || foreignTo(content) !== undefined || /\b(we|our|us)\b/i.test(content));
  }

  private readSentence(sentence: Clause, isBullet: boolean, isRun: boolean): void {
    const content = this.text.slice(sentence.start, sentence.end);
    if (this.section === 'duties') this.duties.push(content);
    const isListed = this.section === 'need' || this.section === 'nice';
    if (isListed ? foreignTo(content) === 'legal' : !this.speaksOfPerson(content)) return;
    const clauses = clausesOf(this.text, sentence);
    if (!isBullet && !isRun && content.split(/\s+/).length < 3 && !this.isHard(content)) return;
    for (const clause of clauses) {
      if (!isListed || this.speaksOfPerson(this.text.slice(clause.start, clause.end))) this.readClause(clause, isBullet, isRun && clauses.length > 1);
    }
  }

  private speaksOfPerson(sentence: string): boolean {
    const foreign = foreignTo(sentence);
    switch (this.section) {
      case 'need':
      case 'nice':
        return (foreign === undefined || foreign === 'perk') && !isAside(sentence);
      case 'unknown':
      case 'duties':
        return foreign === undefined && !/\?$/.test(sentence) && asksForSomething(sentence) && this.isConcrete(sentence);
      case 'apply':
      case 'offer':
      case 'about':
        return (foreign === undefined || foreign === 'company') && isFirmCondition(sentence) && asksForSomething(sentence) && this.isConcrete(sentence);
      case 'legal':
        return false;
    }
  }

  private isConcrete(sentence: string): boolean {
    return conditionsOf(sentence, this.lexicon).some((c) => c.kind !== 'text' && c.kind !== 'quality' && (c.kind !== 'experience' || c.months > 0 || c.stems.length > 0));
  }

  private isHard(line: string): boolean {
    return conditionsOf(line, this.lexicon).some((c) => (c.kind === 'skill' && !c.anyOf.every((s) => this.lexicon.skills.isSoft(s)))
      || c.kind === 'education' || c.kind === 'credential' || c.kind === 'language' || (c.kind === 'experience' && c.months > 0));
  }

  private readClause(clause: Clause, isBullet: boolean, isRun: boolean): void {
    const parts = isBullet || isRun ? [clause] : this.proseParts(clause);
    for (const part of parts) this.add(trimClause(this.text, part), clause);
  }

  /** Running prose: takes off "You have …" and cuts the enumeration, if every part of it is understood. */
  private proseParts(clause: Clause): Clause[] {
    const content = this.text.slice(clause.start, clause.end);
    const leadIn = LEAD_IN.exec(content);
    const rest = leadIn ? { ...clause, start: clause.start + leadIn[0].length } : clause;
    const parts = enumerationOf(this.text, rest);
    const understood = parts.map((part) => conditionsOf(this.text.slice(part.start, part.end), this.lexicon));
    if (parts.length < 2 || !understood.every((conditions) => isKnown(conditions))) return [rest];
    return parts;
  }

  private add(part: Clause, whole: Clause): void {
    const text = this.text.slice(part.start, part.end);
    if (text.length < 2 || text.length > MAX_CLAUSE || !/\p{L}/u.test(text)) return;
    const conditions = conditionsOf(text, this.lexicon);
    const wording = part.mandatory ?? mandatoryByWording(text) ?? mandatoryByWording(this.text.slice(whole.start, whole.end));
    this.found.push({
      text, start: this.posting.sourceStart(part.start), end: this.posting.sourceEnd(part.end),
      category: categoryOf(text, conditions), mandatory: this.section === 'nice' ? wording === true && /\b(must|required)\b/i.test(text) : wording ?? true,
      conditions,
    });
  }
}

function isKnown(conditions: readonly Condition[]): boolean {
  return conditions.every((c) => c.kind !== 'text' && (c.kind !== 'experience' || c.months > 0));
}
