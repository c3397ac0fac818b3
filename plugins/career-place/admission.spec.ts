import { describe, expect, it } from '@jest/globals';
import { decideAdmission, linkAt, type KnownEntry } from './admission.js';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 6, 1);
const link = { id: 'l1', jobId: 'job_a', linkedAt: NOW - 30 * DAY, removedAt: null };
const application = { id: 'a2', type: 'posting', opportunityId: 'o2', appliedAt: NOW };
const rule = { isAllowed: true, afterMonths: 6 };
const entry = (more: Partial<KnownEntry> = {}): KnownEntry => ({
  id: 'e1', opportunityId: 'o1', applicationId: 'a1', jobId: 'job_a', status: 'invited', cardUrl: 'https://cp.example/card', endedAt: null, ...more,
});
const decide = (more: Partial<Parameters<typeof decideAdmission>[0]> = {}) => decideAdmission({ application, link, known: [], rule, ...more });

describe('who is invited', () => {
  it('CP-6 is everybody who applies to a linked posting, referred ones included', () => {
    expect(decide()).toEqual({ kind: 'new' });
    expect(decide({ application: { ...application, type: 'referral' } })).toEqual({ kind: 'new' });
  });

  it('CP-8 is nobody who was added by hand', () => {
    expect(decide({ application: { ...application, type: 'user' } }).kind).toBe('ignore');
  });

  it('CP-6 CP-7 CP-9 goes by the link that held the posting when they applied', () => {
    const links = [
      { id: 'l1', jobId: 'job_a', linkedAt: 100, removedAt: 200 }, { id: 'l2', jobId: 'job_b', linkedAt: 200, removedAt: null },
    ];
    expect([99, 100, 199, 200, 5_000].map((at) => linkAt(links, at)?.jobId ?? null)).toEqual([null, 'job_a', 'job_a', 'job_b', 'job_b']);
    expect(decide({ link: null }).kind).toBe('ignore');
  });

  it('SH-13 does not admit one application twice', () => {
    expect(decide({ known: [entry({ applicationId: 'a2' })] }).kind).toBe('ignore');
  });

  it.each(['queued', 'inviting', 'undelivered', 'invited', 'in_progress', 'submitted', 'in_review'] as const)('CP-34 notes a second application while %s', (status) => {
    expect(decide({ known: [entry({ status })] })).toMatchObject({ kind: 'note', why: 'active' });
  });

  it.each(['unqualified', 'opted_out', 'withdrawn'] as const)('CP-34 invites again after six months, and only notes before: %s', (status) => {
    expect(decide({ known: [entry({ status, endedAt: Date.UTC(2026, 0, 2) })] })).toMatchObject({ kind: 'note', why: 'too-soon' });
    expect(decide({ known: [entry({ status, endedAt: Date.UTC(2026, 0, 1) })] })).toEqual({ kind: 'new' });
  });

  it('CP-34 only notes when the organisation invites nobody twice', () => {
    expect(decide({ known: [entry({ status: 'unqualified', endedAt: 0 })], rule: { isAllowed: false, afterMonths: 0 } })).toMatchObject({ kind: 'note', why: 'not-allowed' });
  });

  it('CP-34 uses the applicant again on the same opportunity, but not one found qualified', () => {
    const same = { opportunityId: 'o2', endedAt: 0 };
    expect(decide({ known: [entry({ ...same, status: 'unqualified' })] })).toMatchObject({ kind: 'again' });
    expect(decide({ known: [entry({ ...same, status: 'qualified' })] })).toMatchObject({ kind: 'note', why: 'decided' });
  });

  it('CP-34 judges by the latest try', () => {
    const known = [entry({ status: 'unqualified', endedAt: NOW - 10 * DAY }), entry({ id: 'e0', status: 'opted_out', endedAt: NOW - 900 * DAY })];
    expect(decide({ known })).toMatchObject({ kind: 'note', existing: { id: 'e1' }, why: 'too-soon' });
  });

  it('knows nothing of somebody who was erased', () => {
    expect(decide({ known: [entry({ status: 'erased', endedAt: null })] })).toEqual({ kind: 'new' });
  });
});
