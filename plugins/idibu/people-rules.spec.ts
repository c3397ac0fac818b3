import { describe, expect, it } from '@jest/globals';
import { cardOf, cvFileName } from './crm-card.js';
import { decideOwner, type Profile } from './crm-owner.js';
import { crmNote } from './forward-note.js';
import { happeningsOf } from './happenings.js';
import { deletionAt, lightOfStatus, messageOfLight } from './light.js';
import { addresses, namesOf, phoneNumbers, type PersonDetails } from './person-details.js';
import { DEFAULT_RESPONSES, render, responseFor, unknownFields } from './responses.js';
import { FIXED, offProblem, reordered, type StatusView } from './status-list.js';

const DAY = 86_400_000;
const details: PersonDetails = {
  firstName: 'Kim', lastName: 'Berg', emails: ['kim@example.com'], phones: ['+46701234567'], location: 'Lund', headline: null, links: [], source: 'Example Board',
  screening: [{ question: 'Driving licence?', answer: 'B' }], consent: 'may be stored', isOptedOut: true,
};
const profile = (memberId: string, change: Partial<Profile> = {}): Profile => ({ memberId, crmUserId: `crm-${memberId}`, email: null, role: 'team_member', connectedAt: 5, ...change });
const status = (id: string, label: string, change: Partial<StatusView> = {}): StatusView =>
  ({ id, label, colour: 'general', position: 0, isEnabled: true, kind: 'default', ...change });

describe('what is sent', () => {
  it('ID-30 a note with source, vacancy, date, answers and consent', () => {
    const note = crmNote({ details, kind: 'vacancy', trigger: 'green', vacancyTitle: 'Nurse', vacancyReference: 'N-1', appliedAt: Date.UTC(2026, 0, 5), zone: 'UTC' }, 'patchbay:1');
    expect(note).toBe(['Forwarded from idibu.', 'Applied for: Nurse (N-1)', 'Application date: 5 January 2026', 'Source: Example Board', 'Sent by: green traffic light',
      'Driving licence? B', 'Consent: may be stored', 'Opted out of mailings.', 'patchbay:1'].join('\n'));
  });

  it('ID-30 ID-38 the person with their opt-out, and the file under a name that is found again', () => {
    const card = cardOf({ appliedAt: 1, details }, { crmPersonId: 'row', terms: { poolId: null, isOverwriting: false, mapping: {}, ownerId: '42' } });
    expect(card).toMatchObject({ ref: 'row', emails: ['kim@example.com'], isOptedOut: true, ownerId: '42' });
    expect(cvFileName('CV Kim.pdf', '0123456789')).toBe('CV Kim [01234567].pdf');
    expect(cvFileName('resume', '0123456789')).toBe('resume [01234567]');
  });

  it('ID-31 addresses in lower case and numbers in E.164', () => {
    expect(addresses(['Kim@Example.com', null, 'kim@example.com', 'no address'])).toEqual(['kim@example.com']);
    expect(phoneNumbers(['070-123 45 67', '+46 70 123 45 67', 'call me'], 'SE')).toEqual(['+46701234567']);
    expect([namesOf('Kim van der Berg'), namesOf('Kim')]).toEqual([{ firstName: 'Kim', lastName: 'van der Berg' }, { firstName: 'Kim', lastName: 'Kim' }]);
  });

  it('ID-37 belongs to the forwarder, else the advert’s sender, else the super admin, else who connected first', () => {
    const all = [profile('first', { connectedAt: 1 }), profile('admin', { role: 'super_admin', connectedAt: 2 }), profile('sender', { email: 'Sender@example.com' }), profile('me')];
    const owner = (forwardedBy: string | null, senderEmail: string | null, profiles = all) => decideOwner({ forwardedBy, senderEmail }, profiles);
    expect(owner('me', 'sender@example.com')).toBe('crm-me');
    expect(owner('not-connected', 'sender@example.com')).toBe('crm-sender');
    expect(owner(null, 'nobody@example.com')).toBe('crm-admin');
    expect(owner(null, null, all.filter((one) => one.role !== 'super_admin'))).toBe('crm-first');
    expect(owner('me', null, [])).toBeNull();
  });
});

