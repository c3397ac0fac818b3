import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lexicon } from '../taxonomy/lexicon.js';
import { conditionsOf } from './conditions.js';
import { requirementsOf } from './job.js';

const short = (text: string) => requirementsOf(text, lexicon()).map((r) => `${r.mandatory ? 'must' : 'nice'} ${r.category}: ${r.text}`);

describe('requirements of an advertisement', () => {
  it('tells must from nice by section and by wording', () => {
    expect(short('About us\nWe bake.\n\nRequirements\n- 2+ years as a baker\n- Food safety certificate required; cake decorating is a plus\n\nNice to have\n- French\n- You must have a driving licence\n\nBenefits\n- Free bread'))
      .toEqual(['must experience: 2+ years as a baker', 'must qualifications: Food safety certificate required', 'nice skills: cake decorating is a plus', 'nice languages: French', 'must qualifications: You must have a driving licence']);
  });

  it('reads runs after a colon and leaves the employer, the offer and the law alone', () => {
    expect(short('We are hiring. Requirements: CDL Class A; one year of driving; clean record. Preferred: hazmat endorsement.\nWe offer $30 an hour and 401(k). We are an equal opportunity employer; experience of all kinds is welcome.'))
      .toEqual(['must qualifications: CDL Class A', 'must experience: one year of driving', expect.stringContaining('clean record'), 'nice qualifications: hazmat endorsement']);
  });

  it('points into the markup it was given', () => {
    const html = '<p>About you</p><ul><li>Knowledge of food safety &amp; <b>HACCP</b></li></ul>';
    const [requirement] = requirementsOf(html, lexicon());
    expect(requirement).toMatchObject({ text: 'Knowledge of food safety & HACCP', category: 'skills', mandatory: true });
    expect(html.slice(requirement!.start, requirement!.end)).toBe('Knowledge of food safety &amp; <b>HACCP');
  });

  it('quotes plain text literally, whatever the text', () => {
    const pieces = fc.constantFrom('Requirements:', '- ', '\n', '\n\n', 'You have', '3 years', 'Python', ' and ', ', ', '; ', '. ', 'is a plus', 'Benefits', 'must', 'We offer', 'é', '👩‍🍳', '(', ')', 'B.Sc.', 'a degree');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      for (const r of requirementsOf(text, lexicon())) expect(text.slice(r.start, r.end)).toBe(r.text);
    }), { numRuns: 500 });
  });

  it.each<[string, unknown[]]>([
    ['5+ years of experience as an electrician', [{ kind: 'experience', months: 60, occupations: ['electrician'] }]],
    ['Java or Kotlin', [{ kind: 'skill', anyOf: ['Java', 'Kotlin'] }]], ['Figma, Sketch or Adobe XD', [{ anyOf: ['Figma', 'Sketch app', 'Adobe XD'] }]],
    ['SQL and Tableau', [{ anyOf: ['SQL'] }, { anyOf: ['Tableau'] }]],
    ["Bachelor's or Master's degree in Nursing, or equivalent experience", [{ kind: 'education', level: 3, fields: ['nurs'], orExperience: true }]],
    ['Fluent German', [{ kind: 'language', language: 'German', level: 3 }]], ['Right to work in the UK', [{ kind: 'work-right' }]],
    ['A real team player', [{ kind: 'quality' }]], ['between one and three years in a similar role', [{ kind: 'experience', months: 12 }]],
  ])('understands "%s"', (clause, expected) => expect(conditionsOf(clause, lexicon())).toMatchObject(expected));
});
