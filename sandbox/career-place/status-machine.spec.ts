import { describe, expect, it } from '@jest/globals';
import { applicantStatuses, isTerminal, nextStatus, type ApplicantStatus, type Step } from './status-machine.js';

const steps: Step[] = [
  { kind: 'invite' }, { kind: 'start', isLinkValid: true }, { kind: 'submit' }, { kind: 'review-start' }, { kind: 'qualify' },
  { kind: 'unqualify' }, { kind: 'override' }, { kind: 'opt-out' }, { kind: 'withdraw' },
];

describe('the applicant status machine', () => {
  it('allows exactly the transitions of the contract', () => {
    const allowed = applicantStatuses.flatMap((from) => steps.flatMap((step) => {
      const outcome = nextStatus(from, step);
      return outcome.result === 'moved' ? [`${from} -${step.kind}-> ${outcome.to}`] : [];
    }));
    expect(allowed).toEqual([
      'not_invited -invite-> invited', 'not_invited -withdraw-> withdrawn',
      'invited -invite-> invited', 'invited -start-> in_progress', 'invited -opt-out-> opted_out', 'invited -withdraw-> withdrawn',
      'in_progress -submit-> submitted', 'in_progress -withdraw-> withdrawn',
      'submitted -review-start-> in_review', 'submitted -qualify-> qualified', 'submitted -unqualify-> unqualified',
      'submitted -withdraw-> withdrawn',
      'in_review -review-start-> in_review', 'in_review -qualify-> qualified', 'in_review -unqualify-> unqualified',
      'in_review -withdraw-> withdrawn',
      'qualified -override-> unqualified',
      'unqualified -override-> qualified',
      'opted_out -invite-> invited', 'opted_out -start-> in_progress', 'opted_out -withdraw-> withdrawn',
    ]);
  });

  it('accepts a repeated opt-out or withdrawal without a second transition', () => {
    expect(nextStatus('opted_out', { kind: 'opt-out' })).toEqual({ result: 'unchanged' });
    expect(nextStatus('withdrawn', { kind: 'withdraw' })).toEqual({ result: 'unchanged' });
  });

  it('refuses to start over an expired link, also after opting out', () => {
    for (const from of ['invited', 'opted_out'] satisfies ApplicantStatus[]) {
      expect(nextStatus(from, { kind: 'start', isLinkValid: false })).toMatchObject({ result: 'refused', code: 'link_expired' });
    }
  });

  it('invites an unqualified or withdrawn person again only upon a new application', () => {
    for (const from of ['unqualified', 'withdrawn'] satisfies ApplicantStatus[]) {
      expect(nextStatus(from, { kind: 'invite' })).toMatchObject({ result: 'refused', code: 'invalid_transition' });
      expect(nextStatus(from, { kind: 'invite', isReapplication: true })).toEqual({ result: 'moved', to: 'invited' });
    }
    expect(nextStatus('qualified', { kind: 'invite', isReapplication: true })).toMatchObject({ result: 'refused' });
  });

  it('calls decided and withdrawn people terminal, and nobody else', () => {
    expect(applicantStatuses.filter(isTerminal)).toEqual(['qualified', 'unqualified', 'withdrawn']);
  });
});
