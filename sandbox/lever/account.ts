import type { SandboxClock } from '../kit/clock.js';
import { SeededRandom } from '../kit/seeded-random.js';
import { ContactBook } from './contact-book.js';
import type { Webhook, WebhookEvent } from './model/access.js';
import type { FeedbackTemplate, FormTemplate } from './model/form.js';
import type { ArchiveReason, AuditEvent, DiversitySurvey, EeoResponse, Posting, Requisition, RequisitionField, Stage, Upload }
  from './model/hiring.js';
import type { DeletedOpportunity, Opportunity, Origin } from './model/opportunity.js';
import type { User } from './model/people.js';
import { OpportunityShelf } from './opportunity-shelf.js';

export interface LeverUrls {
  /** `http://127.0.0.1:<port>/v1` */
  apiBase: string;
  /** Where `urls.*` of opportunities point, the web app of recruiters. */
  app: string;
  /** Where `urls.*` of postings point. */
  jobs: string;
}

export interface LeverEvent {
  readonly event: WebhookEvent;
  readonly data: Readonly<Record<string, unknown>>;
  /** Origin of the opportunity concerned, for subscriptions with conditions. */
  readonly origin: Origin | null;
}

export interface AccountOptions {
  readonly slug: string;
  readonly name: string;
  readonly emailDomain: string;
  readonly seed: string;
  readonly clock: SandboxClock;
  readonly urls: LeverUrls;
}

/** Everything one Lever customer has. Rows are kept in insertion order; what a call may see is decided by the routes. */
export class LeverAccount {
  readonly id: string;
  readonly random: SeededRandom;
  readonly users = new Map<string, User>();
  stages: Stage[] = [];
  readonly archiveReasons: ArchiveReason[] = [];
  readonly postings = new Map<string, Posting>();
  readonly contacts = new ContactBook();
  readonly opportunities = new OpportunityShelf();
  readonly requisitions = new Map<string, Requisition>();
  readonly requisitionFields = new Map<string, RequisitionField>();
  readonly feedbackTemplates = new Map<string, FeedbackTemplate>();
  readonly formTemplates = new Map<string, FormTemplate>();
  readonly surveys: DiversitySurvey[] = [];
  readonly uploads = new Map<string, Upload>();
  readonly webhooks = new Map<string, Webhook>();
  readonly auditEvents: AuditEvent[] = [];
  readonly eeoResponses: EeoResponse[] = [];
  readonly deletedOpportunities: DeletedOpportunity[] = [];
  readonly deletedApplications: Array<{ id: string; deletedAt: number; opportunityId: string; postingId: string | null }> = [];
  readonly deletedPostings: Array<{ id: string; deletedAt: number }> = [];
  /** Event groups a Super Admin has switched off; nothing of them is sent. */
  readonly mutedEvents = new Set<string>();
  /** Whether requisitions may be written through the API. */
  requisitionApiEnabled = true;
  private pretendedNow: number | null = null;
  private readonly listeners: Array<(event: LeverEvent) => void> = [];

  constructor(readonly options: AccountOptions) {
    this.random = new SeededRandom(options.seed);
    this.id = this.random.uuid();
  }

  get slug(): string {
    return this.options.slug;
  }

  get urls(): LeverUrls {
    return this.options.urls;
  }

  now(): number {
    return this.pretendedNow ?? this.options.clock.now();
  }

  /** Runs `action` as if it happened at that instant; for history that was there before the sandbox started. */
  asOf<Result>(instant: number, action: () => Result): Result {
    const before = this.pretendedNow;
    this.pretendedNow = instant;
    try {
      return action();
    } finally {
      this.pretendedNow = before;
    }
  }

  uuid(): string {
    return this.random.uuid();
  }

  stage(id: string): Stage | undefined {
    return this.stages.find((stage) => stage.id === id);
  }

  archiveReason(id: string): ArchiveReason | undefined {
    return this.archiveReasons.find((reason) => reason.id === id);
  }

  isHired(reasonId: string): boolean {
    return this.archiveReason(reasonId)?.type === 'hired';
  }

  onEvent(listener: (event: LeverEvent) => void): void {
    this.listeners.push(listener);
  }

  emit(event: WebhookEvent, data: Readonly<Record<string, unknown>>, origin: Origin | null = null): void {
    for (const listener of this.listeners) listener({ event, data, origin });
  }

  /** Ids that every event about an opportunity carries. */
  idsOf(opportunity: Opportunity): { opportunityId: string; candidateId: string; contactId: string } {
    return { opportunityId: opportunity.id, candidateId: opportunity.id, contactId: opportunity.contactId };
  }

  audit(type: string, actor: User | null, target: AuditEvent['target'], meta: AuditEvent['meta']): void {
    this.auditEvents.push({
      id: this.uuid(), createdAt: this.now(), type, target, meta,
      user: actor && { id: actor.id, email: actor.email, name: actor.name, role: actor.accessRole },
    });
  }
}
