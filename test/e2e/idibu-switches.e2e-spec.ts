import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessClock } from '../../src/clock/business-clock.js';
import { CrmSide } from '../support/crm-side.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { IdibuDesk, type Applied } from '../support/idibu-set-up.js';

const MAKING_A_PERSON = 'PUT /dc/east/rest-services/e999/entity/Candidate';
const WHOLE = ['person done', 'cv done', 'link done', 'note done'];

let world: HubOverSandbox;
let desk: IdibuDesk;
let bullhorn: CrmSide;
let jobadder: CrmSide;
let offsetMs = 0;

beforeAll(async () => {
  world = await startHubOverSandbox();
  desk = new IdibuDesk(world);
  bullhorn = new CrmSide(world.sandbox.bullhorn);
  jobadder = new CrmSide(world.sandbox.jobadder);
  await desk.setUp();
  await desk.logIn('bullhorn', { dataCentre: 'west' });
}, 120_000);

afterAll(async () => { await world.stop(); });

const apply = (name: string): Promise<Applied> => desk.apply({ firstname: name, email: `${name.toLowerCase()}@example.com` });
const inBullhorn = (name: string) => bullhorn.find(`${name.toLowerCase()}@example.com`);
const inJobAdder = (name: string) => jobadder.find(`${name.toLowerCase()}@example.com`);

async function pass(ms: number): Promise<void> {
  offsetMs += ms;
  world.sandbox.clock.setOffset(offsetMs);
  await world.hub.app.get(BusinessClock).shiftTo(offsetMs);
}

/** Bullhorn takes its time over the next person: `act` happens while their forward is in flight. */
async function inFlight(applicant: () => Promise<Applied>, act: () => Promise<unknown>): Promise<Applied> {
  const slow = world.sandbox.bullhorn.emulator.faults.add({ route: MAKING_A_PERSON, kind: 'delay', delayMs: 2_000, times: 1 });
  const one = await applicant();
  await until(() => world.sandbox.bullhorn.emulator.faults.list().some(({ id, fired }) => id === slow.id && fired === 1), 'the person to be on the wire');
  await act();
  expect(await desk.forwards(one)).toMatchObject([{ state: 'running' }]);
  return one;
}

/** The hub learns of what happens in idibu only after `act`. */
async function unheard(what: () => Promise<unknown>, act: () => Promise<unknown>): Promise<void> {
  await world.inIdibu('POST', '/webhook-switches', { paused: true });
  await what();
  await act();
  await world.inIdibu('POST', '/webhook-switches', { paused: false });
}

const unheardApplicant = (firstname: string) => world.inIdibu('POST', '/apply', {
  vacancyId: '501', firstname, lastname: 'Applicant', email: `${firstname.toLowerCase()}@example.com`,
});

async function ended(applicant: Applied, crm: string): Promise<void> {
  const forward = await desk.forward(applicant);
  expect(forward).toMatchObject({ crm });
  expect(forward.steps.map((step) => `${step.name} ${step.state}`)).toEqual(WHOLE);
}

describe('the mode is switched while forwards are in flight', () => {
  it('ID-17 ID-40 what began ends as it began; who came before the save is treated by the settings of that time, who comes after by the new ones', async () => {
    await desk.save({ mode: 'all' });
    const { revision } = await desk.page();
    let late = {} as Record<string, unknown>;
    const alma = await inFlight(() => apply('Alma'), () => unheard(
      async () => { late = await unheardApplicant('Bert'); }, () => desk.save({ mode: 'green' })));
    const carl = await apply('Carl');
    await ended(alma, 'bullhorn');
    expect(await desk.forwards(alma)).toMatchObject([{ handoffRevision: revision }]);
    const bert = await desk.applicant(String(late.id));
    await ended(bert, 'bullhorn');
    await desk.save({ mode: 'all' });
    await desk.quiet();
    expect(await desk.forwards(carl)).toEqual([]);
    expect(inBullhorn('Carl')).toEqual([]);
    expect([inBullhorn('Alma'), inBullhorn('Bert')]).toMatchObject([[{ notes: [expect.any(String)] }], [{ notes: [expect.any(String)] }]]);
  });
});

