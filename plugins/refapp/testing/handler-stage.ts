import type { ActionSpec, HandlerContext, MessageOutcome, TemplatedMessage, UnitOfWork } from 'patchbay/sdk';
import { MemoryStore } from 'patchbay/sdk/testing';
import { ReferenceCheck } from '../check.entity.js';
import type { HostPerson } from '../hosts/host.js';
import type { Handling } from '../refapp.context.js';
import { RefappProvider } from '../refapp.provider.js';
import { RefappSettings } from '../refapp.settings.js';
import { startCheck } from '../starting.js';
import { DEFAULT_STEP_SETTINGS, type StepSettings } from '../step-settings.js';
import { saveStep } from '../steps.js';
import { RefappFake } from './refapp-fake.js';

interface Waiting { readonly name: string; readonly key: string; readonly payload: Record<string, unknown>; readonly dueAt: number; state: 'waiting' | 'done' | 'cancelled' }
interface Written { readonly message: TemplatedMessage; readonly at: number }

const PERSON: HostPerson = {
  firstName: 'Kim', lastName: 'Exempel', email: 'kim@example.com', phone: null, language: 'sv', contactId: 'we-select:can', serviceId: 'srv', stepId: 'stp', closed: null,
};

/** The plugin on a stage of its own: rows in memory, Refapp as a fake, messages written down, time moved by the hand of the test. */
export class HandlerStage {
  readonly provider = new RefappProvider();
  readonly store = new MemoryStore();
  readonly refapp = new RefappFake();
  readonly settings = new RefappSettings();
  readonly actions: ActionSpec[] = [];
  readonly jobs: Waiting[] = [];
  readonly written: Written[] = [];
  readonly alerts: string[] = [];
  now = Date.UTC(2026, 0, 5, 9);
  person: HostPerson = PERSON;
  private carriedOut = 0;

  /** Somebody comes into the step; everything that follows at once is done unless told otherwise. */
  async begin(settings: Partial<StepSettings> = {}, isSettling = true): Promise<ReferenceCheck> {
    const ctx = this.context();
    await ctx.commit(async (tx) => {
      const step = await saveStep(tx, ctx, {
        host: 'we-select', serviceId: 'srv', serviceTitle: 'Welder', clientName: null, hostStepId: 'stp', name: 'Refapp', instruction: null,
        settings: { ...DEFAULT_STEP_SETTINGS, questionnaireId: 'q', ...settings }, savedBy: 'test',
      });
      const service = { id: 'srv', title: 'Welder', clientName: null, isOpen: true };
      await startCheck(tx, ctx, { stepId: step.id, subjectId: 'can', service, person: this.person, by: 'step' });
    });
    if (isSettling) await this.settle();
    return this.check();
  }

  check(): ReferenceCheck {
    const [row] = this.store.rows(ReferenceCheck);
    if (!row) throw new Error('There is no check.');
    return row as unknown as ReferenceCheck;
  }

  /** An event of Refapp: look. */
  async look(): Promise<void> {
    const { id } = this.check();
    await this.provider.webhooks.handlers.refapp?.({ id: 'e', type: 'refapp', occurredAt: this.now, lane: '', payload: { externalId: id } }, this.context());
    await this.settle();
  }

  /** Until nothing is left that is due now. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 200; turns += 1) {
      if (!await this.carryOutNext() && !await this.runNext()) return;
    }
    throw new Error('It does not come to rest.');
  }

  /** Moves time on, stopping wherever something is due, unless nothing runs meanwhile. */
  async pass(until: number, isDown = false): Promise<void> {
    while (!isDown) {
      const next = Math.min(...this.jobs.filter(({ state }) => state === 'waiting').map(({ dueAt }) => dueAt));
      if (next > until) break;
      this.now = Math.max(this.now, next);
      await this.settle();
    }
    this.now = until;
    await this.settle();
  }

  /** What became of the newest message to somebody. */
  async delivered(to: string, state: MessageOutcome['state'], cause: MessageOutcome['cause'] = null): Promise<void> {
    const found = this.written.findLast(({ message }) => message.to === to)?.message;
    if (!found?.then) throw new Error(`Nothing was written to ${to}.`);
    this.enqueue({
      name: found.then.job, key: `${found.key}:${state}`, dueAt: this.now,
      payload: { messageId: 'm', key: found.key, channel: found.channel, state, reason: state, cause, at: this.now, context: found.then.context },
    });
    await this.settle();
  }

