import type { OpportunityWith } from '../sdk/lever/index.js';

/** The writes that actions are made of. Each may throw `OutcomeUnknown`; none is repeated by itself. */
export interface LeverWrites {
  addTags(opportunityId: string, tags: readonly string[]): Promise<void>;
  removeTags(opportunityId: string, tags: readonly string[]): Promise<void>;
  /** `createdAt` in the past makes the note findable after a lost answer (decisions D8). */
  addNote(opportunityId: string, note: { readonly value: string; readonly createdAt: number; readonly secret: boolean }): Promise<{ readonly id: string }>;
  moveStage(opportunityId: string, stageId: string): Promise<void>;
  archive(opportunityId: string, reasonId: string): Promise<void>;
  unarchive(opportunityId: string): Promise<void>;
  createLead(lead: {
    readonly contactId: string; readonly postingId: string; readonly source: string; readonly tags: readonly string[]; readonly createdAt: number;
    readonly ownerFromPosting: boolean;
  }): Promise<OpportunityWith<never>>;
}
