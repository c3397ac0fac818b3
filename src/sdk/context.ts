import type { EntityManager } from '@mikro-orm/postgresql';
import type { ActionSpec } from './actions.js';
import type { Clock } from './clock.js';
import type { LeverOperation, LeverReads } from './lever/index.js';
import type { Matching } from './matching.js';
import type { Channels, PersonMessage } from './messages.js';
import type { OutsideAccounts } from './outside-account.js';
import type { People, PeopleWrites } from './people.js';
import type { Principal } from './principal.js';
import type { VendorHttp } from './vendor-http.js';

/** The tenant's rows only; reading. */
export type ReadStore = Pick<EntityManager, 'find' | 'findOne' | 'findAll' | 'count' | 'findByCursor'>;
/** The tenant's rows only, inside one transaction. `create` persists; changes of loaded rows are saved by themselves. */
export type Store = ReadStore & Pick<EntityManager, 'create' | 'remove' | 'assign' | 'nativeUpdate' | 'nativeDelete' | 'refresh'>;

export interface PlannedAction {
  readonly id: string;
  /** False when an action of this key existed already: nothing was planned (D5). */
  readonly planned: boolean;
}

export interface AuditFact {
  readonly action: string;
  /** What it was done to, e.g. `opportunity:<id>`. */
  readonly subject: string;
  /** Ids and plain values only. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Values about a person: kept under that person's own key, gone with erasure (D14). */
  readonly personal?: { readonly contactId: string; readonly values: Readonly<Record<string, unknown>> };
}

/** What stands or falls together: the plugin's rows, its intentions and the job's outcome (D2). */
export interface UnitOfWork {
  readonly store: Store;
  readonly actions: { plan(spec: ActionSpec): Promise<PlannedAction> };
  readonly jobs: {
    /** One job per (installation, name, key) for ever; the same key again changes nothing and answers false. Only a cancelled job comes back. */
    enqueue(job: { name: string; key: string; lane: string; payload: Readonly<Record<string, unknown>>; dueAt?: number }): Promise<boolean>;
    /** Cancels waiting jobs whose key starts with this; answers how many. Running ones are not touched. */
    cancel(name: string, keyPrefix: string): Promise<number>;
  };
  readonly messages: {
    /** One mail to the tenant's super admins per key, for ever. */
    alertAdmins(alert: { key: string; subject: string; text: string }): Promise<void>;
    /**
     * One message to a person per key, for ever (ME-1), sealed under that person's key; false when the key is known.
     * Whether it may be sent (suppression, quiet hours, one reminder a day) is judged when it is due, not here.
     */
    send(message: PersonMessage): Promise<boolean>;
    /** Takes back what was not sent yet, by the start of its key; answers how many. Nothing is told about them. */
    cancel(keyPrefix: string): Promise<number>;
  };
  /** Erases somebody who is no contact in Lever, e.g. a referee, everywhere: tables that name them, messages, addresses. Goes on after the commit. */
  forget(otherPersonId: string): Promise<void>;
  readonly audit: { record(fact: AuditFact): Promise<void> };
  readonly people: PeopleWrites;
  /** Keeps the signing secret that the vendor gave for our webhook address; the one before it stays valid. */
  readonly vendorWebhook: { addSecret(secret: string): Promise<void> };
  /** Named position of this installation, e.g. a paging cursor of a long run. */
  readonly cursor: { get(name: string): Promise<string | null>; set(name: string, value: string | null): Promise<void> };
}

export interface MirroredPosting {
  readonly id: string; readonly title: string; readonly state: string; readonly team: string | null; readonly location: string | null;
  readonly confidential: boolean; readonly ownerId: string | null;
  readonly followerIds: readonly string[]; readonly updatedAt: number | null;
}
export interface MirroredOpportunity {
  readonly id: string; readonly contactId: string; readonly name: string; readonly emails: readonly string[]; readonly stageId: string;
  readonly tags: readonly string[]; readonly archivedAt: number | null; readonly archiveReasonId: string | null;
  readonly applicationId: string | null; readonly applicationType: string | null; readonly postingId: string | null;
  readonly confidential: boolean; readonly anonymised: boolean; readonly deleted: boolean; readonly hired: boolean;
  readonly mayContact: boolean; readonly createdAt: number; readonly updatedAt: number | null; readonly location: string;
}
/** `kind` is `hired` or `non-hired`. */
export interface MirroredArchiveReason { readonly id: string; readonly text: string; readonly kind: 'hired' | 'non-hired' }
export interface MirroredStage { readonly id: string; readonly text: string; readonly position: number }

