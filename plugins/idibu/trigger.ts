import type { Handoff, Light } from './handoff.js';

/** Into the vacancy too, or kept on file in the CRM alone. */
export type ForwardKind = 'vacancy' | 'pool';
/** What made a forward: one of the ways, the amber light, a confirmed bulk send, or somebody's own click. */
export const TRIGGERS = ['all', 'green', 'status', 'keep-on-file', 'bulk'] as const;
export type Trigger = (typeof TRIGGERS)[number];

export type Happening =
  | { readonly kind: 'arrived' }
  | { readonly kind: 'light'; readonly light: Light }
  | { readonly kind: 'status'; readonly statusId: string };

export interface Earlier { readonly kind: ForwardKind; readonly state: ForwardState }
export const FORWARD_STATES = ['running', 'needs-pick', 'needs-vacancy', 'needs-attention', 'done', 'failed', 'cancelled'] as const;
export type ForwardState = (typeof FORWARD_STATES)[number];

export interface Situation {
  /** Null or empty where nothing speaks against sending. */
  readonly blockedBecause: string | null;
  /** Forwards of this applicant into the present CRM. */
  readonly earlier: readonly Earlier[];
}

export type Decision =
  | { readonly kind: 'forward'; readonly what: ForwardKind; readonly trigger: Trigger; readonly isRepeat: boolean }
  | { readonly kind: 'nothing'; readonly why: string };

const nothing = (why: string): Decision => ({ kind: 'nothing', why });

/** What of the settings a happening sets off; null when none. Pure. */
export function triggered(happening: Happening, handoff: Pick<Handoff, 'mode' | 'triggerStatusId' | 'keepOnFile'>): { what: ForwardKind; trigger: Trigger } | null {
  switch (happening.kind) {
    case 'arrived': return handoff.mode === 'all' ? { what: 'vacancy', trigger: 'all' } : null;
    case 'status': return handoff.mode === 'status' && happening.statusId === handoff.triggerStatusId ? { what: 'vacancy', trigger: 'status' } : null;
    case 'light':
      if (happening.light === 'green' && handoff.mode === 'green') return { what: 'vacancy', trigger: 'green' };
      return happening.light === 'yellow' && handoff.keepOnFile ? { what: 'pool', trigger: 'keep-on-file' } : null;
  }
}

/** Whether something that happened to an applicant sends them into the CRM (ID-8 to ID-10, ID-15, ID-20, ID-22, ID-26). Pure. */
export function decideForward(happening: Happening, handoff: Handoff, situation: Situation): Decision {
  const wanted = triggered(happening, handoff);
  if (!wanted) return nothing('the settings send nobody for this');
  if (handoff.crm === null) return nothing('no CRM is connected');
  if (situation.blockedBecause !== null) return nothing(situation.blockedBecause);
  const same = situation.earlier.find((one) => one.kind === wanted.what);
  if (!same) return { kind: 'forward', ...wanted, isRepeat: false };
  // Coming back into the status sends again only what did not work (ID-15).
  if (same.state === 'failed' || same.state === 'cancelled') return { kind: 'forward', ...wanted, isRepeat: true };
  return nothing('was sent before');
}
