import { beforeEach, describe, expect, it } from '@jest/globals';
import { DAY, HandlerStage, HOUR } from '../testing/handler-stage.js';

let stage: HandlerStage;
beforeEach(() => { stage = new HandlerStage(); stage.link(); });

describe('an application', () => {
  it('CP-6 CP-12 leads to one invitation, and to CP-Sent only after the mail went out', async () => {
    await stage.apply('o1');
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite']);
    expect(stage.tags()).toEqual([]);
    await stage.settle('invite', { isApplied: true, applicantId: 'app-o1', status: 'not_invited', cardUrl: 'https://cp.example/o1/card' });
    expect(stage.tags()).toEqual([]);
    expect(stage.entry('o1')).toMatchObject({ status: 'inviting', applicantId: 'app-o1' });
    await stage.event('applicant.invited', 'o1', 1);
    expect(stage.tags()).toEqual(['CP-Sent']);
    expect(stage.entry('o1')).toMatchObject({ status: 'invited', tag: 'CP-Sent', invitedAt: stage.now });
  });

  it('SH-13 told twice leads to one invitation', async () => {
    await stage.apply('o1');
    await stage.apply('o1');
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite']);
  });

  it('CP-7 CP-8 from before the link, by hand or on another posting leads to none', async () => {
    await stage.apply('o1', { createdAt: stage.now - 1 });
    await stage.apply('o2', { type: 'user' });
    await stage.apply('o3', { postingId: 'p9' });
    await stage.apply('o4', { postingId: null });
    expect(await stage.runDue()).toBe(0);
  });

  it('CP-34 a second one while active is noted only', async () => {
    await stage.invited('o1');
    stage.person('o2', { contactId: 'c-o1' });
    await stage.apply('o2');
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite']);
    expect(stage.notes().at(-1)).toContain('applied again, no new invitation');
    expect(stage.actions.at(-1)).toMatchObject({ opportunityId: 'o2' });
  });

  it('CP-34 after an ended try and half a year reinvites the applicant on the same opportunity', async () => {
    await stage.invited('o1');
    await stage.event('applicant.withdrawn', 'o1', 2, { by: 'candidate' });
    stage.now += 200 * DAY;
    stage.change('o1', { applicationId: 'a-new' });
    await stage.apply('o1', { applicationId: 'a-new' });
    await stage.runDue();
    expect(stage.actions.at(-1)).toMatchObject({ name: 'reinvite', request: { applicantId: 'app-o1', reapplied: true } });
  });

  it('CP-19 CP-35 to two linked postings leads to two entries with two mails minutes apart', async () => {
    stage.link({ id: 'l2', jobId: 'job_2', postingId: 'p2', activeJobId: 'job_2', activePostingId: 'p2' });
    stage.posting('p2');
    stage.person('o1', { contactId: 'c' });
    stage.person('o2', { contactId: 'c', postingId: 'p2' });
    await stage.apply('o1');
    await stage.apply('o2', { postingId: 'p2' });
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite']);
    const [second] = stage.waiting('invite');
    expect((second?.dueAt ?? 0) - stage.now).toBeGreaterThan(60_000);
    stage.now = second?.dueAt ?? 0;
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite', 'invite']);
  });
});

