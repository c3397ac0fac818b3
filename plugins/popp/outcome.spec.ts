import { describe, expect, it } from '@jest/globals';
import { copiesAdvertisement, outcomesFromChecks, outcomesFromVendor, placed } from './outcome.js';
import type { AnalysisRequirement } from './requirement-list.js';

const requirements: AnalysisRequirement[] = [
  { id: '1', text: 'Python', category: 'skills', mandatory: true, origin: 'extracted' },
  { id: '2', text: 'Fluent German', category: 'languages', mandatory: false, origin: 'typed' },
];
const quote = { quote: 'Python', start: 3, end: 9 };
const check = (status: 'met' | 'partial' | 'not-met' | 'not-stated', evidence = [quote]) => ({ status, finding: 'f', evidence });
const checked = (...checks: ReturnType<typeof check>[]) => outcomesFromChecks(requirements, { checks, flags: [], engineVersion: 'v' });

describe('outcomes', () => {
  it('PO-25 LG-3 keeps category, must-have, status and the quote with its place', () => {
    expect(checked(check('met'), check('not-stated', []))).toEqual([
      { id: '1', text: 'Python', category: 'skills', mandatory: true, status: 'met', finding: 'f', evidence: [quote] },
      { id: '2', text: 'Fluent German', category: 'languages', mandatory: false, status: 'unknown', finding: 'f', evidence: [] },
    ]);
  });

  it('LG-3 counts nothing as shown without words of the resume', () => {
    expect(checked(check('met', []), check('partial', [])).map((one) => one.status)).toEqual(['unknown', 'unknown']);
    expect(checked(check('not-met', []), check('partial')).map((one) => one.status)).toEqual(['not-met', 'partial']);
  });

  it('finds the requirements of the vendor again by their words and gives them our categories', () => {
    const told = [{ requirement: 'fluent  german', isMet: false }, { requirement: 'Python', isMet: true, evidence: ' Python since 2019 ' }];
    expect(outcomesFromVendor(requirements, told)).toMatchObject([
      { id: '1', category: 'skills', mandatory: true, status: 'met', evidence: [{ quote: 'Python since 2019', start: null }] },
      { id: '2', category: 'languages', status: 'unknown', evidence: [] },
    ]);
    expect(outcomesFromVendor(requirements, [{ requirement: 'Python', isMet: true }, { requirement: 'Fluent German', isMet: false, evidence: 'German: basic' }]))
      .toMatchObject([{ status: 'unknown' }, { status: 'not-met' }]);
  });

  it('PO-28 knows outcomes about an older version by their words', () => {
    expect(outcomesFromVendor(requirements, [{ requirement: 'Python', isMet: true }])).toBeNull();
    expect(outcomesFromVendor(requirements, [{ requirement: 'Python', isMet: true }, { requirement: 'French', isMet: true }])).toBeNull();
  });

  it('places a quote literally, or not at all', () => {
    expect(placed([{ quote: 'Python', start: null, end: null }, { quote: 'absent', start: null, end: null }], 'My Python')).toEqual([
      { quote: 'Python', start: 3, end: 9 }, { quote: 'absent', start: null, end: null },
    ]);
  });

  it('flags a resume into which the advertisement was pasted', () => {
    const asked = ['3 years of experience with Python', 'a degree in computer science', 'fluent in written German', 'SQL'].map((text) => ({ text }));
    expect(copiesAdvertisement(asked, `My life.\n${asked.map((one) => one.text).join('\n')}`)).toBe(true);
    expect(copiesAdvertisement(asked, 'I have 3 years of experience with Python and SQL and a degree in computer science.')).toBe(false);
  });
});