  to(address: string): string[] {
    return this.written.filter(({ message }) => message.to === address).map(({ message }) => message.template);
  }

  boxes(): string[] {
    return this.actions.flatMap((one) => (one.kind === 'vendor' && one.name === 'we-select-result' ? [String((one.request.result as { status: string }).status)] : []));
  }

  private async carryOutNext(): Promise<boolean> {
    const action = this.actions[this.carriedOut];
    if (!action) return false;
    this.carriedOut += 1;
    if (action.kind !== 'vendor' || action.name === 'we-select-result') return true;
    const vendor = this.provider.vendorActions[action.name as 'cancel'] as typeof this.provider.vendorActions.cancel | undefined;
    const account = this.provider.accountActions[action.name as 'admit'];
    const result = vendor ? await vendor.send(action.request, this.refapp) : await account.send(action.request, this.context());
    if (action.then) {
      this.enqueue({
        name: action.then.job, key: `a${this.carriedOut}`, dueAt: this.now,
        payload: { actionId: `a${this.carriedOut}`, state: 'done', reason: null, result, context: action.then.context ?? {} },
      });
    }
    return true;
  }

  private async runNext(): Promise<boolean> {
    const [next] = this.jobs.filter((job) => job.state === 'waiting' && job.dueAt <= this.now).toSorted((a, b) => a.dueAt - b.dueAt);
    if (!next) return false;
    next.state = 'done';
    const jobs = this.provider.jobs as Readonly<Record<string, { handle(payload: object, ctx: Handling): Promise<void> } | undefined>>;
    await jobs[next.name]?.handle(next.payload, this.context());
    return true;
  }

  private enqueue(job: { name: string; key: string; payload: Record<string, unknown>; dueAt?: number }): boolean {
    const known = this.jobs.find((other) => other.name === job.name && other.key === job.key);
    if (known && known.state !== 'cancelled') return false;
    if (known) this.jobs.splice(this.jobs.indexOf(known), 1);
    this.jobs.push({ ...job, dueAt: job.dueAt ?? this.now, state: 'waiting' });
    return true;
  }

  private unitOfWork(): UnitOfWork {
    const keyOf = (spec: ActionSpec): string => [spec.kind === 'vendor' ? spec.subject : '', spec.meaning, spec.occasion].join('|');
    return {
      store: this.store.asStore(),
      actions: {
        plan: async (spec: ActionSpec) => {
          const planned = !this.actions.some((other) => keyOf(other) === keyOf(spec));
          if (planned) this.actions.push(spec);
          return { id: keyOf(spec), planned };
        },
      },
      jobs: {
        enqueue: async (job: Parameters<UnitOfWork['jobs']['enqueue']>[0]) => this.enqueue({ ...job, payload: { ...job.payload } }),
        cancel: async (name: string, prefix: string) => {
          for (const job of this.jobs) if (job.name === name && job.key.startsWith(prefix) && job.state === 'waiting') job.state = 'cancelled';
          return 0;
        },
      },
      messages: {
        alertAdmins: async ({ key }: { key: string }) => { this.alerts.push(key); },
        send: async (message: TemplatedMessage) => {
          if (this.written.some(({ message: known }) => known.key === message.key)) return false;
          this.written.push({ message, at: this.now });
          return true;
        },
        cancel: async () => 0,
      },
      forget: async () => undefined, audit: { record: async () => undefined },
    } as unknown as UnitOfWork;
  }

  context(): Handling {
    const commit = <T>(work: (tx: UnitOfWork) => Promise<T>): Promise<T> => work(this.unitOfWork());
    const candidate = () => ({ id: 'can', status: this.person.closed === null ? 'active' : 'withdrawn', ...this.person });
    const request = async ({ path }: { path: string }) => ({ status: 200, headers: {}, body: path.includes('/candidates/') ? candidate() : null });
    return {
      tenantId: 't', installationId: 'i', integrationKey: 'refapp', mode: 'live', zone: 'Europe/Stockholm', settings: this.settings, settingsRevision: 1,
      store: this.store.asStore(), clock: { now: () => this.now }, log: { info: () => undefined, warn: () => undefined }, commit, checkpoint: commit,
      vendor: this.refapp, accounts: { http: () => ({ request }) },
    } as unknown as HandlerContext<RefappSettings>;
  }
}
