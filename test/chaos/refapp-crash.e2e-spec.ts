import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { chooseStep, newCandidate, newService, questionnaireOf, setUpRefapp, weSelectStep, type ReferencePerson } from '../support/refapp-set-up.js';
import { sized } from './support/scale.js';

const CHECKS = sized(60, 300);
/** The process is killed each time so many requests have arrived. */
const KILLED_AT = [0.07, 0.3, 0.57, 0.83].map((part) => Math.floor(part * CHECKS));

let world: HubOverSandbox;
let child: ChildProcess | null = null;

async function startProcess(): Promise<void> {
  const { env } = world;
  child = spawn(process.execPath, [resolve('dist/src/main.js')], { env: { ...process.env, ...env, NODE_ENV: 'test' }, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
}

async function kill(): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
  child = null;
}

/** What was sent to a dead hub comes again by the senders' own schedules. */
async function passMinutes(minutes: number): Promise<void> {
  world.sandbox.clock.advance(minutes * 61_000);
  await world.db.asOwner(`insert into business_clock (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = excluded.offset_ms`,
    [world.sandbox.clock.offsetMs]);
}

const arrived = (): number => world.sandbox.mailbox.messages({}).filter(({ subject }) => subject.startsWith('Referenser för')).length;

describe('kill -9 of the hub while many checks are running', () => {
  let step = { hostStepId: '', serviceId: '' };

  beforeAll(async () => {
    world = await startHubOverSandbox();
    await setUpRefapp(world);
    const serviceId = await newService(world, 'Montör');
    step = { serviceId, ...await weSelectStep(world, serviceId, { questionnaireId: questionnaireOf(world) }) };
    await world.hub.stop();
    await startProcess();
  }, 120_000);

  afterAll(async () => {
    await kill();
    await world?.sandbox.close();
    await world?.db.drop();
  });

  it('RE-12 RE-14 ME-1 asks each candidate once: no message twice, none lost, what nobody can tell about counted apart', async () => {
    const people: ReferencePerson[] = [];
    for (let n = 0; n < CHECKS; n += 1) people.push(await newCandidate(world, step.serviceId));
    for (const { id } of people) await chooseStep(world, step.serviceId, id, step.hostStepId);
    for (const mark of KILLED_AT) {
      await until(() => arrived() >= mark, `${mark} requests`, 120_000).catch(() => passMinutes(6));
      await kill();
      await startProcess();
      await passMinutes(2);
    }
    const running = async () => (await world.db.asOwner<{ n: number }>(`select count(*)::int as n from p_refapp.reference_check where status = 'requested'`))[0]?.n ?? 0;
    for (let rounds = 0; rounds < 6 && await running() < CHECKS; rounds += 1) {
      await until(async () => await running() === CHECKS, 'every check to be requested', 20_000).catch(() => passMinutes(6));
    }
    expect(await running()).toBe(CHECKS);
    const unsettled = async () => (await world.db.asOwner<{ key: string; state: string }>(
      `select key, state from message where plugin = 'refapp' and channel = 'email' and state <> 'sent' and member_id is null`));
    // A mail that was refused for a moment waits for its next try: a minute, ten, an hour, six hours.
    const isQueued = async () => (await unsettled()).some(({ state }) => state === 'queued');
    // One that a killed process was about to send is free again after five minutes of the machine's own time: they pass here.
    const leaseEnds = () => world.db.asOwner(`update message set sending_wall_ms = 0 where state = 'queued'
      and sending_wall_ms < extract(epoch from clock_timestamp()) * 1000 - 10000`);
    for (const wait of [11, 65, 370]) {
      await until(async () => !await isQueued(), 'nothing queued', 12_000).catch(async () => { await leaseEnds(); await passMinutes(wait); });
    }
    await until(async () => !await isQueued(), `nothing queued: ${JSON.stringify(await unsettled())}`, 15_000);
    await sleep(1_000);
    const untold = await unsettled();
    const perPerson = people.map(({ email }) => world.sandbox.mailbox.messages({ to: email }).length);
    expect(perPerson.filter((count) => count > 1)).toEqual([]);
    expect(untold.every(({ state }) => state === 'sending' || state === 'unknown')).toBe(true);
    expect(perPerson.filter((count) => count === 0).length).toBeLessThanOrEqual(untold.length);
    expect(untold.length).toBeLessThanOrEqual(KILLED_AT.length * 8);
    const atRefapp = (await (await fetch(`${world.sandbox.refapp.controlUrl}/candidates`)).json() as { data: { status: string }[] }).data;
    expect(atRefapp.map(({ status }) => status).filter((status) => status !== 'requested')).toEqual([]);
    expect(atRefapp).toHaveLength(CHECKS);
  }, 420_000);
});
