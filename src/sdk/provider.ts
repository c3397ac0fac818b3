import type { ActionOutcome } from './actions.js';
import type { HandlerContext, LifecycleContext, SetupContext } from './context.js';
import type { Fact, FactKind } from './facts.js';
import type { IntegrationManifest } from './manifest.js';
import type { MessageTemplate } from './messages.js';
import type { Principal } from './principal.js';
import type { VendorHttp } from './vendor-http.js';
import type { VendorWebhooks } from './webhooks.js';

export interface SetupStep {
  readonly id: string;
  readonly title: string;
  readonly state: 'done' | 'todo' | 'blocked';
  /** What to do, or what is missing, in words an admin understands. */
  readonly explanation: string;
}
/** Ordered; enabling requires every step done. */
export interface SetupReport { readonly steps: readonly SetupStep[] }

export interface ScheduleDefinition<S extends object> {
  /** Cron expression in `zone`; may depend on the settings. */
  cron(settings: S): string;
  /** IANA zone; the organisation's when absent. */
  readonly zone?: string;
  readonly overlap?: 'buffer-one' | 'skip';
  readonly catchUp?: 'collapse' | { readonly each: number };
  /** Job of the same plugin; its payload is `{ due: number }`. */
  readonly job: string;
}

export interface JobDefinition<S extends object> {
  handle(payload: Readonly<Record<string, unknown>>, ctx: HandlerContext<S>): Promise<void>;
  /** Technical time after which `ctx.signal` is aborted and the attempt counts as failed. Default 60 s. */
  readonly timeoutMs?: number;
}

/** One kind of write to the vendor; `send` may be called again with the same request after a lost answer. */
export interface VendorActionDefinition {
  send(request: Readonly<Record<string, unknown>>, vendor: VendorHttp): Promise<Readonly<Record<string, unknown>>>;
  /** Tells whether a request whose answer was lost took effect: its result, or null for no. Required unless `repeatable`. */
  lookBack?(request: Readonly<Record<string, unknown>>, vendor: VendorHttp): Promise<Readonly<Record<string, unknown>> | null>;
  /** The vendor itself makes a second identical request harmless. */
  readonly repeatable?: boolean;
}

/** What a write to an outside account may look at, besides its frozen request: what personal data it needs is read there. */
export type AccountActionContext = Pick<HandlerContext<object>, 'accounts' | 'lever' | 'vendor' | 'mirror' | 'store' | 'clock' | 'log' | 'signal'>;

/** One kind of write to an outside account: planned as a `vendor` action of this name, and like one in all else. */
export interface AccountActionDefinition {
  /** Looks once more right before sending: the world may have moved on while the write waited (D7). */
  guard?(request: Readonly<Record<string, unknown>>, ctx: AccountActionContext): Promise<
    { readonly go: true } | { readonly go: false; readonly reason: string }>;
  send(request: Readonly<Record<string, unknown>>, ctx: AccountActionContext): Promise<Readonly<Record<string, unknown>>>;
  /** `sentMsAgo`: where the account answers from an index that lags, absence proves nothing before that time; throw `OutsideError` with `retryAfterMs` then. */
  lookBack?(
    request: Readonly<Record<string, unknown>>, ctx: AccountActionContext & { readonly sentMsAgo: number },
  ): Promise<Readonly<Record<string, unknown>> | null>;
  readonly repeatable?: boolean;
}

export type FactHandlers<S extends object> = {
  readonly [K in FactKind]?: (fact: Fact<K>, ctx: HandlerContext<S>) => Promise<void>;
};

/** The one contract between the hub and an integration. Every method may be called twice. */
export interface IntegrationProvider<S extends object = object> {
  readonly manifest: IntegrationManifest<S>;
  setup(ctx: SetupContext<S>): Promise<SetupReport>;
  readonly schedules: Readonly<Record<string, ScheduleDefinition<S>>>;
  readonly jobs: Readonly<Record<string, JobDefinition<S>>>;
  readonly facts: FactHandlers<S>;
  readonly webhooks: VendorWebhooks<S> | null;
  readonly vendorActions: Readonly<Record<string, VendorActionDefinition>>;
  /** Writes to the manifest's accounts; names are shared with `vendorActions`. */
  readonly accountActions?: Readonly<Record<string, AccountActionDefinition>>;
  /** The texts for `tx.messages.send`, by name. */
  readonly templates?: Readonly<Record<string, MessageTemplate>>;
  /** After the installation reached `enabled`, first time or again: subscribe at the vendor, resume. */
  enable(ctx: LifecycleContext<S>, by: Principal): Promise<void>;
  /** Somebody has signed in to one of the manifest's accounts, for the first time or again. */
  accountConnected?(ctx: LifecycleContext<S>, system: string): Promise<void>;
  /** Switched off on our side; may still tidy up at the vendor, for at most 60 s. */
  disable(ctx: LifecycleContext<S>, by: Principal): Promise<void>;
  /** Switched off on Lever's or the vendor's side; nothing outside may be called. */
  revoke(ctx: LifecycleContext<S>, cause: string): Promise<void>;
}

/** Reads the payload of a `then` job. */
export function outcomeOf(payload: Readonly<Record<string, unknown>>): ActionOutcome {
  return payload as unknown as ActionOutcome;
}
