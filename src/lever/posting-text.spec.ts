import { describe, expect, it } from '@jest/globals';
import { htmlOf } from './mirror-catalogue.js';

const content = (more: object = {}) => ({ description: 'We cook.\nA & B', descriptionHtml: '', lists: [{ text: 'What we <need>', content: '<li>Grilling</li>' }], closing: '', closingHtml: '<p>Join.</p>', ...more });

describe('the text of a posting', () => {
  it('is one piece of HTML: lines, headed lists and closing stay apart', () => {
    expect(htmlOf(content())).toBe('<div>We cook.</div><div>A &amp; B</div>\n<h3>What we &lt;need&gt;</h3><ul><li>Grilling</li></ul>\n<p>Join.</p>');
  });

  it('takes the HTML of the description where Lever has it', () => {
    expect(htmlOf(content({ descriptionHtml: '<p>We cook.</p>', lists: [], closingHtml: '' }))).toBe('<p>We cook.</p>');
  });
});
