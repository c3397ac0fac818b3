import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import {
  answerForm, atRefapp, checkOf, chooseStep, linkIn, mailTo, newCandidate, newService, questionnaireOf, setUpRefapp, statusIs, weSelectStep,
  type ReferencePerson,
} from '../support/refapp-set-up.js';

const SLOW = 90_000;
let world: HubOverSandbox;
let step = { serviceId: '', hostStepId: '' };

const smsTo = (phone: string): readonly { text: string; from: string }[] => world.sandbox.mailbox.phones.messages(phone).filter(({ direction }) => direction === 'in');

async function sms(phone: string, count = 1): Promise<{ text: string; from: string }> {
  await until(() => smsTo(phone).length >= count, `SMS ${count} to ${phone}`, 30_000);
  const found = smsTo(phone)[count - 1];
  if (!found) throw new Error('no SMS');
  return found;
}

async function asked(phone: string): Promise<ReferencePerson> {
  const person = await newCandidate(world, step.serviceId, { phone });
  await chooseStep(world, step.serviceId, person.id, step.hostStepId);
  return person;
}

async function nameByPhone(link: string, phone: string, email = ''): Promise<void> {
  const fields = { 'name.0': 'Referens', 'relation.0': 'Chef', 'company.0': 'Exempel AB', 'phone.0': phone, 'email.0': email, 'language.0': 'sv', confirmed: 'yes', do: 'submit' };
  expect((await fetch(link, { method: 'POST', body: new URLSearchParams(fields) })).status).toBe(200);
}

describe('reference taking by SMS', () => {
  beforeAll(async () => {
    world = await startHubOverSandbox({ sms: 'twilio' });
    // Ten in the morning: no SMS goes out at night.
    const morning = DateTime.fromMillis(Date.now(), { zone: 'Europe/Stockholm' }).plus({ days: 1 }).set({ hour: 10, minute: 0 });
    await world.hub.app.get(BusinessClock).shiftTo(morning.toMillis() - Date.now());
    world.sandbox.clock.setOffset(morning.toMillis() - Date.now());
    // An operator enters at the SMS provider where answers go.
    const { body: doors } = await world.call('GET', '/v1/message-channels/doors', { key: world.operator });
    await fetch(`${world.sandbox.twilio.controlUrl}/inbound-url`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ url: doors.twilioInbound }),
    });
    await setUpRefapp(world);
    const serviceId = await newService(world, 'Butikschef');
    const settings = { questionnaireId: questionnaireOf(world), candidateChannel: 'sms', refereeChannel: 'sms', references: 1 };
    step = { serviceId, ...await weSelectStep(world, serviceId, settings) };
  }, 120_000);
  afterAll(async () => { await world?.stop(); });

  it('RE-5 RE-7 RE-14 asks candidate and referee by SMS, each with a link of their own', async () => {
    const person = await asked('+46701740601');
    const request = await sms('+46701740601');
    expect(request.text).toContain('Ange referenser för Butikschef (1 st)');
    await nameByPhone(linkIn(request.text), '+46701740602');
    const toReferee = await sms('+46701740602');
    expect(linkIn(toReferee.text)).not.toBe(linkIn(request.text));
    expect(await answerForm(linkIn(toReferee.text))).toBe(200);
    await statusIs(world, person.id, 'completed');
  }, SLOW);

  it('RE-30 writes a mail instead when the SMS fails', async () => {
    await asked('+46701740603');
    await nameByPhone(linkIn((await sms('+46701740603')).text), '+46701740694', 'by.mail.instead@example.com');
    expect((await mailTo(world, 'by.mail.instead@example.com')).subject).toBe('Referens för Kim Exempel');
  }, SLOW);

  it('RE-37 takes out a referee who answers STOP and asks the candidate for another', async () => {
    const person = await asked('+46701740604');
    await nameByPhone(linkIn((await sms('+46701740604')).text), '+46701740605');
    const { from } = await sms('+46701740605');
    expect(world.sandbox.mailbox.phones.write('+46701740605', from, 'STOP')).toBe(true);
    expect((await sms('+46701740604', 2)).text).toContain('Ange en annan');
    expect((await atRefapp(world, (await checkOf(world, person.id)).id))?.referees.map(({ status }) => status)).toEqual(['opted_out']);
  }, SLOW);
});
