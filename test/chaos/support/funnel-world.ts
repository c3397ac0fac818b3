import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkInvariant, INVARIANTS } from '../../../src/operations/invariants/invariants.js';
import { setUpCareerPlace } from '../../support/career-place-set-up.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../../support/hub-over-sandbox.js';
import { Fleet } from './fleet.js';

const STEP_MS = 250;
/** When nothing moved for so long, something waits for a later hour. */
const STILL_MS = 5_000;

export interface Applicant { readonly id: string; readonly email: string }

/** What became of one applicant: exactly this, whatever happened on the way. */
export interface Effects { readonly tags: readonly string[]; readonly notes: number; readonly mails: number }
export const UNDISTURBED: Effects = { tags: ['CP-Sent'], notes: 1, mails: 1 };

/** career.place set up and linked to a posting; the hub that did it is gone, and processes of a fleet take its place. */
export class FunnelWorld {
  private forgotten = 0;

  private constructor(readonly world: HubOverSandbox, readonly fleet: Fleet, readonly postingId: string) {}

  /** `isFast`: neither Lever's limit nor ours slows the flow down. */
  static async start({ isFast = true, env = {} }: { isFast?: boolean; env?: Record<string, string> } = {}): Promise<FunnelWorld> {
    const fast = { LEVER_RATE_BURST: '1000', LEVER_RATE_PER_SECOND: '1000' };
    const world = await startHubOverSandbox({ env: { ...(isFast && fast), ...env }, ...(isFast && { leverRate: 'off' }) });
    const account = world.sandbox.lever.store.account('acme');
    await setUpCareerPlace(world, account.stages.find((stage) => stage.text === 'Phone screen')?.id ?? '');
    const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential');
    const { jobs } = world.sandbox.careerPlace.describe() as unknown as { jobs: { id: string; status: string }[] };
    await world.api('PUT', `/v1/career-place/jobs/${jobs.find((job) => job.status === 'active')?.id}/link`, { postingId: posting?.id });
    await until(async () => (await world.db.asOwner(`select 1 from lane where due_at <= now()`)).length === 0, 'the link to be made');
    await world.hub.stop();
    return new FunnelWorld(world, new Fleet(world.env), posting?.id ?? '');
  }

  async apply(): Promise<Applicant> {
    const email = `${randomUUID()}@example.com`;
    const { id } = await this.world.inLever('POST', '/apply', { postingId: this.postingId, name: 'Chaos Applicant', email });
    return { id: String(id), email };
  }

  /** One person after the other, until `isOver`. */
  async applyUntil(isOver: () => boolean, gapMs: number): Promise<Applicant[]> {
    const people: Applicant[] = [];
    while (!isOver()) {
      people.push(await this.apply());
      await sleep(gapMs);
    }
    return people;
  }

  async isReady(): Promise<boolean> {
    return (await fetch(`${this.publicUrl}/health/ready`).catch(() => null))?.status === 200;
  }

  private isNoted({ id }: Applicant): boolean {
    return (this.world.sandbox.lever.store.account('acme').opportunities.get(id)?.notes.length ?? 0) > 0;
  }

  effects({ id, email }: Applicant): Effects {
    const opportunity = this.world.sandbox.lever.store.account('acme').opportunities.get(id);
    return {
      tags: opportunity?.tags.filter((tag) => tag.startsWith('CP-')) ?? [], notes: opportunity?.notes.length ?? 0,
      mails: this.world.sandbox.mailbox.messages({ to: email }).length,
    };
  }

