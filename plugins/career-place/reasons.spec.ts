import { describe, expect, it } from '@jest/globals';
import { isTelling, reasonLines, SEE_CARD, type Reason } from './reasons.js';

const reason = (requirement: string, text: string, more: Partial<Reason> = {}): Reason => ({ step: 'requirements', requirement, answer: null, text, ...more });

describe('reasons', () => {
  it('CP-30 lists every failed requirement', () => {
    expect(reasonLines([reason('Driving licence', 'Expected C or CE, answered B.'), reason('Shifts', 'Cannot work nights.')]))
      .toEqual(['Driving licence - Expected C or CE, answered B.', 'Shifts - Cannot work nights.']);
  });

  it('CP-31 replaces what career.place marks as sensitive', () => {
    expect(reasonLines([reason('Lifting', 'Answered no.', { sensitive: true }), reason('Shifts', 'Cannot work nights.')])).toEqual(['Shifts - Cannot work nights.', SEE_CARD]);
  });

  it.each([
    'Do you have a medical condition?', 'Any disability?', 'Are you pregnant?', 'How old are you? Age', 'Date of birth', 'Your religion', 'Ethnic origin',
    'Trade union member', 'Do you have children?', 'Criminal record', 'Sexual orientation', 'Gender', 'Har du någon sjukdom?', 'Är du gravid?', 'Facklig tillhörighet',
    'Hälsotillstånd', 'Kön', 'Ålder', 'Trosuppfattning', 'Utdrag ur belastningsregister', 'Marital status', 'Citizenship',
  ])('CP-31 replaces what speaks of health or a protected ground: %s', (requirement) => {
    expect(reasonLines([reason(requirement, 'Not as required.')])).toEqual([SEE_CARD]);
  });

  it('CP-31 looks at the answer and the text too', () => {
    expect(isTelling(reason('Anything else?', 'See answer.', { answer: 'I am on sick leave' }))).toBe(true);
    expect(isTelling(reason('Anything else?', 'Told us about an illness.'))).toBe(true);
  });

  it.each(['Language skills', 'Package management', 'Which driving licence do you hold?', 'May you work in this country without a new permit?', 'Reading and averages', 'Sales manager'])(
    'CP-30 keeps what tells nothing of the kind: %s', (requirement) => {
      expect(isTelling(reason(requirement, 'Expected two years, answered one.'))).toBe(false);
    });

  it('CP-30 CP-31 points to the card when no reason was told', () => {
    expect(reasonLines([])).toEqual([SEE_CARD]);
  });

  it('CP-31 hides several telling reasons behind one pointer', () => {
    expect(reasonLines([reason('Age', 'x'), reason('Gender', 'y')])).toEqual([SEE_CARD]);
  });

  it('shortens an endless reason and joins its lines', () => {
    const [line = ''] = reasonLines([reason('Motivation', `first\n\nsecond ${'x'.repeat(1_000)}`)]);
    expect(line).toHaveLength(300);
    expect(line).not.toContain('\n');
  });
});
