import type { UnarchiveAction } from '../sdk/actions.js';
import { NeedsPerson } from '../sdk/errors.js';
import { LeverForbidden, LeverNotFound, type LeverReads, type OpportunityWith } from '../sdk/lever/index.js';
import type { LeverWrites } from './lever-writes.js';

/** What a guard says just before sending (D7). */
export type GuardAnswer =
  | { readonly go: true }
  | { readonly go: false; readonly state: 'skipped' | 'done'; readonly reason: string };

/** One write. `send` throws `OutcomeUnknown` when its answer was lost; `lookBack` then tells whether it took effect. */
export interface ActionExecutor {
  /** Re-reads the world for writes that could override a person; absent where a repeat harms nobody. */
  guard?(): Promise<GuardAnswer>;
  send(): Promise<Record<string, unknown>>;
  /** The result when the lost request took effect, else null. */
  lookBack(): Promise<Record<string, unknown> | null>;
  /** Its look-back only reads, so it may be asked while the lost request may still be on its way: what it finds counts. */
  readonly looksOnly?: boolean;
}

/** Looks with all that a credential may see: at `all`, or at what is `visible` to one that Lever refuses confidential rows. */
export interface ConfidentialSight {
  look<T>(all: () => Promise<T>, visible: () => Promise<T>): Promise<T>;
}

/** Where people are already, as Lever says now. */
export interface ContactLookup {
  opportunities(contactId: string, sight: 'all' | 'visible'): Promise<readonly OpportunityWith<'applications'>[]>;
}

export interface LeverPorts {
  readonly reads: LeverReads;
  readonly writes: LeverWrites;
  /** Stage ids in pipeline order, for the rule that nobody is moved backwards (SH-18). */
  readonly stageOrder: readonly string[];
  readonly sight: ConfidentialSight;
  readonly contacts: ContactLookup;
}

type Request = Readonly<Record<string, unknown>>;
const text = (request: Request, name: string): string => (typeof request[name] === 'string' ? request[name] : '');
const texts = (request: Request, name: string): string[] => (Array.isArray(request[name]) ? request[name].map(String) : []);

/** The executor of a Lever write; null for a kind that is none. */
export function leverExecutor(kind: string, request: Request, ports: LeverPorts): ActionExecutor | null {
  const executor = executorOf(kind, request, ports);
  return executor && { ...executor, looksOnly: true };
}

function executorOf(kind: string, request: Request, ports: LeverPorts): ActionExecutor | null {
  switch (kind) {
    case 'tag.add': return tagExecutor(request, ports, true);
    case 'tag.remove': return tagExecutor(request, ports, false);
    case 'note.add': return noteExecutor(request, ports);
    case 'stage.move': return stageExecutor(request, ports);
    case 'archive': return archiveExecutor(request, ports);
    case 'unarchive': return unarchiveExecutor(request, ports);
    case 'lead.create': return leadExecutor(request, ports);
    default: return null;
  }
}

/** A refusal that a person can put right is held, not failed (SH-19). */
export async function heldWhenImpossible<T>(work: Promise<T>, what: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LeverForbidden) throw new NeedsPerson('lever-permission-missing', `Lever refuses "${error.permission}"`, `give the credential "${error.permission}", then retry`);
    if (error instanceof LeverNotFound) throw new NeedsPerson('lever-target-missing', `${what} no longer exists in Lever`, 'choose another one in the settings, then retry');
    throw error;
  }
}

function tagExecutor(request: Request, { reads, writes }: LeverPorts, add: boolean): ActionExecutor {
  const id = text(request, 'opportunityId');
  const tags = texts(request, 'tags');
  return {
    send: async () => {
      await heldWhenImpossible(add ? writes.addTags(id, tags) : writes.removeTags(id, tags), 'the opportunity');
      return {};
    },
    lookBack: async () => {
      const now = (await reads.opportunities.get(id)).tags;
      return tags.every((tag) => now.includes(tag) === add) ? {} : null;
    },
  };
}

function noteExecutor(request: Request, { reads, writes }: LeverPorts): ActionExecutor {
  const id = text(request, 'opportunityId');
  const value = text(request, 'text');
  const createdAt = Number(request.occurredAt);
  return {
    send: async () => {
      const note = await heldWhenImpossible(writes.addNote(id, { value, createdAt, secret: request.secret === true }), 'the opportunity');
      return { noteId: note.id };
    },
    lookBack: async () => {
      for await (const note of reads.notes.list(id)) {
        if (note.createdAt === createdAt && note.fields.some((field) => field.value === value)) return { noteId: note.id };
      }
      return null;
    },
  };
}

