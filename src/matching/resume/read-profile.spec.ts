import { describe, expect, it } from '@jest/globals';
import { lexicon } from '../taxonomy/lexicon.js';
import { dateRangesIn, monthNumber, unionMonths } from './dates.js';
import { readProfile } from './read-profile.js';

const AS_OF = '2025-06-01';
const read = (text: string) => readProfile({ id: 'x', text }, AS_OF, lexicon());
const month = (m: number | undefined) => (m === undefined ? undefined : `${Math.floor(m / 12)}-${(m % 12) + 1}`);
const jobsOf = (text: string) => read(text).positions.map((p) => [p.title, p.occupations[0]?.id, month(p.startMonth), month(p.endMonth)]);

describe('dates of a résumé', () => {
  it.each([
    ['Jan 2020 - Present', '2020-1', '2025-6'], ['01/2020 – 03/2022', '2020-1', '2022-3'], ['2020-01 to 2021-05', '2020-1', '2021-5'], ['2018 - 2020', '2018-1', '2020-1'],
    ['September 2010 to Current', '2010-9', '2025-6'], ['Sept. 2018 – Okt 2019', '2018-9', '2019-10'], ['03.2018 - heute', '2018-3', '2025-6'], ['since March 2021', '2021-3', '2025-6'],
    ["Aug '15 - Dec '17", '2015-8', '2017-12'], ['2021 – nuvarande', '2021-1', '2025-6'], ['06/15/2012 to 07/01/2014', '2012-6', '2014-7'],
  ])('reads %s', (text, start, end) => {
    const [range] = dateRangesIn(text, monthNumber(AS_OF));
    expect([month(range?.startMonth), month(range?.endMonth)]).toEqual([start, end]);
  });

  it.each(['555-0131', 'served 2000 - 3000 guests a week', '24/7 support', 'ISO 9001', 'in 2019'])('reads no span in %s', (text) => {
    expect(dateRangesIn(text, monthNumber(AS_OF))).toEqual([]);
  });

  it('adds up overlapping spans once', () => {
    expect(unionMonths([{ startMonth: 0, endMonth: 12 }, { startMonth: 6, endMonth: 18 }, { startMonth: 24, endMonth: 30 }])).toBe(24);
  });
});

describe('positions', () => {
  it.each<[string, string]>([
    ['title, employer and dates in one line', 'Experience\nCashier, Corner Shop (Jan 2020 - Mar 2022)\n- Cash handling'],
    ['dates first', 'Experience\n01/2020 - 03/2022  Cashier at Corner Shop\n- Cash handling'],
    ['employer, title, dates', 'Experience\nCorner Shop\nCashier\n2020-01 to 2022-03\n- Cash handling'],
    ['title and a wide gap', 'EXPERIENCE\nCorner Shop, Leeds\nCashier                    Jan 2020 – Mar 2022\n• Cash handling'],
    ['no line ends', 'CASHIER     Summary    Friendly cashier.     Experience    Cashier   01/2020   to   03/2022    Corner Shop    City , State    Cash handling and till reports.'],
    ['glued headings', 'SummaryFriendly cashier.ExperienceCashierJanuary 2020 to March 2022Corner Shop. Cash handling.EducationHigh School Diploma'],
  ])('reads %s', (_what, text) => {
    expect(jobsOf(text)).toEqual([['Cashier', 'cashier', '2020-1', '2022-3']]);
    expect(read(text).skills.get('cash handling')).toMatchObject({ context: 'used', months: 26 });
  });

  it('takes no studies for work, and keeps internships apart', () => {
    const profile = read('Experience\nMarketing Intern, Acme, 06/2019 - 09/2019\n\nEducation\nBachelor of Arts, University of Leeds, 2016 - 2019');
    expect(profile.positions).toHaveLength(1);
    expect(profile.positions[0]).toMatchObject({ isTraining: true });
  });
});

describe('claims', () => {
  it('tells what was done from what is denied, wished for or studied', () => {
    const { skills } = read('Summary\nNo experience with Kubernetes or Terraform, but strong Docker. Looking to learn Rust and Go programming.\nExperience\nDeveloper, Acme, 2020 - 2024\n- Wrote Python services\nEducation\nBSc: courses in machine learning');
    expect(Object.fromEntries([...skills].map(([skill, evidence]) => [skill, evidence.context]))).toMatchObject({
      Kubernetes: 'denied', Terraform: 'denied', Docker: 'listed', Rust: 'wished', Python: 'used', 'machine learning': 'studied',
    });
  });

  it.each([
    ['CPA', 'active'], ['CPA candidate', 'in-progress'], ['CPA (expected 2026)', 'in-progress'], ['CPA, expired 2021', 'expired'], ['CPA (valid until 03/2024)', 'expired'],
    ['CPA (valid until 2027)', 'active'], ['No CPA license', 'denied'], ['Studying for the CPA', 'in-progress'], ['Preparing clients for CPA audits', 'in-progress'],
  ])('reads the standing of "%s"', (text, status) => expect(read(`Accountant\nCertifications\n${text}`).credentials.get('CPA')?.status).toBe(status));

  it('does not let the standing of one entry colour the next', () => {
    const { credentials } = read('Licenses\nRN license, ACLS (expired 2022), BLS\nForklift license; CDL in progress');
    expect(Object.fromEntries([...credentials].map(([name, c]) => [name, c.status]))).toEqual({
      'Registered Nurse licence': 'active', 'Advanced Cardiac Life Support': 'expired', 'Basic Life Support': 'active', 'Forklift licence': 'active', 'Commercial driving licence': 'in-progress',
    });
  });

  it.each<[string, [number, boolean][]]>([
    ["Bachelor's degree in History, Calder State, 2012", [[3, true]]], ['MSc Physics (expected 2026)', [[4, false]]], ['B.A : Journalism , 1999', [[3, true]]],
    ['Associate of Arts, some college', [[2, false], [2, false]]], ['High School Diploma', [[1, true]]], ['Ph.D. in Chemistry', [[5, true]]],
  ])('reads the education "%s"', (text, expected) => expect(read(`Education\n${text}`).education.map((e) => [e.level, e.isCompleted])).toEqual(expected));

  it('reads languages with their levels, and the right to work', () => {
    const profile = read('Languages: Swedish (native), German (basic), French (fluent)\nAuthorized to work in the EU. Dutch clients liked me.');
    expect(Object.fromEntries([...profile.languages].map(([name, l]) => [name, l.level]))).toMatchObject({ Swedish: 4, German: 1, French: 3 });
    expect(profile.languages.has('Dutch')).toBe(false);
    expect(profile.workRight?.isGiven).toBe(true);
    expect(read('Requires visa sponsorship').workRight?.isGiven).toBe(false);
  });

  it('points every finding at the original text', () => {
    const text = 'Ada Byron\nada@example.com\n\nExperience\nCook, Old Mill, 2019 - 2021\n- She did food safety audits';
    const profile = read(text);
    const skill = profile.skills.get('food safety')!;
    expect(text.slice(skill.start, skill.end)).toBe('food safety');
    expect(text.slice(profile.positions[0]!.start, profile.positions[0]!.end)).toBe('Cook');
  });
});
