import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MatchingEngine } from '../engine/matching-engine.js';
import { lexicon } from '../taxonomy/lexicon.js';
import { redact, REMOVED } from './redact.js';

const engine = new MatchingEngine();

interface Person {
  name: string; subject: string; possessive: string; gender: string; age: number; birth: string; nationality: string; marital: string; photo: string;
  street: string; mail: string; phone: string; school: number;
}

const FIRST = ['Ada', 'Mohammed', 'Jürgen', 'Xin', 'Oluwaseun', 'María José', 'Grace', 'Will', 'Śarah', 'DeShawn', 'Bo', 'Åsa', 'Jean-Luc', 'Faith'];
const LAST = ['Okafor', 'Nguyen', 'Lindqvist', "O'Brien", 'García López', 'Smith', 'Cohen', 'Ibrahim', 'Kowalczyk', 'Cook', 'Baker', 'Andersson', 'Tanaka'];

const people: fc.Arbitrary<Person> = fc.record({
  name: fc.tuple(fc.constantFrom(...FIRST), fc.constantFrom(...LAST)).map((n) => n.join(' ')),
  subject: fc.constantFrom('he', 'she', 'they'), possessive: fc.constantFrom('his', 'her', 'their'),
  gender: fc.constantFrom('Male', 'Female', 'Non-binary', 'Woman', 'Man'), age: fc.integer({ min: 18, max: 79 }),
  birth: fc.constantFrom('4 May 1985', '1999-12-31', '03/04/1961', 'March 1, 2001'),
  nationality: fc.constantFrom('Nigerian', 'Swedish', 'American', 'Indian', 'Brazilian', 'Polish', 'Iraqi', 'British'),
  marital: fc.constantFrom('Married', 'Single', 'Divorced', 'Widowed'), photo: fc.constantFrom('Photo attached', '[photo]', 'See photo above'),
  street: fc.constantFrom('12 Hill Road', '4400 North Ocean Avenue Apt 12', '7 Rue Street', '99 Kent Lane'),
  mail: fc.constantFrom('a.b@example.com', 'someone.with.a.long.name@mail.example.org', 'x@y.io'), phone: fc.constantFrom('+1 555 0131', '(555) 010-2233', '+46 70 123 45 67', '020 7946 0000'),
  school: fc.integer({ min: 1970, max: 2024 }),
});

const resumeOf = (p: Person): string => `${p.name}
Registered Nurse | Leeds, UK
${p.mail}  ${p.phone}  ${p.street}
${p.photo}
Date of birth: ${p.birth} | Age: ${p.age} | Gender: ${p.gender} | Nationality: ${p.nationality}
Marital status: ${p.marital}, Religion: none

SUMMARY
${p.name} is a ${p.age}-year-old ${p.nationality} citizen. ${p.subject} has cared for ICU patients for years and ${p.possessive} colleagues say ${p.subject} never gives up.

EXPERIENCE
Staff Nurse, St. Mary Hospital, Jan 2019 - Present
- Critical care for ventilated patients, medication administration, wound care
- ${p.subject} taught students; ${p.possessive} ward won a prize
Healthcare Assistant, Elm Court, 2015 - 2018

EDUCATION
Bachelor of Science in Nursing, University of Leeds, ${p.school}
LICENCES
NMC registration, BLS
`;

const JOBS = [
  { id: 'nurse', title: 'ICU Nurse', text: 'Requirements\n- Registered nurse\n- 3 years of hospital experience\n- Critical care and IV therapy\n- Bachelor of Nursing\nNice to have\n- ACLS' },
  { id: 'cook', title: 'Cook', text: 'What we need\n- 2 years as a cook or baker\n- Food hygiene\n- Grace under pressure, will to learn, faith in people' },
  { id: 'care', title: 'Care Assistant', text: 'We need someone with one year of care experience and good English. Photo editing is a plus. Women and men of every nation are welcome.' },
].map((job) => engine.readJob(job));

