import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { stopCheck } from '../starting.js';
import { HandlerStage } from '../testing/handler-stage.js';

const ZONE = 'Europe/Stockholm';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const local = (ms: number): string => DateTime.fromMillis(ms, { zone: ZONE }).toFormat('MM-dd HH:mm');
const at = (text: string): number => DateTime.fromISO(text, { zone: ZONE }).toMillis();

/** Both referees are written to. */
async function named(stage: HandlerStage, more: Parameters<HandlerStage['refapp']['name']>[1] = {}): Promise<void> {
  stage.refapp.name('ref-1', more);
  stage.refapp.name('ref-2');
  await stage.look();
}

describe('following a check with Refapp', () => {
  it('RE-12 RE-14 RE-22 RE-23 from the step to the report', async () => {
    const stage = new HandlerStage();
    await stage.begin();
    expect(stage.to('kim@example.com')).toEqual(['candidate-request']);
    await named(stage);
    expect(stage.to('ref-1@example.com')).toEqual(['referee-request']);
    for (const id of ['ref-1', 'ref-2']) { stage.refapp.refereeIs(id, 'answered'); await stage.look(); }
    expect(stage.check()).toMatchObject({ status: 'completed', answered: 2, reportUrl: 'https://r.example/reports/1' });
    // Once more with the link to the candidate, as soon as there is one.
    expect(stage.boxes()).toEqual(['not_started', 'not_started', 'requested', 'referees_named', 'in_progress', 'in_progress', 'completed']);
    await stage.look();
    expect(stage.written).toHaveLength(3);
  });

  it('RE-17 waits without a questionnaire and tells the admins', async () => {
    const stage = new HandlerStage();
    await stage.begin({ questionnaireId: null });
    expect(stage.check().status).toBe('on_hold');
    expect([stage.alerts.length, stage.written.length]).toEqual([1, 0]);
  });

  it('RE-36 ends at once what is not at Refapp yet, and takes it back there when it was admitted meanwhile', async () => {
    const stage = new HandlerStage();
    await stage.begin({}, false);
    const ctx = stage.context();
    await ctx.commit((tx) => stopCheck(tx, ctx, stage.check(), 'the candidate has withdrawn', 'w'));
    await stage.settle();
    expect(stage.check().status).toBe('cancelled');
    expect(stage.refapp.candidate).toMatchObject({ status: 'cancelled' });
    expect(stage.written).toEqual([]);
  });

  it('RE-18 needs contact details when the candidate cannot be reached at all', async () => {
    const stage = new HandlerStage();
    stage.person = { ...stage.person, email: null };
    await stage.begin();
    expect(stage.check().problem).toBe('contact-details');
    expect(stage.boxes().at(-1)).toBe('needs_attention');
  });

  it('RE-30 tries the other channel once after a bounce, then asks the candidate to correct it and reminds nobody any more', async () => {
    const stage = new HandlerStage();
    await stage.begin();
    await named(stage, { phone: '+46701740605' });
    await stage.delivered('ref-1@example.com', 'bounced');
    expect(stage.to('+46701740605')).toEqual(['referee-request']);
    expect(stage.check().problem).toBeNull();
    await stage.delivered('+46701740605', 'failed');
    expect(stage.refapp.referees[0]?.status).toBe('bounced');
    expect(stage.to('kim@example.com')).toEqual(['candidate-request', 'candidate-correct']);
    expect(stage.check().problem).toBe('referee-missing');
    await stage.pass(stage.now + 10 * DAY);
    expect(stage.to('ref-1@example.com')).toEqual(['referee-request']);
    expect(stage.to('+46701740605')).toEqual(['referee-request']);
  });

  it('RE-37 takes a referee who wants no more messages out, and asks the candidate for another', async () => {
    const stage = new HandlerStage();
    await stage.begin();
    await named(stage);
    await stage.delivered('ref-1@example.com', 'opted_out');
    expect(stage.refapp.referees[0]?.status).toBe('opted_out');
    expect(stage.to('kim@example.com')).toEqual(['candidate-request', 'candidate-replace']);
    await stage.pass(stage.now + 10 * DAY);
    expect(stage.to('ref-1@example.com')).toEqual(['referee-request']);
  });

  it('is not troubled by messages that nobody can tell about', async () => {
    const stage = new HandlerStage();
    await stage.begin();
    await named(stage);
    await stage.delivered('ref-1@example.com', 'unknown');
    expect(stage.refapp.referees[0]?.status).toBe('invited');
  });

  it('RE-29 reminds the candidate once and each referee twice, then nudges the candidate once, at 08:00 and 16:00', async () => {
    const stage = new HandlerStage();
    await stage.begin();
    const begun = stage.now;
    await stage.pass(begun + 5 * DAY);
    expect(stage.to('kim@example.com')).toEqual(['candidate-request', 'candidate-reminder']);
    await named(stage);
    await stage.pass(begun + 25 * DAY);
    expect(stage.to('ref-1@example.com')).toEqual(['referee-request', 'referee-reminder', 'referee-reminder']);
    expect(stage.to('ref-2@example.com')).toEqual(['referee-request', 'referee-reminder', 'referee-reminder']);
    expect(stage.to('kim@example.com').filter((text) => text === 'candidate-nudge')).toHaveLength(1);
    const times = stage.written.filter(({ message }) => message.reminder).map((one) => local(one.at).slice(6));
    expect(times.every((time) => time === '08:00' || time === '16:00')).toBe(true);
    expect(times).toHaveLength(6);
  });

  it.each([24, 48, 72] as const)('RE-29 keeps the interval of %i hours over the change to summer time and an outage of three days', async (hours) => {
    const stage = new HandlerStage();
    stage.settings.refereeReminderHours = hours;
    stage.now = at('2026-03-27T10:00');
    await stage.begin();
    await named(stage);
    const due = at('2026-03-28T16:00') + (hours - 24) * HOUR - (hours > 24 ? HOUR : 0);
    await stage.pass(due - HOUR);
    await stage.pass(DateTime.fromMillis(due, { zone: ZONE }).plus({ days: 3 }).set({ hour: 3 }).toMillis(), true);
    expect(stage.to('ref-1@example.com')).toEqual(['referee-request']);
    await stage.pass(stage.now + 20 * DAY);
    const sent = stage.written.filter(({ message }) => message.to === 'ref-1@example.com').map(({ at: when }) => when);
    expect(sent).toHaveLength(3);
    expect(local(sent[1] ?? 0)).toMatch(/ 08:00$/);
    expect((sent[2] ?? 0) - (sent[1] ?? 0)).toBe(hours * HOUR);
  });

  it('RE-29 sends nothing by itself on a side that was switched off', async () => {
    const stage = new HandlerStage();
    Object.assign(stage.settings, { remindCandidates: false, remindReferees: false });
    await stage.begin();
    await stage.pass(stage.now + 3 * DAY);
    await named(stage);
    await stage.pass(stage.now + 10 * DAY);
    expect(stage.written.filter(({ message }) => message.reminder)).toEqual([]);
  });

  it('RE-33 RE-38 ends all links in time, and forgets the references two years after the end', async () => {
    const stage = new HandlerStage();
    await stage.begin();
    await named(stage);
    await stage.pass(stage.now + 31 * DAY);
    expect(stage.refapp.referees.map(({ status }) => status)).toEqual(['expired', 'expired']);
    expect(stage.check().problem).toBe('expired');
    stage.refapp.change({ status: 'closed_incomplete' });
    await stage.look();
    await stage.pass(stage.now + 700 * DAY);
    expect(stage.check().status).toBe('closed_incomplete');
    await stage.pass(stage.now + 40 * DAY);
    expect(stage.check()).toMatchObject({ status: 'erased', candidateUrl: null, reportUrl: null });
    expect(stage.refapp.candidate).toBeNull();
  });
});