  /** Chances in [0, 1] that Lever delivers a webhook twice, late, or not at all. */
  async webhooks(switches: { duplicate?: number; reorder?: number; drop?: number; paused?: boolean }): Promise<void> {
    const response = await fetch(`${this.world.sandbox.lever.controlUrl}/lever/webhook_switches`, {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(switches),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  async leverFault(rule: object): Promise<void> {
    const response = await fetch(`${this.world.sandbox.lever.controlUrl}/faults`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  get publicUrl(): string {
    return String(this.world.env.PATCHBAY_PUBLIC_URL);
  }

  /** Status of every attempt of Lever to deliver a webhook since `forgetDeliveries`; null when there was no answer. */
  async deliveries(): Promise<(number | null)[]> {
    return (await this.sent()).slice(this.forgotten).flatMap((delivery) => delivery.attempts.map((attempt) => attempt.status));
  }

  /** Events that the hub acknowledged since `forgetDeliveries`. */
  async acknowledged(): Promise<number> {
    return (await this.sent()).slice(this.forgotten).filter(({ attempts }) => attempts.some(({ status }) => status !== null && status < 300)).length;
  }

  async forgetDeliveries(): Promise<void> {
    this.forgotten = (await this.sent()).length;
  }

  /** Lever tells the newest events again, so often each. */
  async tellAgain(times: number): Promise<void> {
    const newest = (await this.sent()).slice(-50);
    for (let round = 0; round < times; round += 1) {
      await Promise.all(newest.map(({ id }) => fetch(`${this.world.sandbox.lever.controlUrl}/lever/deliveries/${id}/rerun`, { method: 'POST' })));
    }
  }

  private async sent(): Promise<{ id: string; attempts: { status: number | null }[] }[]> {
    const answer = await (await fetch(`${this.world.sandbox.lever.controlUrl}/lever/deliveries`)).json() as { deliveries: { id: string; attempts: { status: number | null }[] }[] };
    return answer.deliveries;
  }

  async endFaults(): Promise<void> {
    await fetch(`${this.world.sandbox.lever.controlUrl}/faults`, { method: 'DELETE' });
  }

  /** Moves the time of hub and sandbox: what waits for its next try gets it. */
  async pass(ms: number): Promise<void> {
    this.world.sandbox.clock.advance(ms);
    await this.world.db.asOwner(`insert into business_clock (id, offset_ms) values (1, $1) on conflict (id) do update set offset_ms = excluded.offset_ms`,
      [this.world.sandbox.clock.offsetMs]);
  }

  /** Ms until the last lane that is held now was given back or taken by another worker; null when none is held. */
  async takenOver(): Promise<number | null> {
    const at = performance.now();
    const held = async (): Promise<string[]> => (await this.world.db.asOwner<{ one: string }>(
      `select id || '/' || fence as one from lane where locked_until > '-infinity'`)).map(({ one }) => one);
    const before = await held();
    if (before.length === 0) return null;
    while (true) {
      await sleep(20);
      const now = new Set(await held());
      if (!before.some((one) => now.has(one))) return Math.round(performance.now() - at);
    }
  }

  /** Waits until everybody has at least what an undisturbed run gives, letting minutes pass when nothing moves; then until the hub rests. */
  async settle(applicants: readonly Applicant[], withinMs: number): Promise<void> {
    // Asked first what costs little: for the mails of one, the mailbox goes through all it has.
    const isThere = (one: Applicant): boolean => this.isNoted(one) && this.effects(one).tags.length > 0 && this.effects(one).mails > 0;
    let left = applicants;
    for (let waited = 0, still = 0; left.length > 0; waited += STEP_MS, still += STEP_MS) {
      const open = left.filter((one) => !isThere(one));
      if (open.length < left.length) still = 0;
      left = open;
      if (left.length === 0) break;
      if (waited > withinMs) throw new Error(`${left.length} of ${applicants.length} applicants are still without effect.`);
      if (still > 0 && still % STILL_MS === 0) await this.pass(61_000);
      await sleep(STEP_MS);
    }
    await until(async () => (await this.world.db.asOwner(`select 1 from lane where due_at <= now()`)).length === 0, 'the hub to rest', withinMs);
    await sleep(500);
  }

  /** Everybody ends up as in an undisturbed run, and every rule of the ledgers holds. */
  async concludes(people: readonly Applicant[], withinMs: number): Promise<void> {
    await this.settle(people, withinMs);
    expect(this.different(people)).toEqual([]);
    await until(async () => (await this.brokenRules()).length === 0, 'every rule of the ledgers to hold', 30_000);
  }

  /** Applicants whose outcome differs from an undisturbed run: nobody, if the hub keeps its word. */
  different(applicants: readonly Applicant[]): Effects[] {
    return applicants.map((one) => this.effects(one)).filter((effects) => JSON.stringify(effects) !== JSON.stringify(UNDISTURBED));
  }

  /** Names of rules of the ledgers that do not hold now. */
  async brokenRules(): Promise<string[]> {
    const now = this.world.sandbox.clock.now();
    const results = await Promise.all(INVARIANTS.map((one) => this.world.db.database.inRunner((em) => checkInvariant(em, one, now))));
    return results.filter((one) => one.violations > 0).map((one) => one.name);
  }

  async stop(): Promise<void> {
    await this.fleet.killAll();
    await this.world.sandbox.close();
    await this.world.db.drop();
  }
}
