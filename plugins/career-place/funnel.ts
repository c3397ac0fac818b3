import type { Reason } from './reasons.js';

/** Where a person is in a funnel. The first three are ours (before the invitation mail is out), the last is what erasure leaves. */
export const ENTRY_STATUSES = [
  'queued', 'inviting', 'undelivered',
  'invited', 'in_progress', 'submitted', 'in_review', 'qualified', 'unqualified', 'opted_out', 'withdrawn',
  'erased',
] as const;
export type EntryStatus = (typeof ENTRY_STATUSES)[number];

/** What career.place says happened to an applicant and changes their status. */
export const STEP_KINDS = ['invited', 'started', 'submitted', 'review_started', 'qualified', 'unqualified', 'opted_out', 'withdrawn'] as const;
export type StepKind = (typeof STEP_KINDS)[number];
export type ReviewKind = 'homework' | 'video';

export interface Step {
  readonly kind: StepKind;
  /** Counts changes of status over the whole life of the applicant; never goes down. */
  readonly transition: number;
  /** Counts accepted invitations. */
  readonly round: number;
  /** Epoch ms. */
  readonly at: number;
  readonly reviewKind?: ReviewKind;
  readonly reasons?: readonly Reason[];
  /** The job team reversed its decision. */
  readonly override?: { readonly by: string; readonly reason: string };
  readonly by?: 'organisation' | 'candidate';
}

export interface FunnelState {
  readonly status: EntryStatus;
  readonly transition: number;
  readonly round: number;
}

export interface TakenStep { readonly step: Step; readonly before: EntryStatus; readonly after: EntryStatus }
export interface IgnoredStep { readonly step: Step; readonly why: 'late' | 'impossible' }

export interface Advance {
  readonly state: FunnelState;
  readonly taken: readonly TakenStep[];
  readonly ignored: readonly IgnoredStep[];
}

const NOT_OUT_YET: readonly EntryStatus[] = ['queued', 'inviting', 'undelivered'];
const OPEN: readonly EntryStatus[] = [...NOT_OUT_YET, 'invited', 'in_progress', 'submitted', 'in_review', 'opted_out'];

const STEPS: Readonly<Record<StepKind, { readonly from: readonly EntryStatus[]; readonly to: EntryStatus }>> = {
  invited: { from: [...NOT_OUT_YET, 'invited', 'opted_out', 'unqualified', 'withdrawn'], to: 'invited' },
  started: { from: ['invited', 'opted_out'], to: 'in_progress' },
  submitted: { from: ['in_progress'], to: 'submitted' },
  review_started: { from: ['submitted', 'in_review'], to: 'in_review' },
  qualified: { from: ['submitted', 'in_review', 'unqualified'], to: 'qualified' },
  unqualified: { from: ['submitted', 'in_review', 'qualified'], to: 'unqualified' },
  opted_out: { from: ['invited'], to: 'opted_out' },
  withdrawn: { from: OPEN, to: 'withdrawn' },
};

/** In the funnel and not decided: a second application changes nothing (CP-34). */
export function isActive(status: EntryStatus): boolean {
  return OPEN.includes(status) && status !== 'opted_out';
}

/** The invitation mail is not out. */
export function isNotOutYet(status: EntryStatus): boolean {
  return NOT_OUT_YET.includes(status);
}

/** Has not begun to answer yet. */
export function isNotStarted(status: EntryStatus): boolean {
  return status === 'invited' || NOT_OUT_YET.includes(status);
}

/** What was said about an applicant, in order of transition. A late step is told apart, never applied (SH-14). */
export function advance(state: FunnelState, steps: readonly Step[]): Advance {
  const taken: TakenStep[] = [];
  const ignored: IgnoredStep[] = [];
  let now = state;
  for (const step of [...steps].sort((a, b) => a.transition - b.transition)) {
    const { from, to } = STEPS[step.kind];
    if (step.transition <= now.transition) ignored.push({ step, why: 'late' });
    else if (!from.includes(now.status)) ignored.push({ step, why: 'impossible' });
    else {
      taken.push({ step, before: now.status, after: to });
      now = { status: to, transition: step.transition, round: Math.max(now.round, step.round) };
    }
  }
  return { state: now, taken, ignored };
}

/** True when steps between this one and the last known one were not told yet. */
export function hasGap(state: FunnelState, step: Step): boolean {
  return step.transition > state.transition + 1;
}

/** An applicant as career.place shows it, reduced to what tells how it got there. */
export interface ApplicantHistory {
  readonly transition: number;
  readonly reasons: readonly Reason[];
  readonly history: readonly { readonly transition: number; readonly status: string; readonly at: number }[];
}

const KIND_OF: Readonly<Record<string, StepKind>> = {
  invited: 'invited', in_progress: 'started', submitted: 'submitted', in_review: 'review_started', qualified: 'qualified',
  unqualified: 'unqualified', opted_out: 'opted_out', withdrawn: 'withdrawn',
};

/** Every step after the last known one, read from the applicant's own history; `told` is used for what it knows better. */
export function stepsFromHistory(known: FunnelState, applicant: ApplicantHistory, told: readonly Step[] = []): Step[] {
  const byTransition = new Map(told.map((step) => [step.transition, step]));
  let round = 0;
  const steps: Step[] = [];
  for (const entry of [...applicant.history].sort((a, b) => a.transition - b.transition)) {
    if (entry.status === 'invited') round += 1;
    const kind = KIND_OF[entry.status];
    if (!kind || entry.transition <= known.transition) continue;
    const isNewest = entry.transition === applicant.transition;
    steps.push(byTransition.get(entry.transition) ?? {
      kind, transition: entry.transition, round, at: entry.at, ...(isNewest && kind === 'unqualified' && { reasons: applicant.reasons }),
    });
  }
  return steps;
}