/** Pure: may somebody in `current` be moved to `target`, when the decision saw `seen`? */
export function judgeMove(order: readonly string[], current: string, seen: string, target: string): GuardAnswer {
  if (current === target) return { go: false, state: 'done', reason: 'already in that stage' };
  if (current !== seen) return { go: false, state: 'skipped', reason: 'somebody moved the candidate meanwhile' };
  if (!order.includes(target)) throw new NeedsPerson('stage-missing', 'the configured stage no longer exists in Lever', 'choose another stage in the settings, then retry');
  if (order.indexOf(target) < order.indexOf(current)) return { go: false, state: 'skipped', reason: 'the candidate is already further on' };
  return { go: true };
}

function stageExecutor(request: Request, { reads, writes, stageOrder }: LeverPorts): ActionExecutor {
  const id = text(request, 'opportunityId');
  const target = text(request, 'stageId');
  const look = async () => heldWhenImpossible(reads.opportunities.get(id), 'the opportunity');
  return {
    guard: async () => {
      const now = await look();
      if (now.archived?.archivedAt) return { go: false, state: 'skipped', reason: 'the opportunity is archived' };
      return judgeMove(stageOrder, now.stage, text(request, 'seenStageId'), target);
    },
    send: async () => { await heldWhenImpossible(writes.moveStage(id, target), 'the stage or the opportunity'); return {}; },
    lookBack: async () => ((await look()).stage === target ? {} : null),
  };
}

function archiveExecutor(request: Request, { reads, writes }: LeverPorts): ActionExecutor {
  const id = text(request, 'opportunityId');
  const reason = text(request, 'reasonId');
  const look = async () => heldWhenImpossible(reads.opportunities.get(id), 'the opportunity');
  return {
    guard: async () => {
      const now = await look();
      if (now.archived?.archivedAt) return { go: false, state: 'skipped', reason: 'it was archived meanwhile' };
      const isTooFar = texts(request, 'unlessInStages').includes(now.stage);
      return isTooFar ? { go: false, state: 'skipped', reason: 'the candidate was moved too far on meanwhile' } : { go: true };
    },
    send: async () => { await heldWhenImpossible(writes.archive(id, reason), 'the archive reason or the opportunity'); return {}; },
    lookBack: async () => ((await look()).archived?.reason === reason ? {} : null),
  };
}

function unarchiveExecutor(request: Request, { reads, writes }: LeverPorts): ActionExecutor {
  const id = text(request, 'opportunityId');
  const seen = request.seen as UnarchiveAction['seen'];
  const look = async () => heldWhenImpossible(reads.opportunities.get(id), 'the opportunity');
  return {
    guard: async () => {
      const { archived, stage } = await look();
      if (!archived?.archivedAt) return { go: false, state: 'done', reason: 'it is not archived any more' };
      const isSame = archived.reason === seen.reasonId && archived.archivedAt === seen.archivedAt && stage === seen.stageId;
      return isSame ? { go: true } : { go: false, state: 'skipped', reason: 'somebody changed the opportunity meanwhile' };
    },
    send: async () => { await heldWhenImpossible(writes.unarchive(id), 'the opportunity'); return {}; },
    lookBack: async () => ((await look()).archived?.archivedAt ? null : {}),
  };
}

function leadExecutor(request: Request, { writes, sight, contacts }: LeverPorts): ActionExecutor {
  const contactId = text(request, 'contactId');
  const postingId = text(request, 'postingId');
  const createdAt = Number(request.occurredAt);
  const find = async (seen: 'all' | 'visible') =>
    (await contacts.opportunities(contactId, seen)).find((row) => row.applications.some((application) => application.posting === postingId)) ?? null;
  const existing = () => sight.look(() => find('all'), () => find('visible'));
  return {
    guard: async () => {
      const found = await existing();
      return found ? { go: false, state: 'skipped', reason: 'the person already has an opportunity on that posting' } : { go: true };
    },
    send: async () => {
      const made = await heldWhenImpossible(writes.createLead({
        contactId, postingId, source: text(request, 'source'), tags: texts(request, 'tags'), createdAt, ownerFromPosting: request.ownerFromPosting === true,
      }), 'the person or the posting');
      return { opportunityId: made.id };
    },
    lookBack: async () => {
      const found = await existing();
      return found?.createdAt === createdAt ? { opportunityId: found.id } : null;
    },
  };
}
