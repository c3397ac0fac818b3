import type { UnitOfWork } from 'patchbay/sdk';
import { Applicant } from './applicant.entity.js';
import { CrmPersonRow, Forward } from './forward.entity.js';
import { cancelForward } from './forwards.js';

export interface ErasureWish { readonly inCrm: boolean; readonly inIdibu: boolean; /** Names this erasure. */ readonly occasion: string }

/** Forgets an applicant here; in the CRM and in idibu only where it was ticked (ID-39). */
export async function eraseApplicant(tx: UnitOfWork, applicant: Applicant, wish: ErasureWish, now: number): Promise<void> {
  const forwards = await tx.store.find(Forward, { applicantId: applicant.id });
  for (const forward of forwards) if (!['done', 'failed', 'cancelled'].includes(forward.state)) cancelForward(forward, 'the applicant was erased', now);
  const reasons = ['idibu: the applicant was erased'];
  if (wish.inCrm) {
    for (const person of await tx.store.find(CrmPersonRow, { id: { $in: forwards.map((one) => one.crmPersonId) } })) {
      if (person.crmId == null) continue;
      await tx.actions.plan({
        kind: 'vendor', name: 'crm-erase', subject: `crm-person:${person.id}`, meaning: 'crm-erase', occasion: wish.occasion, reasons,
        request: { crm: person.crm, crmId: person.crmId }, then: { job: 'crm-erased', context: { applicantId: applicant.id, crm: person.crm } },
      });
    }
  }
  if (wish.inIdibu && applicant.source === 'idibu') {
    await tx.actions.plan({
      kind: 'vendor', name: 'request-deletion', subject: `idibu-contact:${applicant.externalId}`, meaning: 'request-deletion', occasion: wish.occasion, reasons,
      request: { candidateId: applicant.externalId },
    });
  }
  tx.store.assign(applicant, { state: 'erased', details: null, cvName: null, cvRef: null, deleteAt: null });
  const others = await tx.store.count(Applicant, { contactId: applicant.contactId, id: { $ne: applicant.id }, state: { $ne: 'erased' } });
  // Lever's people are erased by the hub itself; idibu's are known to this plugin alone.
  if (applicant.source === 'idibu' && others === 0) await tx.forget(applicant.contactId);
}
