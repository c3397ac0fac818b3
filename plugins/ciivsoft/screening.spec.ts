import { describe, expect, it } from '@jest/globals';
import { MANIFEST } from './ciivsoft.manifest.js';
import { admit, isApplication, mayScreenAgain, outcomeOf, SCREENING_STATES, type SeenApplication } from './screening.js';

const seen = (more: Partial<SeenApplication> = {}): SeenApplication => ({
  opportunity: { stageId: 'applicant-new', archivedAt: null, isAnonymised: false }, postingState: 'published', appliedAt: 10, applicationId: 'a1', others: [], ...more,
});
const at = (more: Partial<NonNullable<SeenApplication['opportunity']>>) => seen({ opportunity: { stageId: 'applicant-new', archivedAt: null, isAnonymised: false, ...more } });

describe('whether FiiLTER looks at an application', () => {
  it('CI-21 reviews what waits in New Applicant', () => {
    expect(admit(seen())).toEqual({ kind: 'review' });
    expect(['posting', 'referral', 'user'].map(isApplication)).toEqual([true, true, false]);
  });

  it('CI-27 leaves what a user has moved, archived or hired alone', () => {
    expect(admit(at({ stageId: 'onsite' }))).toMatchObject({ kind: 'leave', state: 'handled', why: expect.stringContaining('handled by user') });
    expect(admit(at({ archivedAt: 5 }))).toMatchObject({ kind: 'leave', state: 'handled' });
  });

  it('CI-30 screens the newest application of a person to a posting', () => {
    expect(admit(seen({ others: [{ applicationId: 'a2', appliedAt: 11 }] }))).toMatchObject({ kind: 'leave', state: 'superseded' });
    expect(admit(seen({ others: [{ applicationId: 'a0', appliedAt: 9 }] }))).toEqual({ kind: 'review' });
    expect(admit(seen({ others: [{ applicationId: 'a2', appliedAt: 10 }] }))).toMatchObject({ state: 'superseded' });
  });

  it('SH-16 SH-17 looks at nobody who is gone, and waits while the posting is closed', () => {
    expect(admit(seen({ opportunity: null }))).toMatchObject({ state: 'gone' });
    expect(admit(at({ isAnonymised: true }))).toMatchObject({ state: 'gone' });
    expect(admit(seen({ postingState: 'closed' }))).toEqual({ kind: 'wait', why: 'posting closed' });
    expect(admit(seen({ postingState: null }))).toMatchObject({ kind: 'wait' });
  });
});

describe('what becomes of a reviewed application', () => {
  it('CI-22 CI-23 LG-2 advances or suggests a match and leaves everything else', () => {
    const match = { isMatch: true, meetsAll: true, hasReason: true };
    expect([outcomeOf(match, 'advance'), outcomeOf(match, 'suggest')]).toEqual(['advance', 'suggest']);
    expect([outcomeOf({ ...match, isMatch: false }, 'advance'), outcomeOf({ ...match, meetsAll: false }, 'advance')]).toEqual(['stay', 'stay']);
  });

  it('LG-3 does nothing without a reason that can be quoted', () => {
    expect(outcomeOf({ isMatch: true, meetsAll: true, hasReason: false }, 'advance')).toBe('stay');
  });

  it('CI-24 LG-1 knows no outcome that rejects: no state, no capability, no permission', () => {
    expect([...SCREENING_STATES].filter((state) => /reject|archiv/.test(state))).toEqual([]);
    expect(MANIFEST.may).toEqual(['tag', 'note', 'stage-forward', 'lead']);
    const asked = [...MANIFEST.lever.operations, ...MANIFEST.lever.optionalOperations ?? []];
    expect(asked.filter((operation) => /Archived|removeTags|delete|postings\.apply/i.test(operation) && operation !== 'opportunities.listDeleted')).toEqual([]);
  });

  it('CI-29 may be reviewed again after a new resume or an edited description, not otherwise', () => {
    const screening = { state: 'stays' as const, resumeHash: 'r1', descriptionHash: 'd1' };
    expect(mayScreenAgain(screening, { resumeHash: 'r1', descriptionHash: 'd1' })).toBe(false);
    expect(mayScreenAgain(screening, { resumeHash: 'r2', descriptionHash: 'd1' })).toBe(true);
    expect(mayScreenAgain(screening, { resumeHash: 'r1', descriptionHash: 'd2' })).toBe(true);
    expect(mayScreenAgain({ ...screening, state: 'unreadable' }, { resumeHash: 'r1', descriptionHash: 'd1' })).toBe(true);
  });
});