/** The tenant's copy of Lever, as fresh as the last look; confidential rows only if the plugin may see them (D4, SH-20). */
export interface Mirror {
  opportunity(id: string): Promise<MirroredOpportunity | null>;
  opportunitiesOfPosting(postingId: string): AsyncIterable<MirroredOpportunity>;
  /** Everything that is known of these people, in order of contact and id. Confidential rows are left out as anywhere. */
  opportunitiesOfContacts(contactIds: readonly string[]): Promise<readonly MirroredOpportunity[]>;
  posting(id: string): Promise<MirroredPosting | null>;
  /** Description, lists and closing of a posting, HTML where Lever has HTML; null when it is not known or not visible. */
  postingText(id: string): Promise<string | null>;
  postings(filter: { states: readonly string[] }): Promise<readonly MirroredPosting[]>;
  /** In pipeline order. */
  stages(): Promise<readonly MirroredStage[]>;
  /** Empty while no credential of the organisation may read them. */
  archiveReasons(): Promise<readonly MirroredArchiveReason[]>;
}

export interface Log {
  /** Ids and numbers only: no personal data, no secret. */
  info(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(event: string, fields?: Readonly<Record<string, string | number | boolean | null>>): void;
}

interface InstallationContext<S extends object> {
  readonly tenantId: string;
  readonly installationId: string;
  readonly integrationKey: string;
  readonly state: 'draft' | 'enabled' | 'paused' | 'disabling' | 'disabled' | 'revoked';
  readonly mode: 'live' | 'preview';
  /** The organisation's zone, IANA name. */
  readonly zone: string;
  readonly settings: S;
  readonly settingsRevision: number;
  readonly channels: Channels;
  readonly lever: LeverReads;
  /** Operations of the manifest that Lever refused to the credential when it was last tried. */
  leverMissing(): Promise<readonly LeverOperation[]>;
  readonly vendor: VendorHttp;
  readonly accounts: OutsideAccounts;
  readonly mirror: Mirror;
  readonly matching: Matching;
  readonly people: People;
  readonly store: ReadStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the handler's time is up, the lease is lost or the installation goes off. */
  readonly signal: AbortSignal;
}

/** Given to facts, jobs and vendor events: fetch, decide, then commit once. */
export interface HandlerContext<S extends object> extends InstallationContext<S> {
  /** The last act: saves everything and marks the job done under its fence. A second call throws. */
  commit<T>(work: (tx: UnitOfWork) => Promise<T>): Promise<T>;
  /** Saves a part of a long run with its cursor; the job stays open. May be called many times. */
  checkpoint<T>(work: (tx: UnitOfWork) => Promise<T>): Promise<T>;
}

/** Given to REST use cases: the same commit, without a job behind it. */
export interface UseCaseContext<S extends object> extends InstallationContext<S> {
  readonly principal: Principal;
  commit<T>(work: (tx: UnitOfWork) => Promise<T>): Promise<T>;
}

/** Given to `setup`, which may look but not write; `settings` is null until they were saved once. */
export interface SetupContext<S extends object> {
  readonly tenantId: string;
  readonly settings: S | null;
  readonly lever: {
    readonly state: ConnectionState; readonly missingPermissions: readonly string[]; readonly missingOptional: readonly string[];
    /** Lever user that writes act as. */
    readonly actsAs: string | null;
  };
  readonly vendor: { readonly state: ConnectionState };
  readonly leverWebhook: { readonly url: string | null; readonly hasSecret: boolean; readonly verifiedAt: number | null };
  readonly channels: Channels;
  readonly mirror: Mirror;
  readonly clock: Clock;
}

/** Given to `disable` and `revoke`; the vendor is reachable in `disable` only, for 60 s (D6). */
export interface LifecycleContext<S extends object> extends InstallationContext<S> {
  /** Our webhook address at the vendor; null when the manifest names no vendor. */
  readonly vendorWebhook: { readonly url: string | null; readonly hasSecret: boolean };
  commit<T>(work: (tx: UnitOfWork) => Promise<T>): Promise<T>;
}

export type ConnectionState = 'none' | 'pending' | 'active' | 'needs_reauth' | 'revoked';
