/** A member's profile in the CRM, connected by themselves. */
export interface Profile {
  readonly memberId: string;
  readonly crmUserId: string;
  readonly email?: string | null;
  readonly role: string;
  /** Epoch ms. */
  readonly connectedAt: number;
}

export interface OwnerQuestion {
  /** Member who forwards; null where nobody does (automatic). */
  readonly forwardedBy: string | null;
  /** Address of whoever sent the advert. */
  readonly senderEmail: string | null;
}

/** Who owns a forwarded person: the forwarding user if connected, else the advert's sender, else the super admin, else the first connected (ID-37). Pure. */
export function decideOwner(question: OwnerQuestion, profiles: readonly Profile[]): string | null {
  const inOrder = profiles.toSorted((a, b) => a.connectedAt - b.connectedAt);
  const sender = question.senderEmail?.toLowerCase();
  const found = inOrder.find((one) => one.memberId === question.forwardedBy)
    ?? inOrder.find((one) => sender !== undefined && one.email?.toLowerCase() === sender)
    ?? inOrder.find((one) => one.role === 'super_admin')
    ?? inOrder[0];
  return found?.crmUserId ?? null;
}