describe('lights and statuses', () => {
  it('ID-16 ID-27 a light sends its message, green only together with a status', () => {
    expect(messageOfLight('green', null)).toEqual([]);
    expect(messageOfLight('green', 'idibu:2')).toEqual(['status:idibu:2', 'light:green']);
    expect(messageOfLight('yellow', null)).toEqual(['light:yellow']);
  });

  it('ID-23 ID-26 a status set in idibu shows the light behind it', () => {
    expect(['Added', 'Keep on file', 'Rejected', 'Interview'].map(lightOfStatus)).toEqual(['green', 'yellow', 'red', null]);
  });

  it('ID-26 deletes a rejected newcomer after the days set, nobody known before, nobody where it is off', () => {
    const rule = { isKnownBefore: false, deletesRejected: true, deleteAfterDays: 30, now: 10 };
    expect(deletionAt(rule)).toBe(10 + 30 * DAY);
    expect(deletionAt({ ...rule, isKnownBefore: true })).toBeNull();
    expect(deletionAt({ ...rule, deletesRejected: false })).toBeNull();
  });

  it('ID-28 three statuses cannot be switched off; one with people needs another for them', () => {
    const off = (one: StatusView, people = 0, moveTo: StatusView | null = null) => offProblem(one, { triggerStatusId: null, people, moveTo });
    expect(FIXED.map((label) => off(status('x', label))?.code)).toEqual(['status-is-fixed', 'status-is-fixed', 'status-is-fixed']);
    expect(off(status('3', 'Shortlist'))).toBeNull();
    expect(off(status('3', 'Shortlist'), 4)).toMatchObject({ isInput: true, message: expect.stringContaining('4 people') });
    expect(off(status('3', 'Shortlist'), 4, status('11', 'Applicants'))?.isInput).toBe(true);
    expect(off(status('3', 'Shortlist'), 4, status('4', 'Interview', { isEnabled: false }))?.isInput).toBe(true);
    expect(off(status('3', 'Shortlist'), 4, status('4', 'Interview'))).toBeNull();
  });

  it('ID-18 the status that sends candidates cannot be switched off', () => {
    expect(offProblem(status('3', 'Send to CRM', { kind: 'extra' }), { triggerStatusId: '3', people: 0, moveTo: null })?.code).toBe('status-is-trigger');
  });

  it('ID-29 are put in another order', () => {
    const list = ['a', 'b', 'c'].map((id, position) => ({ id, position }));
    expect(reordered(list, 'c', 0)).toEqual(['c', 'a', 'b']);
    expect(reordered(list, 'a', 99)).toEqual(['b', 'c', 'a']);
  });

  it('ID-15 tell what is new between two looks, and nothing twice', () => {
    expect(happeningsOf(null, { light: null, statusId: 's1' }).map((one) => one.kind)).toEqual(['arrived', 'status']);
    expect(happeningsOf({ light: null, statusId: 's1' }, { light: 'green', statusId: 's2' })).toEqual([{ kind: 'light', light: 'green' }, { kind: 'status', statusId: 's2' }]);
    expect(happeningsOf({ light: 'green', statusId: 's2' }, { light: 'green', statusId: 's2' })).toEqual([]);
  });
});

describe('messages', () => {
  it('ID-27 three for the lights and one for the arrival; switched off and reworded, the light’s as fall-back of the status’s', () => {
    expect(Object.keys(DEFAULT_RESPONSES)).toEqual(['received', 'light:green', 'light:yellow', 'light:red']);
    expect(responseFor(['light:red'], new Map())?.text).toBe(DEFAULT_RESPONSES['light:red']);
    expect(responseFor(['light:red'], new Map([['light:red', { ...DEFAULT_RESPONSES['light:red'], isOn: false }]]))).toBeNull();
    expect(responseFor(['status:2', 'light:green'], new Map([['status:2', { subject: 'S', body: 'B', isOn: true }]]))?.occasion).toBe('status:2');
    expect(responseFor(['status:2', 'light:green'], new Map())?.occasion).toBe('light:green');
    expect(responseFor(['received'], new Map())).toBeNull();
  });

  it('ID-27 fill their fields in, and know no others', () => {
    expect(render('Hello {{firstName}}, {{ vacancy }}', { firstName: 'Kim', lastName: 'Berg', vacancy: 'Nurse' })).toBe('Hello Kim, Nurse');
    expect(unknownFields('{{firstName}} {{salary}} {{ a b }}')).toEqual(['salary', 'a b']);
  });
});
