import type { LeverAccount } from '../account.js';
import { badRequest } from '../http/errors.js';
import type { Requisition } from '../model/hiring.js';
import type { Opportunity } from '../model/opportunity.js';
import { interact } from './touch.js';

export interface ArchiveOrder {
  /** null revives. */
  readonly reason: string | null;
  readonly cleanInterviews: boolean;
  readonly requisitionId?: string;
}

const extendedOffer = ['sent', 'sent-manually', 'opened'];

/** Archives, changes the reason, or revives; the stage stays as it was. */
export function setArchived(account: LeverAccount, opportunity: Opportunity, order: ArchiveOrder): void {
  const from = opportunity.archived;
  if (order.reason !== null && account.archiveReason(order.reason) === undefined) {
    throw badRequest(`Archive reason ${order.reason} was not found at /reason`);
  }
  const requisition = order.requisitionId === undefined ? undefined : hirable(account, opportunity, order);
  releaseHeadcount(account, opportunity);
  const archivedAt = account.now();
  opportunity.archived = order.reason === null ? null : { reason: order.reason, archivedAt };
  if (opportunity.application !== null) opportunity.application.archived = opportunity.archived && { ...opportunity.archived };
  if (requisition !== undefined) takeHeadcount(account, opportunity, requisition);
  if (order.cleanInterviews && order.reason !== null) cancelUpcoming(account, opportunity);
  interact(account, opportunity);
  announce(account, opportunity, from);
}

function announce(account: LeverAccount, opportunity: Opportunity, from: Opportunity['archived']): void {
  const ids = account.idsOf(opportunity);
  account.emit('candidateArchiveChange', { ...ids, fromArchived: from, toArchived: opportunity.archived }, opportunity.origin);
  const isHired = opportunity.archived !== null && account.isHired(opportunity.archived.reason);
  const wasHired = from !== null && account.isHired(from.reason);
  if (isHired && !wasHired) account.emit('candidateHired', ids, opportunity.origin);
}

function hirable(account: LeverAccount, opportunity: Opportunity, order: ArchiveOrder): Requisition {
  const requisition = account.requisitions.get(order.requisitionId ?? '');
  if (requisition === undefined) throw badRequest(`Requisition ${order.requisitionId} was not found at /requisitionId`);
  if (order.reason === null || !account.isHired(order.reason)) throw badRequest('requisitionId needs a hired archive reason.');
  if (requisition.status === 'closed') throw badRequest('The requisition is closed.');
  const postingId = opportunity.application?.postingId;
  const offer = opportunity.offers.find((candidate) => extendedOffer.includes(candidate.status) || candidate.status === 'signed');
  if (offer !== undefined && offer.status !== 'signed') throw badRequest('The extended offer has not been signed.');
  if (offer !== undefined && offer.posting !== postingId) throw badRequest('The extended offer belongs to another posting.');
  return requisition;
}

function takeHeadcount(account: LeverAccount, opportunity: Opportunity, requisition: Requisition): void {
  requisition.headcountHired += 1;
  requisition.updatedAt = account.now();
  if (opportunity.application === null) return;
  opportunity.application.requisitionForHire = {
    id: requisition.id, requisitionCode: requisition.requisitionCode, hiringManagerOnHire: requisition.hiringManager,
  };
}

function releaseHeadcount(account: LeverAccount, opportunity: Opportunity): void {
  const hire = opportunity.application?.requisitionForHire;
  if (hire === null || hire === undefined || opportunity.application === null) return;
  const requisition = account.requisitions.get(hire.id);
  if (requisition !== undefined) requisition.headcountHired = Math.max(0, requisition.headcountHired - 1);
  opportunity.application.requisitionForHire = null;
}

function cancelUpcoming(account: LeverAccount, opportunity: Opportunity): void {
  for (const panel of opportunity.panels) {
    if (panel.canceledAt !== null || panel.interviews.every((interview) => interview.date <= account.now())) continue;
    panel.canceledAt = account.now();
    for (const interview of panel.interviews) {
      account.emit('interviewDeleted', {
        interviewId: interview.id, panelId: panel.id, opportunityId: opportunity.id, deletedAt: panel.canceledAt,
      });
    }
  }
}
