/** What a plugin may do at all; the manifest lists it, the action runner refuses the rest (D22). */
export type Capability = 'tag' | 'note' | 'stage-forward' | 'lead' | 'archive-by-human' | 'vendor';

interface ActionCommon {
  /** What the write means, e.g. `tag:CP-Sent`. Part of the key (D5). */
  readonly meaning: string;
  /** The id of what made it happen (a transition, a decision), never a time or a hash (D5). */
  readonly occasion: string;
  /** Why, in words a recruiter understands; shown in the journey. At least one. */
  readonly reasons: readonly string[];
  /** Wait for the installation's previous action on this opportunity to be done; skip if it is not. */
  readonly requires?: 'previous';
  /** A job of the same plugin that gets `ActionOutcome` when the action has ended. */
  readonly then?: { readonly job: string; readonly context?: Readonly<Record<string, unknown>> };
  /** Not before this business time, epoch ms. */
  readonly dueAt?: number;
}

export interface TagAction extends ActionCommon { readonly kind: 'tag.add' | 'tag.remove'; readonly opportunityId: string; readonly tags: readonly string[] }
export interface NoteAction extends ActionCommon {
  readonly kind: 'note.add'; readonly opportunityId: string; readonly text: string;
  /** When what the note tells happened, epoch ms; made unique per opportunity when planned (D8). */
  readonly occurredAt: number;
  readonly secret?: boolean;
}
export interface StageAction extends ActionCommon {
  readonly kind: 'stage.move'; readonly opportunityId: string; readonly stageId: string;
  /** The stage the decision saw; a different one at sending time means a person acted: skipped (SH-18). */
  readonly seenStageId: string;
  /** The member who asked for it, when a person did: their own Lever user acts, where it is known. */
  readonly byMemberId?: string;
}
export interface LeadAction extends ActionCommon {
  readonly kind: 'lead.create'; readonly contactId: string; readonly postingId: string; readonly source: string;
  readonly tags?: readonly string[]; readonly occurredAt: number; readonly ownerFromPosting?: boolean;
}
export interface ArchiveAction extends ActionCommon {
  readonly kind: 'archive'; readonly opportunityId: string; readonly reasonId: string;
  /** The member who decides, in a use case of their own: jobs and facts cannot plan this (G9, LG-1). Their Lever user acts, where it is known. */
  readonly byMemberId: string;
  /** Whoever got to one of these stages meanwhile is left alone and skipped, e.g. offer. */
  readonly unlessInStages?: readonly string[];
}
/** Takes an archiving back, also a person's own decision; skipped when anything was changed since. */
export interface UnarchiveAction extends ActionCommon {
  readonly kind: 'unarchive'; readonly opportunityId: string; readonly byMemberId: string;
  /** Lever as the person saw it: another reason, time or stage means that somebody acted meanwhile. */
  readonly seen: { readonly reasonId: string; readonly archivedAt: number; readonly stageId: string };
}
export interface VendorAction extends ActionCommon {
  readonly kind: 'vendor'; readonly name: string;
  /** What is written to, e.g. `applicant:<id>`; actions on one subject run in order. */
  readonly subject: string;
  readonly opportunityId?: string;
  /** Frozen when planned: a retry sends the same (D5). Holds ids, not secrets. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Clean-up calls may still run while the installation is `disabling` (D6). */
  readonly cleanUp?: boolean;
}

export type ActionSpec = TagAction | NoteAction | StageAction | LeadAction | ArchiveAction | UnarchiveAction | VendorAction;

export type ActionState =
  | 'planned' | 'awaiting_approval' | 'ready' | 'sending' | 'unknown' | 'done' | 'skipped' | 'failed' | 'held' | 'cancelled';

/** Payload of the `then` job. */
export interface ActionOutcome {
  readonly actionId: string;
  readonly state: Extract<ActionState, 'done' | 'skipped' | 'failed' | 'held' | 'cancelled'>;
  readonly reason: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly context: Readonly<Record<string, unknown>>;
}
