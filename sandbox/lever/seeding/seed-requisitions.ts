import type { LeverAccount } from '../account.js';

/** A requisition for every posting that names one, the first without a limit and approved. */
export function seedRequisitions(account: LeverAccount): void {
  const creator = [...account.users.values()].find((user) => user.accessRole === 'admin')?.id ?? null;
  [...account.postings.values()].forEach((posting, index) => {
    const code = posting.requisitionCodes[0];
    if (code === undefined) return;
    const isClosed = posting.state === 'closed';
    const id = account.uuid();
    account.requisitions.set(id, {
      id, createdAt: posting.createdAt, status: isClosed ? 'closed' : 'open', name: posting.text, requisitionCode: code,
      headcountTotal: index === 0 ? 'unlimited' : 1 + (index % 3), headcountHired: 0, backfill: index % 2 === 0, creator,
      owner: posting.owner, hiringManager: posting.hiringManager, internalNotes: '', compensationBand: posting.salaryRange,
      approval: index === 0 ? approvedBy(account, posting.hiringManager ?? creator, posting.createdAt) : { steps: [] },
        employmentStatus: 'full-time', location: posting.categories.location,
        team: posting.categories.team,
      department: posting.categories.department, postings: [posting.id], offerIds: [], timeToFillStartAt: null,
        timeToFillEndAt: null,
      updatedAt: posting.updatedAt, customFields: {}, closedAt: isClosed ? posting.updatedAt : null,
      stateHistory: [{ beginAt: posting.createdAt, status: 'open', attribution: { timestamp: posting.createdAt,
        service: 'hire' } }],
    });
  });
  account.requisitionFields.set('target_hire_date', { id: 'target_hire_date', text: 'Target hire date', type: 'date',
    isRequired: false });
  account.requisitionFields.set('work_type', {
    id: 'work_type', text: 'Work type', type: 'dropdown', isRequired: false,
    options: ['On site', 'Hybrid', 'Remote'].map((text) => ({ id: account.uuid(), text })),
  });
}

function approvedBy(account: LeverAccount, approver: string | null, at: number): Readonly<Record<string, unknown>> {
  const step = {
    completed: true, status: 'approved', outOfBandOnly: false, approvalsRequired: 1, id: account.uuid(),
    approvers: [{
      id: account.uuid(), user: { userId: approver, email: account.users.get(approver ?? '')?.email ?? null }, isDynamic: false,
      approved: true, approvedAt: at, type: 'user',
    }],
  };
  return {
    steps: [step], id: account.uuid(), status: 'approved', startedAt: at, approvedAt: at, accountId: account.id,
      createdBy: approver,
  };
}
