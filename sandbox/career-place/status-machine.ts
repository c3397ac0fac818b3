export const applicantStatuses = [
  'not_invited', 'invited', 'in_progress', 'submitted', 'in_review', 'qualified', 'unqualified', 'opted_out', 'withdrawn',
] as const;
export type ApplicantStatus = (typeof applicantStatuses)[number];

export type ReviewKind = 'homework' | 'video';

/** What can happen to an applicant. `invite` means: the invitation mail was accepted by the mail server. */
export type Step =
  | { kind: 'invite'; isReapplication?: boolean }
  | { kind: 'start'; isLinkValid: boolean }
  | { kind: 'submit' }
  | { kind: 'review-start' }
  | { kind: 'qualify' }
  | { kind: 'unqualify' }
  | { kind: 'override' }
  | { kind: 'opt-out' }
  | { kind: 'withdraw' };

export type StepKind = Step['kind'];

export type StepOutcome =
  | { result: 'moved'; to: ApplicantStatus }
  /** Already there: accepted, without an event. */
  | { result: 'unchanged' }
  | { result: 'refused'; code: 'invalid_transition' | 'link_expired'; message: string };

const openStatuses: ApplicantStatus[] = ['not_invited', 'invited', 'opted_out', 'in_progress', 'submitted', 'in_review'];

const table: Record<StepKind, { from: ApplicantStatus[]; to: ApplicantStatus }> = {
  invite: { from: ['not_invited', 'invited', 'opted_out'], to: 'invited' },
  start: { from: ['invited', 'opted_out'], to: 'in_progress' },
  submit: { from: ['in_progress'], to: 'submitted' },
  'review-start': { from: ['submitted', 'in_review'], to: 'in_review' },
  qualify: { from: ['submitted', 'in_review'], to: 'qualified' },
  unqualify: { from: ['submitted', 'in_review'], to: 'unqualified' },
  override: { from: ['qualified', 'unqualified'], to: 'qualified' },
  'opt-out': { from: ['invited'], to: 'opted_out' },
  withdraw: { from: openStatuses, to: 'withdrawn' },
};

/** Steps that may be asked for twice: the second time finds the status already reached. */
const repeatable: StepKind[] = ['opt-out', 'withdraw'];

/** Whether an applicant in this status has left the funnel for good, short of a new application or an override. */
export function isTerminal(status: ApplicantStatus): boolean {
  return !openStatuses.includes(status);
}

export function nextStatus(status: ApplicantStatus, step: Step): StepOutcome {
  const { from, to } = table[step.kind];
  if (repeatable.includes(step.kind) && status === to) return { result: 'unchanged' };
  if (step.kind === 'invite' && step.isReapplication && (status === 'unqualified' || status === 'withdrawn')) {
    return { result: 'moved', to };
  }
  if (!from.includes(status)) {
    return { result: 'refused', code: 'invalid_transition', message: `Cannot ${step.kind} an applicant who is ${status}.` };
  }
  if (step.kind === 'start' && !step.isLinkValid) {
    return { result: 'refused', code: 'link_expired', message: 'The invitation link is no longer valid.' };
  }
  if (step.kind === 'override') return { result: 'moved', to: status === 'qualified' ? 'unqualified' : 'qualified' };
  return { result: 'moved', to };
}
