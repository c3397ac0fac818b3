import { describe, expect, it } from '@jest/globals';
import { TEMPLATES, valuesFor, type TextName } from './texts.js';

const PLACEHOLDER = /\{\{\s*([a-zA-Z]+)\s*\}\}/g;
const GIVEN = new Set(['organisation', 'unsubscribeUrl']);

describe('what people read', () => {
  it.each(Object.entries(TEMPLATES))('RE-10 %s exists in Swedish and English, by e-mail and SMS, with known placeholders and the link', (name, template) => {
    const values = valuesFor(name as TextName, {
      candidate: 'Kim', referee: 'Robin', position: 'Welder', link: 'https://r.example', count: '2', days: '3', months: '24' });
    for (const language of ['sv', 'en'] as const) {
      const texts = [template.email?.[language]?.subject, template.email?.[language]?.text, template.sms?.[language]?.text];
      for (const text of texts) {
        expect(text?.trim()).toBeTruthy();
        const used = [...(text ?? '').matchAll(PLACEHOLDER)].map(([, placeholder]) => placeholder ?? '');
        expect(used.filter((one) => !GIVEN.has(one) && values[one] === undefined)).toEqual([]);
        expect(used.filter((one) => !GIVEN.has(one) && template.samples[one] === undefined)).toEqual([]);
      }
      expect(texts.slice(1).every((text) => text?.includes('{{link}}'))).toBe(true);
    }
    expect(template.email?.sv.text).not.toBe(template.email?.en.text);
  });

  it('RE-38 tells both sides how long the data is kept', () => {
    for (const template of Object.values(TEMPLATES)) {
      expect(template.email?.sv.text).toContain('{{months}} månader');
      expect(template.email?.en.text).toContain('{{months}} months');
    }
  });
});
