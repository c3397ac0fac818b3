export type DeliveryState = 'waiting' | 'sending' | 'delivered' | 'failed' | 'dropped';

export interface RenderedDelivery {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface DeliveryRequest {
  readonly url: string;
  readonly event: string;
  /** Groups deliveries for listing, such as a subscription id. */
  readonly subscription?: string;
  /** Called for each attempt (1 first); return the same bytes to repeat them, or sign anew. */
  readonly render: (attempt: number, nowMs: number) => RenderedDelivery;
}

export interface DeliveryAttempt {
  readonly at: number;
  readonly status: number | null;
  readonly error: string | null;
}

export interface Delivery {
  readonly id: string;
  readonly url: string;
  readonly event: string;
  readonly subscription: string | null;
  readonly createdAt: number;
  state: DeliveryState;
  /** Business time of the next attempt. */
  dueAt: number;
  attempts: DeliveryAttempt[];
}

export interface SenderSwitches {
  /** Chance that a delivery is sent twice. */
  duplicate: number;
  /** Chance that a delivery is held back so that later ones overtake it. */
  reorder: number;
  /** Chance that a delivery is never sent. */
  drop: number;
  /** Nothing leaves while set. */
  paused: boolean;
}

export const defaultRetryGapsMs: readonly number[] = [60_000, 300_000, 1_800_000, 7_200_000, 28_800_000];
