import { describe, expect, it } from '@jest/globals';
import { changesOf, isSameNumber, known, lastNameOf, openJob } from './people.js';
import { missingField, newPersonFields } from './mapping.js';

describe('ID-31 telephone numbers', () => {
  it.each(['+442071234567', '020 7123 4567', '+44 (0)20 7123 4567', '0044 20 7123-4567'])('%s is the same line', (written) => {
    expect(isSameNumber('+442071234567', written)).toBe(true);
    expect(isSameNumber(written, '+442071234567')).toBe(true);
  });

  it.each(['+442071234568', '4567', '', '+46207123456'])('%j is another', (written) => { expect(isSameNumber('+442071234567', written)).toBe(false); });
});

describe('ID-32 changes of a known person', () => {
  const held = { Email: 'a@example.com', Phone: null, Title: '', OptOut: false, Owners: [] };

  it('fill blanks and leave the rest, unless told to overwrite', () => {
    const wanted = { Email: 'b@example.com', Phone: '+461', Title: 'Welder', OptOut: true, Owners: [3], City: undefined };
    expect(changesOf(held, wanted, false)).toEqual({ Phone: '+461', Title: 'Welder', OptOut: true, Owners: [3] });
    expect(changesOf(held, wanted, true)).toEqual({ Email: 'b@example.com', Phone: '+461', Title: 'Welder', OptOut: true, Owners: [3] });
  });

  it('never empty a field, and are none when nothing differs', () => {
    expect(changesOf(held, { Email: '', Phone: null }, true)).toEqual({});
    expect(changesOf(held, { Email: 'a@example.com' }, true)).toEqual({});
  });
});

describe('a new person', () => {
  it('has no field that nobody knows, and always a last name', () => {
    expect(known({ a: '', b: null, c: undefined, d: 0, e: 'x' })).toEqual({ d: 0, e: 'x' });
    expect([{ firstName: 'Cher', lastName: ' ' }, { firstName: '', lastName: '' }].map((card) => lastNameOf(card as never))).toEqual(['Cher', '-']);
  });

  it('gets the values that an administrator has given for demanded fields', () => {
    expect(newPersonFields({ newPersonFields: 'Sector = Nursing; Code=a=b;\nEmpty; =x' })).toEqual({ Sector: 'Nursing', Code: 'a=b' });
    expect(newPersonFields({})).toEqual({});
    expect(missingField('Bullhorn', 'customText1').remedy).toMatch(/customText1/);
  });
});

describe('ID-34 a job to link to', () => {
  const job = { id: '1', title: 'Nurse', reference: null, isOpen: true, url: null };
  it('must be there and open', () => {
    expect(openJob(job, '1')).toBe(job);
    expect(() => openJob(null, '1')).toThrow(expect.objectContaining({ kind: 'job-missing' }));
    expect(() => openJob({ ...job, isOpen: false }, '1')).toThrow(expect.objectContaining({ kind: 'job-closed' }));
  });
});
