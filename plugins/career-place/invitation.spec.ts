import { describe, expect, it } from '@jest/globals';
import type { MirroredOpportunity } from 'patchbay/sdk';
import { closingMail } from './closing-mail.js';
import { decideBounce } from './bounce.js';
import { isInvitable } from './existing-applicants.js';
import { decideInvitation, namesOf, type InvitationSituation } from './invitation.js';
import { nextMailSlot, SPACING_MS } from './spacing.js';

const opportunity: MirroredOpportunity = {
  id: 'o1', contactId: 'c1', name: 'Ann Example Smith', emails: ['ann@to.example'], stageId: 'applicant-new', tags: [], archivedAt: null, archiveReasonId: null,
  applicationId: 'a1', applicationType: 'posting', postingId: 'p1', confidential: false, anonymised: false, deleted: false, hired: false, mayContact: true,
  createdAt: 1, updatedAt: 1, location: '',
};
const base: InvitationSituation = { purpose: 'first', status: 'queued', opportunity, postingState: 'published', lastMailAt: null, now: 1_000_000 };
const decide = (more: Partial<InvitationSituation>) => decideInvitation({ ...base, ...more });
const withPerson = (more: Partial<MirroredOpportunity>) => decide({ opportunity: { ...opportunity, ...more } });

describe('an invitation', () => {
  it('CP-6 goes to the address and the name that Lever has', () => {
    expect(decide({})).toEqual({ kind: 'invite', email: 'ann@to.example', firstName: 'Ann', lastName: 'Example Smith' });
    expect(decide({ postingState: 'internal' }).kind).toBe('invite');
  });

  it('CP-13 is not sent without a usable address', () => {
    expect(withPerson({ emails: [] })).toEqual({ kind: 'undeliverable', why: 'Lever has no e-mail address' });
    expect(withPerson({ emails: [' '] }).kind).toBe('undeliverable');
    expect(withPerson({ emails: ['', ' b@to.example '] })).toMatchObject({ kind: 'invite', email: 'b@to.example' });
  });

  it('CP-13 is not sent to somebody who may not be contacted', () => {
    expect(withPerson({ mayContact: false }).kind).toBe('undeliverable');
  });

  it('CP-36 SH-16 waits while the opportunity is archived', () => {
    expect(withPerson({ archivedAt: 5 })).toEqual({ kind: 'hold', cause: 'archived' });
    expect(withPerson({ hired: true })).toEqual({ kind: 'hold', cause: 'archived' });
  });

  it('CP-37 SH-17 waits while the posting is not open', () => {
    for (const postingState of ['closed', 'draft', 'pending', null]) expect(decide({ postingState })).toEqual({ kind: 'hold', cause: 'posting-closed' });
  });

  it('CP-24 LG-10 is not sent to somebody who is gone from Lever', () => {
    expect(decide({ opportunity: null }).kind).toBe('skip');
    expect(withPerson({ anonymised: true }).kind).toBe('skip');
    expect(withPerson({ deleted: true }).kind).toBe('skip');
  });

  it('CP-35 keeps two mails to one person out of the same minute', () => {
    expect(SPACING_MS).toBeGreaterThan(60_000);
    expect(decide({ lastMailAt: 1_000_000 - 1_000 })).toEqual({ kind: 'wait', until: 1_000_000 - 1_000 + SPACING_MS });
    expect(decide({ lastMailAt: 1_000_000 - SPACING_MS }).kind).toBe('invite');
    expect(nextMailSlot(10, null)).toBe(10);
  });

  it('CP-26 may be repeated for somebody invited, opted out or never reached, for nobody else', () => {
    const allowed = (['queued', 'inviting', 'undelivered', 'invited', 'in_progress', 'submitted', 'qualified', 'unqualified', 'opted_out', 'withdrawn'] as const)
      .filter((status) => decide({ purpose: 'reinvite', status }).kind === 'invite');
    expect(allowed).toEqual(['undelivered', 'invited', 'opted_out']);
  });

  it('CP-34 after a new application may follow an ended try', () => {
    for (const status of ['unqualified', 'opted_out', 'withdrawn'] as const) expect(decide({ purpose: 'reapplied', status }).kind).toBe('invite');
    expect(decide({ purpose: 'reapplied', status: 'qualified' }).kind).toBe('skip');
  });

  it('greets somebody without a name', () => {
    expect(namesOf('  ')).toEqual({ firstName: 'Candidate', lastName: '' });
    expect(namesOf('Prince')).toEqual({ firstName: 'Prince', lastName: '' });
  });
});

describe('people who applied before the link', () => {
  it('CP-7 CP-8 are those who applied, are still open and were never in the funnel', () => {
    expect(isInvitable(opportunity, new Set())).toBe(true);
    expect(isInvitable(opportunity, new Set(['c1']))).toBe(false);
    for (const more of [{ applicationType: 'user' }, { applicationId: null, applicationType: null }, { archivedAt: 5 }, { hired: true }, { deleted: true }, { anonymised: true }, { mayContact: false }]) {
      expect(isInvitable({ ...opportunity, ...more }, new Set())).toBe(false);
    }
  });
});

describe('a mail that comes back', () => {
  const bounce = { mail: 'invitation' as const, bounceType: 'hard' as const, reason: '550' };

  it('CP-13 leaves the invitation undelivered when it never got out, soft or hard', () => {
    for (const status of ['queued', 'inviting', 'undelivered'] as const) {
      expect(decideBounce(status, bounce).kind).toBe('undelivered');
      expect(decideBounce(status, { ...bounce, bounceType: 'soft' }).kind).toBe('undelivered');
    }
  });

  it('CP-24 stops reminders on a hard bounce, not on a soft one', () => {
    expect(decideBounce('invited', { ...bounce, mail: 'reminder' }).kind).toBe('stop-reminders');
    expect(decideBounce('invited', { ...bounce, mail: 'reminder', bounceType: 'soft' }).kind).toBe('record');
    expect(decideBounce('in_progress', bounce).kind).toBe('record');
  });
});

describe('the closing mail', () => {
  it('CP-37 names the position in the candidate’s language, or uses the organisation’s own words', () => {
    expect(closingMail('Welder\n Gothenburg', 'en', ' ')).toMatchObject({ subject: 'The position Welder Gothenburg is no longer open', text: expect.stringContaining('Welder Gothenburg') });
    expect(closingMail('Svetsare', 'sv', '').subject).toBe('Tjänsten Svetsare är inte längre öppen');
    expect(closingMail('Welder', 'en', ' Sorry! ').text).toBe('Sorry!');
  });
});
