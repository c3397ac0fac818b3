import { describe, expect, it } from '@jest/globals';
import type { RefereeStatus } from './check-state.js';
import { reconcile, type KnownCheck, type KnownReferee } from './reconcile.js';
import type { VendorCandidate, VendorReferee } from './refapp.client.js';

const NOW = Date.UTC(2026, 0, 5, 9);
const OPTIONS = { now: NOW, asks: true };

const check = (more: Partial<KnownCheck> = {}): KnownCheck => ({ status: 'in_progress', requested: 2, requestedAt: NOW - 1, version: 1, ...more });
const known = (n: number, status: RefereeStatus, more: Partial<KnownReferee> = {}): KnownReferee =>
  ({ refereeId: `r${n}`, status, round: 1, invitedAt: status === 'created' ? null : NOW - 1, isToBeAsked: true, ...more });
const referee = (n: number, status: RefereeStatus, more: Partial<VendorReferee> = {}): VendorReferee => ({
  id: `r${n}`, name: `Referee ${n}`, relation: 'Manager', company: 'Example AB', email: `r${n}@example.com`, phone: null, language: 'sv', status, reason: null,
  formUrl: `https://r.example/f/${n}`, answeredAt: null, ...more,
});
const seen = (status: string, referees: VendorReferee[], more: Partial<VendorCandidate> = {}): VendorCandidate => ({
  id: 'c', status, version: 2, firstName: 'Kim', lastName: 'Exempel', email: 'kim@example.com', phone: null, language: 'sv', requested: 2, minimum: 2,
  answered: 0, url: 'https://r.example/c', requestUrl: 'https://r.example/r', reportUrl: null, warningsApproved: false, warnings: [], referees, ...more,
});
const effects = (before: KnownCheck, rows: KnownReferee[], now: VendorCandidate): string[] => (reconcile(before, rows, now, OPTIONS)?.effects ?? [])
  .map((effect) => [effect.kind, 'text' in effect ? effect.text : null, 'refereeId' in effect ? effect.refereeId : null].filter(Boolean).join(' '));

describe('following a check', () => {
  it('RE-14 writes to the candidate once, when the form is open', () => {
    expect(effects(check({ status: 'not_started', requestedAt: null }), [], seen('requested', []))).toEqual(['write candidate-request', 'remind-candidate']);
    expect(effects(check({ status: 'requested' }), [], seen('requested', []))).toEqual([]);
  });

  it('RE-7 opens each referee, and writes to them once their form is open', () => {
    expect(effects(check({ status: 'requested' }), [], seen('referees_submitted', [referee(1, 'created'), referee(2, 'created')]))).toEqual(['open r1', 'open r2']);
    expect(effects(check({ status: 'referees_named' }), [known(1, 'created')], seen('in_progress', [referee(1, 'invited')])))
      .toEqual(['write referee-request r1', 'remind-referee r1']);
    const none = reconcile(check({ status: 'requested' }), [], seen('referees_submitted', [referee(1, 'created')]), { now: NOW, asks: false });
    expect(none?.effects).toEqual([]);
  });

  it('RE-28 does not ask somebody who is the candidate or was named twice', () => {
    const named = seen('referees_submitted', [referee(1, 'created', { email: 'kim@example.com' }), referee(2, 'created'), referee(3, 'created', { email: 'r2@example.com' })]);
    expect(effects(check({ status: 'requested' }), [], named)).toEqual(['write candidate-correct', 'open r2', 'write candidate-correct']);
    expect(reconcile(check({ status: 'requested' }), [], named, OPTIONS)?.referees.map((one) => one.entryProblems)).toEqual([['is-candidate'], [], ['duplicate']]);
  });

  it('RE-22 RE-23 ends when all have answered, not before', () => {
    const rows = [known(1, 'answered'), known(2, 'opened')];
    expect(reconcile(check(), rows, seen('in_progress', [referee(1, 'answered'), referee(2, 'opened')]), OPTIONS)?.check).toMatchObject({ status: 'in_progress', answered: 1 });
    expect(effects(check(), rows, seen('completed', [referee(1, 'answered'), referee(2, 'answered')]))).toEqual(['stop-referee r2', 'ended']);
  });

  it('RE-25 RE-31 asks the candidate for another referee after a decline, once, and counts who is missing', () => {
    const after = seen('in_progress', [referee(1, 'declined'), referee(2, 'invited')]);
    expect(effects(check(), [known(1, 'opened'), known(2, 'invited')], after)).toEqual(['stop-referee r1', 'write candidate-replace']);
    expect(effects(check(), [known(1, 'declined'), known(2, 'invited')], after)).toEqual([]);
    expect(reconcile(check(), [], after, OPTIONS)?.check.problem).toBe('referee-missing');
    const replaced = seen('in_progress', [referee(1, 'declined'), referee(2, 'invited'), referee(3, 'created')]);
    expect(reconcile(check({ problem: 'referee-missing' }), [], replaced, OPTIONS)?.check.problem).toBeNull();
  });

  it('RE-30 asks for a correction after a bounce, and asks the referee anew once it came', () => {
    expect(effects(check(), [known(1, 'invited')], seen('in_progress', [referee(1, 'bounced')]))).toEqual(['stop-referee r1', 'write candidate-correct']);
    const corrected = reconcile(check(), [known(1, 'bounced')], seen('in_progress', [referee(1, 'created')]), OPTIONS);
    expect(corrected?.effects).toEqual([{ kind: 'open', refereeId: 'r1', round: 2 }]);
    expect(corrected?.referees).toMatchObject([{ round: 2, invitedAt: null }]);
  });

  it('RE-34 tells the candidate when more references are wanted', () => {
    expect(effects(check(), [], seen('in_progress', [], { requested: 3 }))).toEqual(['write candidate-more']);
  });

  it('RE-33 needs a person when links have expired before everybody answered', () => {
    expect(reconcile(check(), [known(1, 'invited')], seen('in_progress', [referee(1, 'expired')]), OPTIONS)?.check.problem).toBe('expired');
  });

  it('SH-13 SH-14 takes the same again without effect and ignores what is older than known', () => {
    const state = seen('in_progress', [referee(1, 'invited'), referee(2, 'answered')]);
    expect(effects(check(), [known(1, 'invited'), known(2, 'answered')], state)).toEqual([]);
    expect(reconcile(check({ version: 3 }), [], state, OPTIONS)).toBeNull();
    expect(reconcile(check({ status: 'erased' }), [], state, OPTIONS)).toBeNull();
  });

  it('RE-36 sends nothing more once it has ended', () => {
    expect(effects(check(), [known(1, 'created')], seen('cancelled', [referee(1, 'invited')]))).toEqual(['stop-referee r1', 'ended']);
  });

  it('forgets a referee who was removed at Refapp', () => {
    expect(reconcile(check(), [known(1, 'invited')], seen('in_progress', []), OPTIONS)).toMatchObject({ removed: ['r1'], effects: [{ kind: 'stop-referee', refereeId: 'r1' }] });
  });
});