describe('the trigger status is switched while forwards are in flight', () => {
  const move = async (applicant: Applied, label: string) =>
    desk.api('POST', `/v1/idibu/applicants/${applicant.id}/status`, { statusId: await desk.statusId(label) });
  const moved = async (name: string, label: string): Promise<Applied> => {
    const applicant = await apply(name);
    await move(applicant, label);
    return applicant;
  };

  it('ID-17 ID-18 ID-40 another trigger is for later moves; who was moved before ends as it began', async () => {
    await desk.save({ mode: 'status', triggerStatusId: await desk.statusId('Shortlist') });
    const stands = await moved('Stands', 'Interview');
    const dora = await inFlight(() => moved('Dora', 'Shortlist'), async () => desk.save({ mode: 'status', triggerStatusId: await desk.statusId('Interview') }));
    const emil = await moved('Emil', 'Shortlist');
    const fred = await moved('Fred', 'Interview');
    await ended(dora, 'bullhorn');
    await ended(fred, 'bullhorn');
    await desk.quiet();
    expect([await desk.forwards(emil), await desk.forwards(stands)]).toEqual([[], []]);
  });

  it('ID-18 ID-40 switched off in idibu: what is in flight ends, then nobody is sent until another one is picked', async () => {
    const { baseUrl, accessToken } = world.sandbox.idibu.describe();
    const id = await desk.statusId('Interview');
    const switchOff = async () => {
      const body = new URLSearchParams({ method: 'statuses/edit', id: id.replace('idibu:', ''), enabled: 'no' });
      await fetch(`${baseUrl}/c/oauth/v1`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}` }, body });
      await pass(16 * 60_000);
      await until(async () => ((await desk.page()).banners as string[]).some((banner) => banner.startsWith('Forwarding is paused')), 'the warning');
    };
    const gina = await inFlight(() => moved('Gina', 'Interview'), switchOff);
    await ended(gina, 'bullhorn');
    const hugo = await apply('Hugo');
    expect((await world.api('POST', `/v1/idibu/applicants/${hugo.id}/status`, { statusId: id })).status).toBe(422);
    await move(hugo, 'Offer');
    await desk.save({ mode: 'status', triggerStatusId: await desk.statusId('Offer') });
    const ines = await moved('Ines', 'Offer');
    await ended(ines, 'bullhorn');
    await desk.quiet();
    expect(await desk.forwards(hugo)).toEqual([]);
  });
});

describe('the CRM is changed while forwards are in flight', () => {
  const stateOf = async (crm: string) => (await world.db.asOwner<{ state: string }>(`select state from connection where system = 'account:${crm}'`))[0]?.state;
  const change = () => desk.logIn('jobadder', {}, { confirmSwitch: true });

  it('ID-6 ID-40 what began ends in the CRM of before, which is left only then; whoever is heard of after the change goes into the new one, once', async () => {
    await desk.save({ mode: 'all' });
    const held = await desk.forward(await desk.apply({ firstname: 'Moa', email: 'moa@example.com', vacancyId: '503' }), 'needs-vacancy');
    let late = {} as Record<string, unknown>;
    const jill = await inFlight(() => apply('Jill'), () => unheard(async () => { late = await unheardApplicant('Kurt'); }, change));
    expect(await desk.page()).toMatchObject({ crm: 'jobadder', mode: 'all' });
    expect(await stateOf('bullhorn')).toBe('active');
    const lena = await apply('Lena');
    await ended(jill, 'bullhorn');
    await ended(lena, 'jobadder');
    await ended(await desk.applicant(String(late.id)), 'jobadder');
    await pass(61_000);
    await until(async () => await stateOf('bullhorn') === 'revoked', 'the CRM of before to be left');
    await desk.quiet();
    expect([inBullhorn('Jill').length, inBullhorn('Kurt').length, inBullhorn('Lena').length]).toEqual([1, 0, 0]);
    expect([inJobAdder('Jill').length, inJobAdder('Kurt').length, inJobAdder('Lena').length]).toEqual([0, 1, 1]);
    expect(['Alma', 'Bert', 'Dora', 'Fred'].flatMap(inJobAdder)).toEqual([]);
    // What waited for somebody there is still told of, and is nothing to wait for.
    expect(await desk.api('GET', `/v1/idibu/forwards/${held.id}`)).toMatchObject({ crm: 'bullhorn', state: 'needs-vacancy' });
    expect(await world.api('POST', `/v1/idibu/forwards/${held.id}/retry`)).toMatchObject({ status: 409, body: { code: 'crm-left' } });
  });
});
