import { describe, expect, it } from '@jest/globals';
import { hashOf } from './resume-store.js';
import { PeopleIndexes } from './people-indexes.js';
import type { ResumeText } from './search-protocol.js';

const AS_OF = '2025-06-01';
const COOK = 'Line Cook\n\nExperience\nLine Cook, Old Mill Inn, 2018-01 to 2025-06\n- Grilling, food safety and stock\n\nSkills\nGrilling, food safety, HACCP';
const NURSE = 'Registered Nurse\n\nExperience\nRegistered Nurse, Hill Hospital, 2015-01 to 2025-06\n- Ward care, medication\n\nSkills\nPatient care, triage';
const JOB = { id: 'p1', title: 'Line Cook', location: null, text: 'What we need\n- 3 years as a line cook\n- Grilling\n- Food safety' };
const resume = (contactId: string, text: string | null, lastActive = 1): ResumeText => ({ contactId, hash: text === null ? '' : hashOf(text), text, lastActive });

function built(resumes: readonly ResumeText[], maxBytes = 1e9): PeopleIndexes {
  const indexes = new PeopleIndexes(maxBytes);
  indexes.answer<'begin'>({ kind: 'begin', index: 't:1', asOf: AS_OF });
  indexes.answer<'add'>({ kind: 'add', index: 't:1', resumes, change: 5 });
  indexes.answer<'finish'>({ kind: 'finish', index: 't:1', statistics: null, version: 'v' });
  return indexes;
}
const shortlist = (indexes: PeopleIndexes, without: string[] = []) => indexes.answer<'shortlist'>({ kind: 'shortlist', index: 't:1', job: JOB, without });
const compare = (indexes: PeopleIndexes, people: readonly ResumeText[], threshold = 62) => indexes.answer<'compare'>({
  kind: 'compare', index: 't:1', jobs: [JOB], asOf: AS_OF, threshold,
  people: people.map(({ contactId, hash, lastActive }) => ({ contactId, hash, lastActive })),
});

describe('the indexes of the search thread', () => {
  it('finds who fits, without those named, and nobody for an empty advertisement', () => {
    const indexes = built([resume('cook', COOK), resume('nurse', NURSE)]);
    expect(shortlist(indexes).people[0]).toBe('cook');
    expect(shortlist(indexes, ['cook']).people).not.toContain('cook');
    const thin = indexes.answer<'shortlist'>({ kind: 'shortlist', index: 't:1', job: { ...JOB, text: 'Apply now.' }, without: [] });
    expect(thin).toEqual({ isTooThin: true, people: [] });
  });

  it('CI-18 orders equal scores by the most recent sign of life, then by the smaller id', () => {
    const people = [resume('c', COOK, 1), resume('b', COOK, 1), resume('a', COOK, 0), resume('d', COOK, 9)];
    const { comparisons } = compare(built(people), people);
    expect(comparisons.map((one) => one.contactId)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('LG-3 tells why, with weights that add up and quotes out of the text', () => {
    const people = [resume('cook', COOK), resume('nurse', NURSE)];
    const [cook, nurse] = compare(built(people), people).comparisons;
    expect([cook?.isMatch, nurse?.isMatch]).toEqual([true, false]);
    expect(cook?.reasons.flatMap((reason) => reason.evidence).every(({ quote, start, end }) => COOK.slice(start, end) === quote)).toBe(true);
    expect(cook?.resumeHash).toBe(hashOf(COOK));
    expect(cook?.engineVersion).toContain('statistics v');
  });

  it('asks for texts it does not hold, and compares nobody before', () => {
    const stranger = resume('x', COOK.replace('Old Mill', 'New Mill'));
    const indexes = built([resume('cook', COOK)]);
    expect(compare(indexes, [stranger])).toMatchObject({ needed: ['x'], comparisons: [] });
  });

  it('G10 forgets who is not in the list of those to keep', () => {
    const people = [resume('cook', COOK), resume('nurse', NURSE)];
    const indexes = built(people);
    indexes.answer<'keep-only'>({ kind: 'keep-only', index: 't:1', contactIds: ['nurse'] });
    expect(shortlist(indexes).people).not.toContain('cook');
    expect(compare(indexes, [resume('cook', COOK)]).needed).toEqual(['cook']);
  });

  it('replaces and takes out by later changes', () => {
    const indexes = built([resume('a', NURSE)]);
    indexes.answer<'add'>({ kind: 'add', index: 't:1', resumes: [resume('a', COOK), resume('b', null)], change: 9 });
    expect(indexes.answer<'state'>({ kind: 'state', index: 't:1' })).toEqual({ change: 9, people: 1 });
    expect(shortlist(indexes).people).toEqual(['a']);
  });

  it('gives the least recently used index up when the room is full, and the same statistics give the same list', () => {
    const indexes = built([resume('cook', COOK)], 10);
    indexes.answer<'begin'>({ kind: 'begin', index: 't:2', asOf: AS_OF });
    indexes.answer<'add'>({ kind: 'add', index: 't:2', resumes: [resume('nurse', NURSE)], change: 1 });
    const { statistics } = indexes.answer<'finish'>({ kind: 'finish', index: 't:2', statistics: null, version: 'w' });
    expect(indexes.answer<'state'>({ kind: 'state', index: 't:1' })).toBeNull();
    expect(() => shortlist(indexes)).toThrow(RangeError);
    expect(JSON.stringify(statistics)).not.toContain('hospit');
  });
});