describe('an invitation that does not arrive', () => {
  it('CP-13 without an address leaves a note and no tag, and goes out once the address is corrected', async () => {
    stage.person('o1', { emails: [] });
    await stage.apply('o1');
    await stage.runDue();
    expect(stage.entry('o1')).toMatchObject({ status: 'undelivered', problem: 'Lever has no e-mail address' });
    expect(stage.notes()).toHaveLength(1);
    expect([...stage.tags(), ...stage.vendorWrites()]).toEqual([]);
    stage.change('o1', { emails: ['right@to.example'] });
    await stage.fact('contact.changed', { opportunityId: 'o1', contactId: 'c-o1', fields: ['emails'] });
    await stage.runDue();
    expect(stage.actions.at(-1)).toMatchObject({ name: 'invite', request: { email: 'right@to.example' } });
  });

  it('CP-13 refused by career.place is noted with its words', async () => {
    await stage.apply('o1');
    await stage.runDue();
    await stage.settle('invite', null, 'career-place-invalid-field: email must be an address.');
    expect(stage.entry('o1').status).toBe('undelivered');
    expect(stage.notes()[0]).toContain('could not be sent: email must be an address.');
  });

  it('CP-13 bounced before it was out: note, no CP-Sent, reinvited to the corrected address', async () => {
    await stage.apply('o1');
    await stage.runDue();
    await stage.settle('invite', { applicantId: 'app-o1', status: 'not_invited', cardUrl: 'https://cp.example/o1/card' });
    await stage.event('applicant.bounced', 'o1', 0, { reason: '550 no such user', bounceType: 'hard', mail: 'invitation' });
    expect(stage.entry('o1').status).toBe('undelivered');
    expect(stage.tags()).toEqual([]);
    stage.now += HOUR;
    stage.change('o1', { emails: ['right@to.example'] });
    await stage.fact('contact.changed', { opportunityId: 'o1', contactId: 'c-o1', fields: ['emails'] });
    await stage.runDue();
    expect(stage.actions.at(-1)).toMatchObject({ name: 'reinvite', request: { applicantId: 'app-o1', email: 'right@to.example', reapplied: false } });
  });

  it('CP-24 a hard bounce after it was out stops the calendar and keeps the tag', async () => {
    await stage.invited('o1');
    await stage.event('applicant.bounced', 'o1', 1, { reason: '550', bounceType: 'hard', mail: 'reminder' });
    expect([...stage.waiting('remind'), ...stage.waiting('opt-out')]).toEqual([]);
    expect(stage.tags()).toEqual(['CP-Sent']);
  });
});

