import type { MirroredArchiveReason } from 'patchbay/sdk';

/** What an archived opportunity tells about the person. `neutral`: timing, a closed job; nobody turned anybody down. */
export type ArchiveKind = 'hired' | 'withdrew' | 'turned-down' | 'neutral';

const WITHDREW = /withdr|declin|not interested|accepted (another|other)|no response|unresponsive/i;
const NEUTRAL = /timing|position (was )?(closed|filled|cancel)|job closed|future|on hold|duplicate|keep warm|talent pool/i;

/**
 * Reads an archive reason by its type and its words. Without the permission to read reasons nothing is known: then somebody archived
 * at the offer counts as hired and everybody else as turned down, which rather leaves out too many. Pure.
 */
export function archiveKind(
  archived: { readonly reasonId: string | null; readonly isHired: boolean; readonly isAtOffer: boolean }, reasons: readonly MirroredArchiveReason[],
): ArchiveKind {
  if (archived.isHired) return 'hired';
  const reason = reasons.find((one) => one.id === archived.reasonId);
  if (!reason) return archived.isAtOffer && reasons.length === 0 ? 'hired' : 'turned-down';
  if (reason.kind === 'hired') return 'hired';
  if (WITHDREW.test(reason.text)) return 'withdrew';
  return NEUTRAL.test(reason.text) ? 'neutral' : 'turned-down';
}
