import type {
  ActionSpec, Fact, FactKind, FactPayloads, HandlerContext, MirroredOpportunity, MirroredPosting, UnitOfWork, VendorAnswer, VendorRequest,
} from 'patchbay/sdk';
import { MemoryStore } from 'patchbay/sdk/testing';
import { CareerPlaceProvider } from '../career-place.provider.js';
import { CareerPlaceSettings } from '../career-place.settings.js';
import { FunnelEntry } from '../funnel-entry.entity.js';
import { FunnelHistory } from '../funnel-history.entity.js';
import { FunnelLink } from '../funnel-link.entity.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

interface Waiting { readonly name: string; readonly key: string; readonly payload: Record<string, unknown>; readonly dueAt: number; state: 'waiting' | 'done' | 'cancelled' }
type Settings = CareerPlaceSettings;

/** The plugin on a stage of its own: rows in memory, writes written down, jobs run by the hand of the test. */
export class HandlerStage {
  readonly provider = new CareerPlaceProvider();
  readonly store = new MemoryStore();
  readonly settings = Object.assign(new CareerPlaceSettings(), { stageId: 'screen' });
  readonly actions: ActionSpec[] = [];
  readonly jobs: Waiting[] = [];
  readonly mails: { key: string; to: string }[] = [];
  readonly opportunities = new Map<string, MirroredOpportunity>();
  readonly postings = new Map<string, MirroredPosting>();
  /** Answers of career.place by `METHOD path`. */
  readonly answers = new Map<string, VendorAnswer>();
  now = Date.UTC(2026, 0, 5, 9);
  private serial = 0;

  link(more: Partial<FunnelLink> = {}): FunnelLink {
    this.posting('p1');
    return this.store.asStore().create(FunnelLink, {
      id: 'l1', tenantId: 't', installationId: 'i', jobId: 'job_1', jobTitle: 'Welder funnel', postingId: 'p1', postingTitle: 'Welder', activeJobId: 'job_1',
      activePostingId: 'p1', linkedAt: this.now, removedAt: null, zone: null, locale: null, isKnownAtVendor: true, attention: null, ...more,
    });
  }

  posting(id: string, more: Partial<MirroredPosting> = {}): void {
    const fresh = { id, title: 'Welder', state: 'published', team: null, location: null, confidential: false, ownerId: null, followerIds: [], updatedAt: 1 };
    this.postings.set(id, { ...fresh, ...this.postings.get(id), ...more });
  }

  person(id: string, more: Partial<MirroredOpportunity> = {}): MirroredOpportunity {
    const row: MirroredOpportunity = {
      id, contactId: `c-${id}`, name: 'Ann Example', emails: [`${id}@to.example`], stageId: 'applicant-new', tags: [], archivedAt: null, archiveReasonId: null,
      applicationId: `a-${id}`, applicationType: 'posting', postingId: 'p1', confidential: false, anonymised: false, deleted: false, hired: false,
      mayContact: true, createdAt: this.now, updatedAt: this.now, location: '', ...more,
    };
    this.opportunities.set(id, row);
    return row;
  }

  change(id: string, more: Partial<MirroredOpportunity>): void {
    const before = this.opportunities.get(id);
    if (before) this.opportunities.set(id, { ...before, ...more });
  }

  apply(id: string, more: Partial<FactPayloads['application.created']> = {}): Promise<void> {
    const { contactId, applicationId } = this.opportunities.get(id) ?? this.person(id);
    return this.fact('application.created', {
      applicationId: applicationId ?? '', opportunityId: id, postingId: 'p1', contactId, type: 'posting', createdAt: this.now, ...more,
    });
  }

  async fact<K extends FactKind>(kind: K, payload: FactPayloads[K]): Promise<void> {
    this.serial += 1;
    const fact = { id: `fact-${this.serial}`, kind, opportunityId: null, postingId: null, occurredAt: this.now, payload, causedBy: null, depth: 0 } as Fact<K>;
    const facts = this.provider.facts as Partial<Record<FactKind, (fact: Fact, ctx: HandlerContext<Settings>) => Promise<void>>>;
    await facts[kind]?.(fact, this.context());
  }

  async event(type: string, opportunityId: string, transition: number, more: object = {}): Promise<void> {
    this.serial += 1;
    const body = {
      id: `evt-${this.serial}`, type, occurredAt: new Date(this.now).toISOString(), organisationId: 'org',
      data: {
        applicantId: `app-${opportunityId}`, externalId: opportunityId, jobId: 'job_1', status: '', transition, round: 1,
        cardUrl: `https://cp.example/${opportunityId}/card`, ...more,
      },
    };
    const { webhooks } = this.provider;
    for (const event of webhooks.parse(Buffer.from(JSON.stringify(body)))) await webhooks.handlers[event.type]?.(event, this.context());
  }

  /** Runs the jobs that are due now, in order, until none is left; answers how many. */
  async runDue(): Promise<number> {
    for (let ran = 0; ; ran += 1) {
      const [next] = this.jobs.filter((job) => job.state === 'waiting' && job.dueAt <= this.now).toSorted((a, b) => a.dueAt - b.dueAt);
      if (!next) return ran;
      next.state = 'done';
      const jobs = this.provider.jobs as Readonly<Record<string, { handle(payload: object, ctx: HandlerContext<Settings>): Promise<void> } | undefined>>;
      await jobs[next.name]?.handle(next.payload, this.context());
    }
  }