describe('the window', () => {
  it('CP-22 CP-23 reminds five times and opts out at 420 hours, all at their time', async () => {
    const entry = await stage.invited('o1');
    const days: number[] = [];
    for (const { dueAt } of [...stage.waiting('remind')].toSorted((a, b) => a.dueAt - b.dueAt)) {
      stage.now = dueAt;
      await stage.runDue();
      days.push((dueAt - (entry.invitedAt ?? 0)) / DAY);
    }
    expect(days).toEqual([2, 5, 9, 13, 16]);
    expect(stage.vendorWrites()).toEqual(['invite', ...days.map(() => 'remind')]);
    stage.now = (entry.invitedAt ?? 0) + 420 * HOUR - 1;
    expect(await stage.runDue()).toBe(0);
    stage.now += 1;
    await stage.runDue();
    expect(stage.vendorWrites().at(-1)).toBe('opt-out');
  });

  it('CP-25 notes the opt-out once and keeps CP-Sent and the stage, whichever is told first', async () => {
    await stage.invited('o1');
    stage.now += 420 * HOUR;
    await stage.runDue();
    await stage.settle('opt-out', { isApplied: true, applicantId: 'app-o1', status: 'opted_out', transition: 2, round: 1 });
    await stage.event('applicant.opted_out', 'o1', 2, { by: 'organisation' });
    expect(stage.entry('o1')).toMatchObject({ status: 'opted_out', tag: 'CP-Sent' });
    expect(stage.notes().filter((note) => note.includes('opted out'))).toHaveLength(1);
    expect(stage.actions.some((spec) => spec.kind === 'stage.move' || spec.kind === 'tag.remove')).toBe(false);
  });

  it('CP-27 collapses what downtime held up into one reminder', async () => {
    await stage.invited('o1');
    stage.now += 10 * DAY;
    await stage.runDue();
    expect(stage.vendorWrites()).toEqual(['invite', 'remind']);
    expect(stage.actions.at(-1)).toMatchObject({ request: { n: 3 } });
  });

  it.each([
    ['started', () => stage.event('applicant.started', 'o1', 2)],
    ['withdrew', () => stage.event('applicant.withdrawn', 'o1', 2, { by: 'candidate' })],
    ['unsubscribed', () => stage.event('applicant.opted_out', 'o1', 2, { by: 'candidate' })],
    ['archived', () => archive('o1')],
    ['hired', () => archive('o1', true)],
    ['erased', () => stage.fact('anonymised', { opportunityId: 'o1' })],
    ['deleted', () => stage.fact('deleted', { opportunityId: 'o1' })],
  ])('CP-24 stops at once: %s', async (_what, happen) => {
    await stage.invited('o1');
    await happen();
    expect([...stage.waiting('remind'), ...stage.waiting('opt-out')]).toEqual([]);
  });

  it('CP-24 stops reminders of somebody who may not be contacted any more', async () => {
    await stage.invited('o1');
    stage.change('o1', { mayContact: false });
    await stage.fact('contact.changed', { opportunityId: 'o1', contactId: 'c-o1', fields: ['mayContact'] });
    expect(stage.waiting('remind')).toEqual([]);
  });

  it('CP-26 starts anew with a new invitation', async () => {
    await stage.invited('o1');
    await stage.event('applicant.opted_out', 'o1', 2, { by: 'organisation' });
    stage.now += 30 * DAY;
    await stage.event('applicant.invited', 'o1', 3, { round: 2 });
    expect(stage.entry('o1')).toMatchObject({ status: 'invited', round: 2, invitedAt: stage.now, remindersAsked: 0, endedAt: null });
    expect(stage.waiting('remind')).toHaveLength(5);
    expect(stage.waiting('opt-out').map((job) => job.dueAt)).toEqual([stage.now + 420 * HOUR]);
  });

  it('CP-26 takes somebody back who starts after opting out', async () => {
    await stage.invited('o1');
    await stage.event('applicant.opted_out', 'o1', 2, { by: 'organisation' });
    await stage.event('applicant.started', 'o1', 3);
    expect(stage.tags()).toEqual(['CP-Sent', 'CP-InProg']);
    expect(stage.notes().at(-1)).toContain('returned after opting out');
  });

  it('CP-36 pauses while archived and goes on with the remaining hours', async () => {
    const entry = await stage.invited('o1');
    stage.now += 100 * HOUR;
    await archive('o1');
    expect(stage.vendorWrites().at(-1)).toBe('pause');
    stage.now += 240 * HOUR;
    stage.change('o1', { archivedAt: null });
    await stage.fact('archive.changed', { opportunityId: 'o1', archivedAt: null, reasonId: null, hired: false });
    expect(stage.vendorWrites().at(-1)).toBe('resume');
    expect(stage.waiting('opt-out').map((job) => job.dueAt)).toEqual([stage.now + 320 * HOUR]);
    expect(entry.pausedMs).toBe(240 * HOUR);
  });

  it('CP-36 shuts the link of somebody whose invitation went out while they were being archived', async () => {
    await stage.apply('o1');
    await stage.runDue();
    await archive('o1');
    await stage.event('applicant.invited', 'o1', 1);
    expect(stage.vendorWrites()).toEqual(['invite', 'pause']);
    expect(stage.waiting('remind')).toEqual([]);
    expect(stage.tags()).toEqual([]);
  });

  it('SH-16 writes the tag that was owed once the opportunity is open again', async () => {
    await stage.invited('o1');
    await stage.event('applicant.started', 'o1', 2);
    await archive('o1');
    await stage.event('applicant.submitted', 'o1', 3);
    await stage.event('applicant.unqualified', 'o1', 4, { reasons: [] });
    expect(stage.tags()).toEqual(['CP-Sent', 'CP-InProg']);
    stage.change('o1', { archivedAt: null });
    await stage.fact('archive.changed', { opportunityId: 'o1', archivedAt: null, reasonId: null, hired: false });
    expect(stage.tags()).toEqual(['CP-Sent', 'CP-InProg', 'CP-Unqual']);
  });
});

async function archive(id: string, hired = false): Promise<void> {
  stage.change(id, { archivedAt: stage.now, hired });
  await stage.fact('archive.changed', { opportunityId: id, archivedAt: stage.now, reasonId: 'r', hired });
}
