import type { HandlerContext } from './context.js';

export interface InboundRequest {
  /** Lower-case names; repeated headers joined by comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
  /** Current secrets of the subscription, newest first; several while one is being rotated. */
  readonly secrets: readonly string[];
  /** Business time, epoch ms. */
  readonly now: number;
}

export interface VendorEvent {
  /** The vendor's own event id: the same id twice is handled once (SH-13). */
  readonly id: string;
  readonly type: string;
  readonly occurredAt: number;
  /** Events of one lane are handled one at a time, in order of arrival. */
  readonly lane: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** `verify` runs before anything is stored and must not parse; `parse` runs in a worker and may throw. */
export interface VendorWebhooks<S extends object> {
  verify(request: InboundRequest): { readonly ok: true } | { readonly ok: false; readonly reason: string };
  parse(rawBody: Buffer): readonly VendorEvent[];
  readonly handlers: Readonly<Record<string, (event: VendorEvent, ctx: HandlerContext<S>) => Promise<void>>>;
}
