import { DateTime } from 'luxon';
import { isActive, type EntryStatus } from './funnel.js';

/** Lever's kinds of application in which somebody applied or was referred; `user` is a person added by hand (CP-8). */
const REAL_APPLICATIONS = new Set(['posting', 'referral']);

export interface LinkPeriod { readonly id: string; readonly jobId: string; readonly linkedAt: number; readonly removedAt?: number | null }

export interface KnownEntry {
  readonly id: string;
  readonly opportunityId: string;
  readonly applicationId: string;
  readonly jobId: string;
  readonly status: EntryStatus;
  readonly cardUrl?: string | null;
  /** When it was decided, opted out or withdrawn; null while open. Epoch ms. */
  readonly endedAt?: number | null;
}

export interface ReapplyRule { readonly isAllowed: boolean; readonly afterMonths: number }

export type Admission =
  | { readonly kind: 'ignore'; readonly why: string }
  | { readonly kind: 'note'; readonly existing: KnownEntry; readonly why: 'active' | 'too-soon' | 'not-allowed' | 'decided' }
  | { readonly kind: 'again'; readonly existing: KnownEntry }
  | { readonly kind: 'new' };

export function isRealApplication(type: string | null): boolean {
  return type !== null && REAL_APPLICATIONS.has(type);
}

/** The funnel that held the posting when somebody applied: a change of links affects later applications only (CP-9). */
export function linkAt<L extends LinkPeriod>(links: readonly L[], appliedAt: number): L | null {
  return links.find((link) => link.linkedAt <= appliedAt && (link.removedAt == null || appliedAt < link.removedAt)) ?? null;
}

/**
 * What an application leads to. `known`: every entry of this person on this posting, in any funnel.
 * Everybody who applies is invited, without a filter (CP-6); a second application is judged by the re-apply rule (CP-34).
 */
export function decideAdmission(input: {
  readonly application: { readonly id: string; readonly type: string; readonly opportunityId: string; readonly appliedAt: number };
  readonly link: LinkPeriod | null;
  readonly known: readonly KnownEntry[];
  readonly rule: ReapplyRule;
}): Admission {
  const { application, link, known } = input;
  if (!isRealApplication(application.type)) return { kind: 'ignore', why: 'nobody applied: a person was added by hand' };
  if (!link) return { kind: 'ignore', why: 'no funnel was linked to the posting when they applied' };
  if (known.some((entry) => entry.applicationId === application.id)) return { kind: 'ignore', why: 'this application is known' };
  const live = known.filter((entry) => entry.status !== 'erased');
  const active = live.find((entry) => isActive(entry.status));
  if (active) return { kind: 'note', existing: active, why: 'active' };
  const last = live.toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0)).at(-1);
  if (!last) return { kind: 'new' };
  if (!input.rule.isAllowed) return { kind: 'note', existing: last, why: 'not-allowed' };
  if (application.appliedAt < reapplyFrom(last, input.rule)) return { kind: 'note', existing: last, why: 'too-soon' };
  const same = live.find((entry) => entry.opportunityId === application.opportunityId && entry.jobId === link.jobId);
  if (!same) return { kind: 'new' };
  return same.status === 'qualified' ? { kind: 'note', existing: same, why: 'decided' } : { kind: 'again', existing: same };
}

function reapplyFrom(entry: KnownEntry, rule: ReapplyRule): number {
  return DateTime.fromMillis(entry.endedAt ?? 0, { zone: 'utc' }).plus({ months: rule.afterMonths }).toMillis();
}
