import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventSource } from '../support/event-source.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { COOK_REQUIREMENTS, cookRole } from '../support/popp-set-up.js';
import { Fleet } from './support/fleet.js';
import { minutes, sized } from './support/scale.js';

const PEOPLE = sized(48, 500);

let world: HubOverSandbox;
let postingId = '';
let fleet: Fleet;

describe(`the live dashboard of ${PEOPLE} existing applicants while the hub is killed`, () => {
  beforeAll(async () => {
    world = await startHubOverSandbox({ leverRate: 'off' });
    postingId = await cookRole(world, PEOPLE);
    await world.hub.stop();
    fleet = new Fleet(world.env);
    await fleet.start();
  }, minutes(3));
  afterAll(async () => {
    await fleet?.killAll();
    await world?.sandbox.close();
    await world?.db.drop();
  }, 60_000);

  it('PO-16 PO-17 tells every result exactly once and in order, over a reconnect in the middle and two kills', async () => {
    const analysis = String((await world.api('POST', '/v1/popp/analyses', { postingId })).body.id);
    const path = (rest = '') => `/v1/popp/analyses/${analysis}${rest}`;
    const feed = () => new EventSource(() => `${world.hub.url}${path('/events')}`, world.admin);
    await world.api('PUT', path('/requirements'), { requirements: COOK_REQUIREMENTS });
    const source = feed();
    source.open();
    await world.api('POST', path('/confirm'));
    for (const part of [6, 3, 2]) {
      await until(() => source.results().length >= PEOPLE / part, `one in ${part} of the results`, 120_000);
      if (part !== 6) await fleet.killAll();
      await source.close();
      if (part !== 6) await fleet.start();
      source.open();
    }
    await until(() => source.results().length >= PEOPLE, 'every result', 240_000);
    await until(async () => ((await world.api('GET', path())).body.counts as { waiting: number }).waiting === 0, 'nobody to wait');
    await source.close();
    const people = source.results().map((one) => one.data.candidate?.id);
    expect(people).toHaveLength(PEOPLE);
    expect(new Set(people).size).toBe(PEOPLE);
    const numbers = source.events.map((one) => one.id);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    const whole = feed();
    whole.open();
    await until(() => whole.events.length >= numbers.length, 'the whole feed again');
    await whole.close();
    expect(whole.events.map((one) => [one.id, one.event])).toEqual(source.events.map((one) => [one.id, one.event]));
  }, minutes(10));
});
