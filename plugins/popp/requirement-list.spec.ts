import { describe, expect, it } from '@jest/globals';
import { applyEdits, confirmProblems, editProblems, mergeExtracted, needsReanalysis, type AnalysisRequirement } from './requirement-list.js';
import { DEFAULT_WEIGHTS } from './scoring.js';

const ids = () => { let n = 0; return () => `new-${(n += 1)}`; };
const one = (id: string, text: string, more: Partial<AnalysisRequirement> = {}): AnalysisRequirement =>
  ({ id, text, category: 'skills', mandatory: false, origin: 'extracted', ...more });
const ZERO = { experience: 0, skills: 0, qualifications: 0, location: 0, languages: 0, other: 0 };

describe('requirements under review', () => {
  it('PO-10 a new extraction loses nothing that a person typed or edited', () => {
    const before = [one('1', 'Python'), one('2', 'SQL, advanced', { origin: 'edited' }), one('3', 'Own words', { origin: 'typed' })];
    const merged = mergeExtracted(before, [
      { text: 'Go', category: 'skills', mandatory: true }, { text: 'own  WORDS', category: 'other', mandatory: true }, { text: 'Team player', category: 'other', mandatory: true },
    ], ids());
    expect(merged.map((r) => [r.text, r.mandatory])).toEqual([['SQL, advanced', false], ['Own words', false], ['Go', true], ['Team player', false]]);
  });

  it('PO-11 PO-12 edits text and category, ticks mandatory, adds and deletes', () => {
    const before = [one('1', 'Python'), one('2', 'SQL'), one('3', 'Go')];
    const after = applyEdits(before, [
      { id: '1', text: ' Python 3 ', category: 'qualifications', mandatory: true }, { id: '3', text: 'Go', category: 'skills', mandatory: false },
      { text: 'German', category: 'languages', mandatory: true },
    ], ids());
    expect(after).toEqual([
      { id: '1', text: 'Python 3', category: 'qualifications', mandatory: true, origin: 'edited' }, before[2],
      { id: 'new-1', text: 'German', category: 'languages', mandatory: true, origin: 'typed' },
    ]);
  });

  it('PO-11 refuses ids of another analysis and the same requirement twice', () => {
    const wanted = [{ id: 'x', text: 'A', category: 'skills' as const, mandatory: false }, { text: 'a ', category: 'other' as const, mandatory: false }];
    expect(editProblems([one('1', 'A')], wanted).map((problem) => problem.field)).toEqual(['/requirements/0/id', '/requirements/1/text']);
  });

  it('PO-15 needs one requirement and one slider above zero among the categories that are used', () => {
    expect(confirmProblems([], DEFAULT_WEIGHTS)).toMatchObject([{ field: '/requirements' }]);
    expect(confirmProblems([one('1', 'A')], ZERO)).toMatchObject([{ field: '/weights' }]);
    expect(confirmProblems([one('1', 'A')], { ...ZERO, languages: 100 })).toMatchObject([{ field: '/weights' }]);
    expect(confirmProblems([one('1', 'A')], { ...ZERO, skills: 5 })).toEqual([]);
  });

  it('PO-28 only another text, category or must-have needs résumés to be read again', () => {
    const list = [one('1', 'A'), one('2', 'B')];
    expect(needsReanalysis(list, list.toReversed())).toBe(false);
    expect(needsReanalysis(list, [one('1', 'A'), one('2', 'B', { mandatory: true })])).toBe(true);
    expect(needsReanalysis(list, [one('1', 'A')])).toBe(true);
  });
});
