import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { setTimeout as sleep } from 'node:timers/promises';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import {
  answerForm, boxAt, checkOf, chooseStep, linkIn, mailTo, nameReferees, newCandidate, newService, questionnaireOf, setUpRefapp, weSelectStep,
} from '../support/refapp-set-up.js';

const ZONE = 'Europe/Stockholm';
/** A week before daylight saving begins there, on 28 March. */
const BEGIN = DateTime.fromISO('2027-03-20T10:00', { zone: ZONE });
const SLOW = 420_000;

let world: HubOverSandbox;
let offset = 0;
let step = { hostStepId: '', serviceId: '' };

interface Mail { readonly subject: string; readonly receivedAt: string }

const mails = (email: string): Mail[] => world.sandbox.mailbox.messages({ to: email });
const reminders = (email: string): Mail[] => mails(email).filter(({ subject }) => subject.startsWith('Påminnelse'));
const at = (mail: Mail): string => DateTime.fromISO(mail.receivedAt, { zone: ZONE }).toFormat('MM-dd HH');

/** Moves the clock of everything, the hub's first, so that no event comes from its future; the hub may be down meanwhile. */
async function clockTo(moment: DateTime, isDown = false): Promise<void> {
  offset = moment.toMillis() - Date.now();
  if (isDown) await world.db.asOwner('update business_clock set offset_ms = $1', [offset]);
  else await world.hub.app.get(BusinessClock).shiftTo(offset);
  world.sandbox.clock.setOffset(offset);
}

/** Until nothing is due any more. */
async function settle(): Promise<void> {
  let quiet = 0;
  for (let tries = 0; tries < 600 && quiet < 2; tries += 1) {
    const now = Date.now() + offset;
    const [open] = await world.db.asOwner<{ n: number }>(`select
      (select count(*) from lane where due_at <= to_timestamp($1 / 1000.0) and retry_at <= clock_timestamp() + interval '1 second')::int
      + (select count(*) from message where state in ('queued', 'sending') and channel = 'email' and due_at_ms <= $1)::int as n`, [now]);
    const { idle } = await world.sandbox.control.idle();
    quiet = open?.n === 0 && idle ? quiet + 1 : 0;
    await sleep(quiet > 0 ? 250 : 100);
  }
}

async function pass(to: DateTime): Promise<void> {
  for (;;) {
    const now = DateTime.fromMillis(Date.now() + offset, { zone: ZONE });
    const slots = [0, 1].flatMap((days) => [8, 16].map((hour) => now.startOf('day').plus({ days }).set({ hour, minute: 4 })));
    const next = slots.find((slot) => slot > now.plus({ minutes: 2 })) ?? to;
    if (next >= to) break;
    await clockTo(next);
    await settle();
  }
  await clockTo(to);
  await settle();
}

async function asked(email: string): Promise<string> {
  const person = await newCandidate(world, step.serviceId, { email });
  await chooseStep(world, step.serviceId, person.id, step.hostStepId);
  await mailTo(world, email);
  await settle();
  return person.id;
}

async function named(email: string, referees: readonly string[]): Promise<string> {
  const id = await asked(email);
  expect(await nameReferees(linkIn((await mailTo(world, email)).text), referees)).toBe(200);
  for (const referee of referees) await mailTo(world, referee);
  await settle();
  return id;
}

