import { type Answer, type Call, found, json, type LeverRoute, opportunityOf } from '../http/call.js';
import { badRequest, notFound } from '../http/errors.js';
import { byCreation, type Order } from '../http/paging.js';
import { showPage, type View } from '../http/view.js';
import type { Offer, Opportunity } from '../model/opportunity.js';
import { expandUser } from './users.js';

interface ShownOffer {
  readonly opportunity: Opportunity;
  readonly offer: Offer;
}

const offerView: View<ShownOffer> = {
  wire: (account, { opportunity, offer }) => {
    const document = (kind: 'sent' | 'signed') => {
      const stored = kind === 'sent' ? offer.sentDocument : offer.signedDocument;
      return stored && {
        fileName: stored.fileName, uploadedAt: stored.uploadedAt,
        downloadUrl: `${account.urls.apiBase}/opportunities/${opportunity.id}/offers/${offer.id}/download?status=${kind}`,
      };
    };
    return {
      id: offer.id, posting: offer.posting, createdAt: offer.createdAt, status: offer.status, creator: offer.creator,
      fields: offer.fields.map((field) => ({ ...field })), signatures: offer.signatures, approved: offer.approved,
      approvedAt: offer.approvedAt, sentAt: offer.sentAt, sentDocument: document('sent'), signedDocument: document('signed'),
    };
  },
  expansions: { creator: (account, { offer }) => expandUser(account, offer.creator) },
};

const order: Order<ShownOffer> = { directions: byCreation.directions, key: ({ offer }) => byCreation.key(offer) };

function handleDownload(call: Call): Answer {
  const offer = found(opportunityOf(call).offers.find((candidate) => candidate.id === call.params.f), 'offers', call.params.f);
  const status = call.query.one('status');
  if (status !== undefined && status !== 'sent' && status !== 'signed') throw badRequest(`Invalid status: ${status} at /status`);
  const byDefault = offer.signedDocument ?? offer.sentDocument;
  const document = status === undefined ? byDefault : status === 'sent' ? offer.sentDocument : offer.signedDocument;
  if (document === null) throw notFound('offer document');
  return { file: { filename: document.fileName, content: document.content() } };
}

export const offerRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/opportunities/:o/offers', permission: 'Find all opportunity offers', scopes: ['offers:read'],
    handle: (call) => {
      const opportunity = opportunityOf(call);
      return json(showPage(call, offerView, opportunity.offers.map((offer) => ({ opportunity, offer })), order));
    } },
  { method: 'GET', path: '/opportunities/:o/offers/:f/download', permission: 'Download an opportunity offer file',
    scopes: ['offers:read'], handle: handleDownload },
];
