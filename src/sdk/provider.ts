import type { ActionOutcome } from './actions.js';
import type { HandlerContext, LifecycleContext, SetupContext } from './context.js';
import type { Fact, FactKind } from './facts.js';
import type { IntegrationManifest } from './manifest.js';
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
  /** After the installation reached `enabled`, first time or again: subscribe at the vendor, resume. */
  enable(ctx: LifecycleContext<S>, by: Principal): Promise<void>;
  /** Switched off on our side; may still tidy up at the vendor, for at most 60 s. */
  disable(ctx: LifecycleContext<S>, by: Principal): Promise<void>;
  /** Switched off on Lever's or the vendor's side; nothing outside may be called. */
  revoke(ctx: LifecycleContext<S>, cause: string): Promise<void>;
}

/** Reads the payload of a `then` job. */
export function outcomeOf(payload: Readonly<Record<string, unknown>>): ActionOutcome {
  return payload as unknown as ActionOutcome;
}
