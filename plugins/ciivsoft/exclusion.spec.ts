import { describe, expect, it } from '@jest/globals';
import { archiveKind } from './archive-kinds.js';
import { monthsBefore, whyExcluded, whyNotReferred, type Wanted } from './exclusion.js';
import { pastFromLever, pastFromMirror, type PastOpportunity } from './person-history.js';

const NOW = Date.UTC(2026, 6, 15);
const wanted: Wanted = { postingId: 'p1', groupPostingIds: new Set(['p1', 'p2']), coolOffSince: monthsBefore(NOW, 6) };
const past = (more: Partial<PastOpportunity> = {}): PastOpportunity => ({
  id: 'o1', postingId: 'p9', createdAt: 1, archivedAt: null, archive: null, isConfidential: false, isAnonymised: false, mayContact: true, tags: [], ...more,
});
const why = (more: Partial<PastOpportunity>, isSuggested = false) => whyExcluded([past(), past(more)], wanted, isSuggested);

describe('whom ARKiiVE leaves out', () => {
  it('CI-17 everybody with any opportunity on the posting, hired, marked, anonymised, confidential', () => {
    expect(why({})).toBeNull();
    expect(why({ postingId: 'p1', archivedAt: 5, archive: 'neutral' })).toBe('already on the posting');
    expect(why({ archive: 'hired', archivedAt: 5 })).toBe('hired');
    expect(why({ mayContact: false })).toBe('do not contact');
    expect(why({ tags: ['Do-not-contact'] })).toBe('do not contact');
    expect(why({ isAnonymised: true })).toBe('anonymised');
    expect(why({ isConfidential: true })).toBe('confidential');
    expect(whyExcluded([], wanted, false)).toBe('not visible');
  });

  it('CI-17 people turned down for the same team within the cool-off, and for six months only', () => {
    const turned = { archive: 'turned-down' as const, postingId: 'p2' };
    expect(why({ ...turned, archivedAt: monthsBefore(NOW, 5) })).toBe('turned down recently');
    expect(why({ ...turned, archivedAt: monthsBefore(NOW, 7) })).toBeNull();
    expect(why({ ...turned, postingId: 'p9', archivedAt: monthsBefore(NOW, 1) })).toBeNull();
    expect(why({ ...turned, archive: 'neutral', archivedAt: monthsBefore(NOW, 1) })).toBeNull();
  });

  it('CI-38 CI-43 whoever was suggested for that job before, by whichever solution and whatever became of it', () => {
    expect(why({}, true)).toBe('suggested before');
    expect(whyNotReferred([past()], 'p1', true)).toBe('suggested before');
  });

  it('CI-35 REFiiNE: never a job where the person is already, nobody hired or anonymised', () => {
    expect(whyNotReferred([past({ postingId: 'p1' })], 'p1', false)).toBe('already on the posting');
    expect(whyNotReferred([past({ archive: 'hired' })], 'p1', false)).toBe('hired');
    expect(whyNotReferred([past({ isAnonymised: true })], 'p1', false)).toBe('anonymised');
    expect(whyNotReferred([past()], 'p1', false)).toBeNull();
  });
});

describe('what an archive reason tells', () => {
  const reasons = [
    { id: 'h', text: 'Hired', kind: 'hired' as const }, { id: 'u', text: 'Underqualified', kind: 'non-hired' as const },
    { id: 'w', text: 'Withdrew', kind: 'non-hired' as const }, { id: 't', text: 'Timing', kind: 'non-hired' as const },
  ];
  const kind = (reasonId: string | null, known = reasons, isAtOffer = false) => archiveKind({ reasonId, isHired: false, isAtOffer }, known);

  it('is read from type and words', () => {
    expect(['h', 'u', 'w', 't'].map((id) => kind(id))).toEqual(['hired', 'turned-down', 'withdrew', 'neutral']);
  });

  it('leaves out too many rather than too few where the key may not read reasons', () => {
    expect([kind('u', []), kind('u', [], true)]).toEqual(['turned-down', 'hired']);
    expect(archiveKind({ reasonId: 'x', isHired: true, isAtOffer: false }, [])).toBe('hired');
  });
});

describe('the past of a person', () => {
  const facts = { stages: [{ id: 'applicant-new', text: 'New', position: 0 }, { id: 'offer', text: 'Offer', position: 1 }, { id: 'late', text: 'Check', position: 2 }], reasons: [] };

  it('CI-17 knows a consent that has run out, from Lever itself', () => {
    const row = {
      id: 'o', createdAt: 1, confidentiality: 'non-confidential', isAnonymized: false, tags: [], archived: null, stage: 'applicant-new',
      applications: [{ posting: 'p1', requisitionForHire: null }], dataProtection: { store: null, contact: { allowed: true, expiresAt: NOW - 1 } },
    };
    expect(pastFromLever(row as never, facts, NOW)).toMatchObject({ mayContact: false, postingId: 'p1' });
    expect(pastFromLever({ ...row, dataProtection: null } as never, facts, NOW).mayContact).toBe(true);
  });

  it('takes somebody archived after the offer for hired when reasons are unknown', () => {
    const row = {
      id: 'o', postingId: 'p1', createdAt: 1, archivedAt: 5, archiveReasonId: 'x', hired: false, stageId: 'late', confidential: false, anonymised: false, deleted: false,
      mayContact: true, tags: [],
    };
    expect(pastFromMirror(row as never, facts).archive).toBe('hired');
  });
});