  /** Ends the newest vendor write of this name and runs what follows. */
  async settle(name: string, result: Record<string, unknown> | null, failure?: string): Promise<void> {
    const action = this.actions.findLast((spec) => spec.kind === 'vendor' && spec.name === name);
    if (!action?.then) throw new Error(`No ${name} with something to follow was planned.`);
    this.serial += 1;
    this.enqueue({
      name: action.then.job, key: `outcome-${this.serial}`, dueAt: this.now,
      payload: { actionId: String(this.serial), state: failure === undefined ? 'done' : 'failed', reason: failure ?? null, result, context: action.then.context ?? {} },
    });
    await this.runDue();
  }

  /** Somebody who was invited now: applied, asked for, mail out. */
  async invited(id: string): Promise<FunnelEntry> {
    await this.apply(id);
    await this.runDue();
    await this.settle('invite', { isApplied: true, applicantId: `app-${id}`, status: 'not_invited', cardUrl: `https://cp.example/${id}/card` });
    await this.event('applicant.invited', id, 1);
    return this.entry(id);
  }

  entry(opportunityId: string): FunnelEntry {
    const [row] = this.store.rows(FunnelEntry).filter((one) => one.opportunityId === opportunityId);
    if (!row) throw new Error(`${opportunityId} is in no funnel.`);
    return row as unknown as FunnelEntry;
  }

  history(opportunityId: string): string[] {
    return this.store.rows(FunnelHistory).filter((row) => row.opportunityId === opportunityId).map((row) => String(row.kind));
  }

  waiting(name: string): Waiting[] {
    return this.jobs.filter((job) => job.state === 'waiting' && job.name === name);
  }

  vendorWrites(): string[] {
    return this.actions.flatMap((spec) => (spec.kind === 'vendor' ? [spec.name] : []));
  }

  tags(): string[] {
    return this.actions.flatMap((spec) => (spec.kind === 'tag.add' ? [...spec.tags] : []));
  }

  notes(): string[] {
    return this.actions.flatMap((spec) => (spec.kind === 'note.add' ? [spec.text] : []));
  }

  private enqueue(job: { name: string; key: string; payload: Record<string, unknown>; dueAt?: number }): boolean {
    const known = this.jobs.find((other) => other.name === job.name && other.key === job.key);
    if (known && known.state !== 'cancelled') return false;
    this.jobs.push({ ...job, dueAt: job.dueAt ?? this.now, state: 'waiting' });
    if (known) this.jobs.splice(this.jobs.indexOf(known), 1);
    return true;
  }

  private unitOfWork(): UnitOfWork {
    const keys = new Set(this.actions.map(keyOf));
    const tx: Omit<UnitOfWork, 'cursor' | 'forget' | 'people' | 'vendorWebhook'> = {
      store: this.store.asStore(),
      actions: {
        plan: async (spec) => {
          const planned = !keys.has(keyOf(spec));
          if (planned) { this.actions.push(spec); keys.add(keyOf(spec)); }
          return { id: keyOf(spec), planned };
        },
      },
      jobs: {
        enqueue: async (job) => this.enqueue({ ...job, payload: { ...job.payload } }),
        cancel: async (name, prefix) => {
          const found = this.jobs.filter((job) => job.name === name && job.key.startsWith(prefix) && job.state === 'waiting');
          for (const job of found) job.state = 'cancelled';
          return found.length;
        },
      },
      messages: { alertAdmins: async () => undefined, send: async (mail) => this.send(mail), cancel: async () => 0 },
      audit: { record: async () => undefined },
    };
    return tx as UnitOfWork;
  }

  private send(mail: { key: string; to: string }): boolean {
    if (this.mails.some((sent) => sent.key === mail.key)) return false;
    this.mails.push({ key: mail.key, to: mail.to });
    return true;
  }

  context(): HandlerContext<Settings> {
    const commit = <T>(work: (tx: UnitOfWork) => Promise<T>): Promise<T> => work(this.unitOfWork());
    const stages = ['lead-new', 'applicant-new', 'screen', 'onsite'].map((id, position) => ({ id, text: id, position }));
    return {
      tenantId: 't', installationId: 'i', integrationKey: 'career-place', mode: 'live', zone: 'Europe/Stockholm', settings: this.settings, settingsRevision: 1,
      store: this.store.asStore(), clock: { now: () => this.now }, log: { info: () => undefined, warn: () => undefined }, commit, checkpoint: commit,
      vendor: { request: async (request: VendorRequest) => this.answers.get(`${request.method} ${request.path}`) ?? { status: 404, headers: {}, body: null } },
      lever: { opportunities: { get: async (id: string) => this.inLever(id) } },
      mirror: {
        opportunity: async (id: string) => this.opportunities.get(id) ?? null, posting: async (id: string) => this.postings.get(id) ?? null,
        stages: async () => stages,
        opportunitiesOfPosting: () => ofPosting(this.opportunities), postings: async () => [...this.postings.values()],
      },
    } as unknown as HandlerContext<Settings>;
  }

  private inLever(id: string) {
    const { tags, stageId, archivedAt } = this.opportunities.get(id) ?? this.person(id);
    return { tags, stage: stageId, archived: archivedAt === null ? null : { archivedAt, reason: 'r' } };
  }
}

async function* ofPosting(opportunities: ReadonlyMap<string, MirroredOpportunity>): AsyncGenerator<MirroredOpportunity> {
  for (const opportunity of opportunities.values()) yield opportunity;
}

const keyOf = (spec: ActionSpec): string =>
  [spec.kind === 'vendor' ? spec.subject : 'opportunityId' in spec ? spec.opportunityId : '', spec.meaning, spec.occasion].join('|');
