import { describe, expect, it } from '@jest/globals';
import { matchesAddress } from './delivery-rules.js';
import { enhancedStatus } from './delivery-report.js';
import { linksIn } from './mail-parsing.js';

describe('links in a mail', () => {
  it('finds addresses in HTML attributes and in text, each once, entities decoded', () => {
    const html = '<a href="https://a.example/x?p=1&amp;q=2">one</a> <a href=\'http://b.example/\'>two</a> <a href="mailto:x@y.example">no</a>';
    expect(linksIn(html, 'See https://a.example/x?p=1&q=2. Or (https://c.example/z)!')).toEqual([
      'https://a.example/x?p=1&q=2', 'http://b.example/', 'https://c.example/z',
    ]);
  });
});

describe('address patterns', () => {
  it('takes * as any run of characters and everything else literally, case ignored', () => {
    expect(matchesAddress('*@bounce.example', 'Any.One@Bounce.example')).toBe(true);
    expect(matchesAddress('*@bounce.example', 'a@bouncexexample')).toBe(false);
    expect(matchesAddress('a+*@x.example', 'a+1.2@x.example')).toBe(true);
    expect(matchesAddress('a@x.example', 'aa@x.example')).toBe(false);
  });
});

describe('enhanced status codes', () => {
  it('prefers the code in the text and falls back to its class', () => {
    expect(enhancedStatus(550, '5.1.1 No such user')).toBe('5.1.1');
    expect(enhancedStatus(451, 'later')).toBe('4.0.0');
  });
});
