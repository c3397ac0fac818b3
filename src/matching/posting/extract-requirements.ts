import type { Lexicon } from '../taxonomy/lexicon.js';
import { categoryOf } from './category.js';
import { clausesOf, sentencesOf, trimClause, type Clause } from './clauses.js';
import { conditionsOf } from './conditions.js';
import { postingLines, type PostingLine } from './posting-lines.js';
import type { PostingText } from './posting-text.js';
import { goesOnAsking, proseParts } from './prose.js';
import type { Condition, UnderstoodRequirement } from './requirement.js';
import { sectionOf, type SectionKind } from './sections.js';
import { asksForSomething, foreignTo, isAside, isFirmCondition, isOpeningOnly, isShortAsk, mandatoryByWording, readsLikeAsked, tellsTrait } from './wording.js';

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

/** Conditions that duties and benefits hardly ever contain. */
const TELLING: ReadonlySet<Condition['kind']> = new Set(['experience', 'education', 'credential', 'language', 'work-right', 'quality']);
const HEADING_LENGTH = 80;
const LIST_ITEM = 160;
const MAX_CLAUSE = 420;

class Extraction {
  private readonly found: UnderstoodRequirement[] = [];
  private readonly duties: string[] = [];
  private section: Section = 'unknown';
  private sawBullets = false;
  /** A sentence before this one, in the same paragraph, asked for something. */
  private hasAsked = false;
  private isAfterUnknownHeading = false;
  /** Between lines without bullets that belong together: a line of one or two words is an entry there and no heading. */
  private isInPlainList = false;
  private readonly text: string;

  constructor(private readonly posting: PostingText, private readonly lexicon: Lexicon) {
    this.text = posting.text;
  }

  read(): ReadPosting {
    const lines = postingLines(this.text);
    lines.forEach((line, i) => {
      if (this.startsBlock(lines, i) && this.asksThroughout(lines, i)) this.open('need');
      this.readLine(line, lines[i + 1]);
    });
    return { requirements: this.found, duties: this.duties.join('\n') };
  }

  private startsBlock(lines: readonly PostingLine[], i: number): boolean {
    if (this.section !== 'unknown') return false;
    return lines[i]!.isBullet ? !lines[i - 1]?.isBullet : this.isAfterUnknownHeading;
  }

  private readLine(line: PostingLine, next: PostingLine | undefined): void {
    const content = this.text.slice(line.start, line.end);
    const heading = this.headingOf(line, content);
    if (heading) {
      this.open(heading);
      return;
    }
    if (this.isUnknownHeading(line, content, next)) {
      this.open('unknown');
      this.isAfterUnknownHeading = true;
      return;
    }
    const labelled = this.inlineHeading(line, content);
    if (labelled) this.open(labelled.kind);
    const body = labelled ? { ...line, start: labelled.start } : line;
    if (!labelled && this.leavesList(line, content)) this.open('unknown');
    if (line.isBullet) this.sawBullets = true;
    this.hasAsked = false;
    this.isInPlainList = !line.afterGap && !next?.isBullet && !/[:?]$/.test(content);
    for (const sentence of sentencesOf(this.text, body.start, body.end)) this.readSentence(sentence, line.isBullet, labelled !== undefined);
  }

  /** A list under no known heading whose entries are mostly licences, years, languages, "strong …" and the like. */
  private asksThroughout(lines: readonly PostingLine[], first: number): boolean {
    const { isBullet } = lines[first]!;
    const after = lines.findIndex((line, i) => i > first && (line.isBullet !== isBullet || (!isBullet && line.afterGap)));
    const list = lines.slice(first, after < 0 ? lines.length : after).map((line) => this.text.slice(line.start, line.end));
    const asking = list.filter((item) => item.length <= LIST_ITEM && foreignTo(item) === undefined
      && (readsLikeAsked(item) || conditionsOf(item, this.lexicon).some((c) => TELLING.has(c.kind))));
    return list.length >= 2 && asking.length / list.length > 0.5;
  }

  /** A short line over a list, in words that say nothing known: what was said before ends here. */
  private isUnknownHeading(line: PostingLine, content: string, next: PostingLine | undefined): boolean {
    if (line.isBullet || !next || next.afterGap || this.section === 'need' || this.section === 'nice') return false;
    if (content.length > HEADING_LENGTH || content.split(/\s+/).length > 10 || this.isHard(content)) return false;
    return /[:?]$/.test(content) || (line.afterGap && !/[.;,]$/.test(content));
  }