describe('thirty days of reminders, with a change of daylight saving and an outage of three days', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox();
    await clockTo(BEGIN);
    await setUpRefapp(world, { refereeReminderHours: 48 });
    const serviceId = await newService(world, 'Elektriker');
    step = { serviceId, ...await weSelectStep(world, serviceId, { questionnaireId: questionnaireOf(world), references: 2 }) };
  }, 120_000);
  afterAll(async () => { await world?.stop(); });

  it('RE-29 RE-33 ME-3 each person gets what is due, never twice, never at night', async () => {
    const silent = await asked('silent.candidate@example.com');
    await named('first.candidate@example.com', ['quiet.one@example.com', 'answers.later@example.com']);

    await pass(BEGIN.plus({ days: 3, hours: 1 }));
    expect(reminders('silent.candidate@example.com').map(at)).toEqual(['03-21 16']);
    expect(reminders('quiet.one@example.com').map(at)).toEqual(['03-22 16']);
    await answerForm(linkIn((await mailTo(world, 'answers.later@example.com')).text));
    await settle();
    await until(() => boxAt(world, silent)?.status === 'needs_attention', 'the candidate to be late');
    expect((await checkOf(world, silent)).problem).toBe('not-submitted');

    await pass(BEGIN.plus({ days: 6 }).set({ hour: 20 }));
    expect(reminders('answers.later@example.com')).toHaveLength(1);
    expect(reminders('quiet.one@example.com').map(at)).toEqual(['03-22 16', '03-24 16']);
    const nudges = mails('first.candidate@example.com').filter(({ subject }) => subject.startsWith('Hör gärna av dig'));
    expect(nudges.map(at)).toEqual(['03-26 16']);

    // Two days of 47 hours: over the night in which the clocks go forward.
    await clockTo(BEGIN.plus({ days: 7 }));
    await named('spring.candidate@example.com', ['spring.one@example.com', 'spring.two@example.com']);
    await pass(BEGIN.plus({ days: 9 }).set({ hour: 20 }));
    expect(reminders('spring.one@example.com').map(at)).toEqual(['03-29 16']);

    // Three days in which no hub runs: what fell due then goes out once, on the first morning after.
    await clockTo(BEGIN.plus({ days: 12 }));
    await named('outage.candidate@example.com', ['outage.one@example.com', 'outage.two@example.com']);
    await world.hub.stop();
    await clockTo(BEGIN.plus({ days: 15 }).set({ hour: 3 }), true);
    await world.restart();
    await settle();
    expect(reminders('outage.one@example.com')).toEqual([]);
    await pass(BEGIN.plus({ days: 15 }).set({ hour: 20 }));
    expect(reminders('outage.one@example.com').map(at)).toEqual(['04-04 08']);

    await pass(BEGIN.plus({ days: 31 }));
    for (const referee of ['quiet.one', 'spring.one', 'spring.two', 'outage.one', 'outage.two']) {
      expect([referee, reminders(`${referee}@example.com`).length]).toEqual([referee, 2]);
      expect(mails(`${referee}@example.com`)).toHaveLength(3);
    }
    expect(reminders('outage.one@example.com').map(at)).toEqual(['04-04 08', '04-06 08']);
    expect(mails('silent.candidate@example.com')).toHaveLength(2);
    expect((await checkOf(world, silent)).problem).toBe('expired');
  }, SLOW);

  it('RE-29 ME-3 wrote to nobody between 20:00 and 08:00 except first requests', () => {
    const all = world.sandbox.mailbox.messages({});
    const late = all.filter((mail) => /^(Påminnelse|Hör gärna)/.test(mail.subject)).filter((mail) => {
      const { hour } = DateTime.fromISO(mail.receivedAt, { zone: ZONE });
      return hour < 8 || hour >= 20;
    });
    expect(late).toEqual([]);
  });

  it('RE-38 forgets everything at the end of the period that the organisation chose', async () => {
    const value = { refereeReminderHours: 48, keepMonths: 1 };
    expect((await world.api('PUT', '/v1/installations/refapp/settings', { value }, { 'if-match': '1' })).status).toBe(200);
    const id = await named('forgotten.candidate@example.com', ['forgotten.one@example.com', 'forgotten.two@example.com']);
    for (const email of ['forgotten.one@example.com', 'forgotten.two@example.com']) await answerForm(linkIn((await mailTo(world, email)).text));
    await until(async () => (await checkOf(world, id)).status === 'completed', 'the end', 30_000);
    await settle();
    const end = DateTime.fromMillis(Date.now() + offset, { zone: ZONE }).plus({ months: 1 });
    await clockTo(end.minus({ days: 2 }));
    await settle();
    expect((await checkOf(world, id)).status).toBe('completed');
    await clockTo(end.plus({ days: 1 }));
    await until(async () => (await checkOf(world, id)).status === 'erased', 'the forgetting', 60_000);
    const gone = async () => (await (await fetch(`${world.sandbox.refapp.controlUrl}/candidates?externalId=${(await checkOf(world, id)).id}`)).json() as { data: unknown[] });
    await until(async () => (await gone()).data.length === 0, 'Refapp to forget the candidate');
  }, SLOW);
});