describe('redaction', () => {
  it('LG-12 swapping name, pronouns, gender, age, birth, nationality, marital state, photo, contact and address changes no score and no reason', () => {
    const scoresOf = (p: Person) => {
      const profile = engine.readProfile({ id: 'x', text: resumeOf(p) }, '2025-06-01');
      return JOBS.map((job) => {
        const { score, reasons, limits } = engine.evaluate(job, profile);
        return { score, limits, reasons: reasons.map(({ evidence, ...reason }) => ({ ...reason, quotes: evidence.length })) };
      });
    };
    fc.assert(fc.property(people, people, (a, b) => expect(scoresOf(a)).toEqual(scoresOf(b))), { numRuns: 150 });
  });

  it('LG-12 leaves nothing of it in what is read, and what a person can do untouched', () => {
    fc.assert(fc.property(people, (p) => {
      const redacted = redact(resumeOf(p), lexicon());
      const { text, removed, original } = redacted;
      for (const secret of [p.name, p.mail, p.phone, p.birth, p.street, `Age: ${p.age}`, `Gender: ${p.gender}`, p.nationality, p.marital, p.photo]) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/\b(he|she|they|his|her|their)\b/i);
      for (const kept of ['Registered Nurse', 'Critical care for ventilated patients', 'Jan 2019 - Present', 'Leeds, UK', 'NMC registration']) expect(text).toContain(kept);
      expect(removed.map((r) => r.kind)).toEqual(expect.arrayContaining(['name', 'contact', 'birth', 'age', 'gender', 'nationality', 'marital', 'photo', 'address']));
      const at = text.indexOf('Critical care');
      expect(original.slice(redacted.originalAt(at), redacted.originalAt(at) + 13)).toBe('Critical care');
      expect(text).toContain(REMOVED);
    }), { numRuns: 100 });
  });

  it('LG-12 quotes nothing that was removed', () => {
    fc.assert(fc.property(people, (p) => {
      const profile = engine.readProfile({ id: 'x', text: resumeOf(p) }, '2025-06-01');
      const quotes = JOBS.flatMap((job) => engine.evaluate(job, profile).reasons.flatMap((r) => r.evidence.map((e) => e.quote))).join('\n');
      for (const secret of [p.name, p.mail, p.phone, `${p.age}-year`]) expect(quotes).not.toContain(secret);
    }), { numRuns: 100 });
  });

  it.each([
    'Line Cook\nExperience', 'HR ADMINISTRATOR/MARKETING ASSOCIATE\nSummary', 'Photo editing and photography', 'Indian cuisine and American Express accounts',
    'Sales Manager, 2019 - 2024', 'Children\'s nurse with 12 years in paediatrics', 'September 2016 to July 2024 Maple Road Primary', 'ISO 27001, 2014-2018, 10,000 customers', 'Java 17 and HER2 testing',
  ])('keeps what is no protected data: %s', (text) => expect(redact(text, lexicon()).text).toBe(text));

  it.each([['Petra MARLOW RN\nNurse', '░ RN\nNurse'], ['MARLOW, Petra — Registered Nurse', '░ — Registered Nurse'], ['Jane O. Cook\nAccountant', '░\nAccountant'], ['Name: Li Wei\nClerk', 'Name: ░\nClerk']])(
    'LG-12 finds the name in %s', (text, left) => expect(redact(text, lexicon()).text).toBe(left));

  it('LG-12 treats gendered job titles alike', () => {
    const scoreOf = (title: string): number => engine.evaluate(
      engine.readJob({ id: 'w', title: 'Waiter', text: 'Requirements\n- 1 year as a waiter\n- Food service' }),
      engine.readProfile({ id: 'x', text: `${title}\n\nExperience\n${title}, Blue Anchor, 2020 - 2024\n- Food service for 80 guests` }, '2025-06-01'),
    ).score;
    expect(scoreOf('Waitress')).toBe(scoreOf('Waiter'));
  });
});
