import { Parser } from 'htmlparser2';

/** Readable text of an advertisement with a way back to the characters it came from. */
export interface PostingText {
  readonly text: string;
  /** Start of the source characters behind character `index` of `text`. */
  sourceStart(index: number): number;
  /** End (exclusive) of the source characters behind the character before `index` of `text`. */
  sourceEnd(index: number): number;
}

const LOOKS_LIKE_HTML = /<\/?(p|div|li|ul|ol|br|h[1-6]|strong|b|em|i|span|table|td|tr|a|section)(\s[^>]*)?\/?>|&(amp|nbsp|lt|gt|#\d+|rsquo|ndash|bull|quot);/i;
const BLOCKS = new Set(['p', 'div', 'li', 'ul', 'ol', 'br', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tr', 'table', 'section', 'article', 'header', 'footer', 'hr', 'dd', 'dt', 'blockquote']);
const HEADINGS = /^h[1-6]$/;
const UNREAD = new Set(['script', 'style', 'template', 'noscript']);

/** Reads plain text as it is and HTML without its markup. */
export function readPostingText(source: string): PostingText {
  if (!LOOKS_LIKE_HTML.test(source)) return { text: source, sourceStart: (i) => i, sourceEnd: (i) => i };
  const reader = new HtmlReader();
  return reader.read(source);
}

class HtmlReader {
  private readonly parts: string[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private unread = 0;

  read(source: string): PostingText {
    const parser: Parser = new Parser({
      onopentagname: (name) => this.open(name, parser.startIndex),
      onclosetag: (name) => this.close(name, parser.startIndex),
      ontext: (data) => this.text(data, parser.startIndex, parser.endIndex + 1),
    }, { decodeEntities: true });
    parser.write(source);
    parser.end();
    const { starts, ends } = this;
    return {
      text: this.parts.join(''),
      sourceStart: (i) => starts[i] ?? source.length,
      sourceEnd: (i) => (i === 0 ? 0 : ends[i - 1] ?? source.length),
    };
  }

  private open(name: string, at: number): void {
    if (UNREAD.has(name)) this.unread += 1;
    if (BLOCKS.has(name)) this.insert(name === 'li' ? '\n• ' : '\n', at);
  }

  private close(name: string, at: number): void {
    if (UNREAD.has(name)) this.unread -= 1;
    if (HEADINGS.test(name) || name === 'p' || name === 'ul' || name === 'div') this.insert('\n', at);
  }

  private text(data: string, start: number, end: number): void {
    if (this.unread > 0) return;
    const literal = data.length === end - start;
    const clean = data.replace(/[\n\r\t\u00a0]/g, ' ');
    this.parts.push(clean);
    for (let i = 0; i < clean.length; i++) {
      this.starts.push(literal ? start + i : start);
      this.ends.push(literal ? start + i + 1 : end);
    }
  }

  private insert(mark: string, at: number): void {
    this.parts.push(mark);
    for (let i = 0; i < mark.length; i++) {
      this.starts.push(at);
      this.ends.push(at);
    }
  }
}
