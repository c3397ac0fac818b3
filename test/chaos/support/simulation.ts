import { setTimeout as sleep } from 'node:timers/promises';
import { SandboxClock } from '../../../sandbox/kit/index.js';
import { startLever, type LeverEmulator } from '../../../sandbox/lever/index.js';
import { armFailpoint } from '../../../src/failpoints/failpoint.js';
import { storeSignal } from '../../../src/ledger/signals.js';
import { checkInvariant, INVARIANTS } from '../../../src/operations/invariants/invariants.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { newMasterKey, startHub, type TestHub } from '../../support/hub.js';
import { taggingPlugin } from '../../support/tagging-plugin.js';

interface Person { readonly id: string; wasArchived: boolean }

/** Rules that hold in every snapshot; the others speak of time, which jumps here. */
const ALWAYS = ['signal-waits-in-a-lane', 'job-waits-in-a-lane', 'action-has-an-outcome', 'off-means-off'];
const TAG = 'PB-Seen';

/** One hub with one worker, Lever and the clock in this process; each applicant is to get one tag and one note. */
export class Simulation {
  applications = 0;
  people: Person[] = [];
  private hub!: TestHub;
  private readonly masterKey = newMasterKey();

  private constructor(readonly db: TestDatabase, readonly lever: LeverEmulator, readonly clock: SandboxClock) {}

  static async start(): Promise<Simulation> {
    const clock = new SandboxClock();
    const simulation = new Simulation(await createTestDatabase(), await startLever({ clock, rate: 'off' }), clock);
    await simulation.startHub();
    await simulation.hub.install('tagging', 'acme-full-key', null);
    await simulation.hub.settle();
    return simulation;
  }

  begin(): void {
    this.people = [];
  }

  async apply(): Promise<void> {
    this.applications += 1;
    const made = await this.inLever('POST', '/apply', { postingId: this.postingId(), name: `Person ${this.applications}`, email: `person-${this.applications}@example.com` });
    this.people.push({ id: String(made.id), wasArchived: false });
  }

  /** A webhook arrived, true or not; the same name twice is the same delivery. */
  async signal(person: Person, name: string | null): Promise<void> {
    await this.db.database.inTenant(this.hub.tenantId, (em) => storeSignal(em, {
      tenantId: this.hub.tenantId, source: 'lever-webhook', installationId: null, laneKey: `opportunity:${person.id}`, dedupeKey: name, raw: null, receivedAt: this.clock.now(),
    }));
    this.hub.engine.claimer.wake();
  }

  async poll(): Promise<void> {
    await this.db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
    await this.hub.engine.poller.tick().catch(() => 0);
  }

  async inLever(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.lever.controlUrl}/lever/accounts/acme${path}`, {
      method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }),
    });
    const answer = await response.json() as Record<string, unknown>;
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer;
  }

  async fault(rule: object): Promise<void> {
    const response = await fetch(`${this.lever.controlUrl}/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(rule) });
    if (!response.ok) throw new Error(await response.text());
  }

  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.hub.clock.shiftTo(this.clock.offsetMs);
  }

  /** The process goes away in the middle of what it does, and another takes its place. */
  async restart(): Promise<void> {
    await this.hub.stop();
    await this.startHub();
  }

  stageIds(): string[] {
    return this.account().stages.map((stage) => stage.id);
  }

  /** Faults end and time goes on until nothing is left to do. */
  async heal(): Promise<void> {
    armFailpoint(null);
    await fetch(`${this.lever.controlUrl}/faults`, { method: 'DELETE' });
    for (let round = 0; round < 200; round += 1) {
      await this.poll();
      await this.db.asOwner(`update lane set retry_at = '-infinity' where retry_at > now()`);
      this.hub.engine.claimer.wake();
      await sleep(50);
      if (this.hub.engine.claimer.inFlight === 0 && (await this.db.asOwner('select 1 from lane where due_at is not null')).length === 0 && this.missing().length === 0) return;
    }
    throw new Error(`Work is still open: ${JSON.stringify(await this.db.asOwner('select kind, key, due_at, retry_at, failures from lane'))}; missing ${this.missing().join(', ')}`);
  }

  /** Applicants with more than one note of ours, or a note or tag that the other lacks for ever. */
  tooMuch(): string[] {
    return this.people.filter((person) => this.notesOf(person) > 1 || this.tagsOf(person) > 1).map((person) => person.id);
  }

  /** Applicants who got less than one of each although nobody archived them. */
  missing(): string[] {
    return this.people.filter((person) => !person.wasArchived && (this.notesOf(person) < 1 || this.tagsOf(person) < 1)).map((person) => person.id);
  }

  async brokenRules(): Promise<string[]> {
    const results = [];
    for (const rule of INVARIANTS.filter((one) => ALWAYS.includes(one.name))) {
      results.push(await this.db.database.inRunner((em) => checkInvariant(em, rule, this.clock.now())));
    }
    return results.filter((one) => one.violations > 0).map((one) => `${one.name}: ${one.examples.join(', ')}`);
  }

  async stop(): Promise<void> {
    await this.hub.stop();
    await this.lever.close();
    await this.db.drop();
  }

  private async startHub(): Promise<void> {
    const tenantId = this.hub?.tenantId;
    this.hub = await startHub(this.db, {
      leverUrl: this.lever.baseUrl, providers: [taggingPlugin as never], masterKey: this.masterKey, concurrency: 1, ...(tenantId && { tenantId }),
    });
    await this.hub.clock.refresh();
  }

  private account() {
    return this.lever.store.account('acme');
  }

  private postingId(): string {
    return [...this.account().postings.values()].find((posting) => posting.state === 'published')?.id ?? '';
  }

  private notesOf({ id }: Person): number {
    return this.account().opportunities.get(id)?.notes.filter((note) => JSON.stringify(note).includes('Seen application')).length ?? 0;
  }

  private tagsOf({ id }: Person): number {
    return this.account().opportunities.get(id)?.tags.filter((tag) => tag === TAG).length ?? 0;
  }
}