  private open(section: Section): void {
    this.section = section;
    this.sawBullets = false;
    this.isAfterUnknownHeading = false;
  }

  private headingOf(line: PostingLine, content: string): Section | undefined {
    if (content.length > HEADING_LENGTH || (line.isBullet && !/[:?]$/.test(content))) return undefined;
    if (/[.;,!]$/.test(content) && !/:\.$/.test(content)) return undefined;
    if (isOpeningOnly(content)) return sectionOf(content) === 'nice' ? 'nice' : 'need';
    if (!/[:?]$/.test(content) && !/^[\p{Lu}\d"“*#[]/u.test(content)) return undefined;
    const kind = sectionOf(content);
    if (kind === 'need' && !/[:?]$|^(your|required|personal|our)\b/i.test(content) && !line.afterGap && this.section === 'need' && this.sawBullets) return undefined;
    if (kind && !/[:?]$/.test(content) && content.split(/\s+/).length >= 4 && this.isHard(content)) return undefined;
    if (kind === 'need' && this.section === 'duties' && !line.afterGap && !/[:?]$/.test(content) && content.split(/\s+/).length > 5) return undefined;
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
    if (isListed ? foreignTo(content) === 'legal' : !this.speaksOfPerson(content, isBullet)) return;
    this.hasAsked = true;
    const clauses = clausesOf(this.text, sentence);
    if (!isBullet && !isRun && content.split(/\s+/).length < 3 && !this.isHard(content) && !this.isInPlainList) return;
    for (const clause of clauses) {
      if (!isListed || this.speaksOfPerson(this.text.slice(clause.start, clause.end), isBullet)) this.readClause(clause, isBullet, isRun && clauses.length > 1);
    }
  }

  private speaksOfPerson(sentence: string, isBullet: boolean): boolean {
    const foreign = foreignTo(sentence);
    switch (this.section) {
      case 'need':
      case 'nice':
        return (foreign === undefined || foreign === 'perk' || tellsTrait(sentence)) && !isAside(isBullet ? sentence.replace(/\?$/, '') : sentence);
      case 'unknown':
      case 'duties':
        return foreign === undefined && !/\?$/.test(sentence)
          && (isShortAsk(sentence) || (asksForSomething(sentence) && this.isConcrete(sentence)) || (this.hasAsked && goesOnAsking(sentence)));
      case 'apply':
      case 'offer':
      case 'about':
        return (foreign === undefined || foreign === 'company') && isFirmCondition(sentence) && asksForSomething(sentence) && this.isConcrete(sentence);
      case 'legal':
        return false;
    }
  }

  private isConcrete(sentence: string): boolean {
    const conditions = conditionsOf(sentence, this.lexicon);
    return conditions.some((c) => c.kind !== 'text' && c.kind !== 'quality' && (c.kind !== 'experience' || c.months > 0 || c.stems.length > 0))
      || categoryOf(sentence, conditions) === 'location';
  }

  private isHard(line: string): boolean {
    return conditionsOf(line, this.lexicon).some((c) => (c.kind === 'skill' && !c.anyOf.every((s) => this.lexicon.skills.isSoft(s)))
      || c.kind === 'education' || c.kind === 'credential' || c.kind === 'language' || (c.kind === 'experience' && c.months > 0));
  }

  private readClause(clause: Clause, isBullet: boolean, isRun: boolean): void {
    const parts = isBullet || isRun ? [clause] : proseParts(this.text, clause, this.lexicon);
    for (const part of parts) this.add(trimClause(this.text, part), clause);
  }

  private add(part: Clause, whole: Clause): void {
    const text = this.text.slice(part.start, part.end);
    if (text.length < 2 || text.length > MAX_CLAUSE || !/\p{L}/u.test(text)) return;
    const conditions = conditionsOf(text, this.lexicon);
    const wording = part.mandatory ?? mandatoryByWording(text) ?? mandatoryByWording(this.text.slice(whole.start, whole.end));
    this.found.push({
      text, start: this.posting.sourceStart(part.start), end: this.posting.sourceEnd(part.end),
      category: categoryOf(text, conditions), mandatory: this.section === 'nice' ? wording === true && isFirmCondition(text) : wording ?? true,
      conditions,
    });
  }
}
