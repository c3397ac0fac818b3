import type { LeverAccount } from '../account.js';
import { touch } from '../actions/touch.js';
import type { Body } from '../http/body.js';
import { type Answer, type Call, data, found, json, type LeverRoute, noContent, opportunityOf } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { byCreation } from '../http/paging.js';
import { show, showPage, type View } from '../http/view.js';
import type { Note, NoteEntry, Opportunity } from '../model/opportunity.js';
import type { User } from '../model/people.js';
import { pastInstant } from './opportunity-create.js';
import { expandUser } from './users.js';

export const noteView: View<Note> = {
  wire: (_account, note) => ({
    id: note.id, text: 'Note',
    fields: note.entries.map(({ createdAt, score, stage, user, value }) => ({
      createdAt, score, stage, text: 'Comment', type: 'note', user, value,
    })),
    user: note.user, secret: note.secret, completedAt: note.completedAt, deletedAt: note.deletedAt, createdAt: note.createdAt,
  }),
  expansions: { user: (account, note) => expandUser(account, note.user) },
};

function noteOf(call: Call, opportunity: Opportunity): Note {
  return found(opportunity.notes.find((note) => note.id === call.params.n), 'notes', call.params.n);
}

function scoreIn(body: Body): number | null {
  const score = body.number('score') ?? null;
  if (score !== null && ![1, 2, 3, 4].includes(score)) throw badRequest('Score must be between 1 and 4 at /score');
  return score;
}

export interface NewNote {
  readonly value: string;
  readonly by: User | null;
  readonly createdAt?: number;
  readonly secret?: boolean;
  readonly score?: number | null;
  readonly madeByApi: boolean;
}

export function addNote(account: LeverAccount, opportunity: Opportunity, input: NewNote): Note {
  const createdAt = input.createdAt ?? account.now();
  const user = input.by?.id ?? null;
  const note: Note = {
    id: account.uuid(), user, secret: input.secret ?? false, completedAt: createdAt, createdAt, deletedAt: null,
    madeByApi: input.madeByApi,
    entries: [{ createdAt, score: input.score ?? null, stage: opportunity.stage, user, value: input.value }],
  };
  opportunity.notes.push(note);
  opportunity.lastInteractionAt = account.now();
  return note;
}

function reply(call: Call, opportunity: Opportunity, threadId: string): Note {
  const thread = found(opportunity.notes.find((note) => note.id === threadId), 'notes', threadId);
  thread.entries.push({
    createdAt: pastInstant(call.account, call.body, 'createdAt') ?? call.account.now(), score: scoreIn(call.body),
    stage: opportunity.stage, user: call.performAs?.id ?? null, value: call.body.requiredText('value'),
  });
  opportunity.lastInteractionAt = call.account.now();
  return thread;
}

function handleCreate(call: Call): Answer {
  const opportunity = opportunityOf(call);
  const threadId = call.query.one('note_id');
  const note = threadId === undefined
    ? addNote(call.account, opportunity, {
      value: call.body.requiredText('value'), by: call.performAs, createdAt: pastInstant(call.account, call.body, 'createdAt'),
      secret: call.body.flag('secret'), score: scoreIn(call.body), madeByApi: true,
    })
    : reply(call, opportunity, threadId);
  return data({ ...show(call, noteView, note), noteId: note.id });
}

function editable(call: Call): { opportunity: Opportunity; note: Note } {
  const opportunity = opportunityOf(call);
  const note = noteOf(call, opportunity);
  if (!note.madeByApi) throw badRequest('Only notes created via the API can be changed.');
  return { opportunity, note };
}

/** Replaces the whole thread. */
function handleUpdate(call: Call): Answer {
  const { opportunity, note } = editable(call);
  const values = call.body.objects('values');
  if (values === undefined || values.length === 0) throw badRequest('Missing required property: values');
  const score = scoreIn(call.body);
  note.entries = values.map((value): NoteEntry => ({
    createdAt: pastInstant(call.account, value, 'createdAt') ?? call.account.now(), score, stage: opportunity.stage,
      user: note.user,
    value: value.requiredText('value'),
  }));
  note.secret = call.body.flag('secret') ?? note.secret;
  touch(call.account, opportunity);
  return data({ noteId: note.id });
}

function handleDelete(call: Call): Answer {
  const { opportunity, note } = editable(call);
  opportunity.notes.splice(opportunity.notes.indexOf(note), 1);
  return noContent;
}

const root = '/opportunities/:o/notes';

export const noteRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: root, permission: 'Find all opportunity notes', scopes: ['notes:read'],
    handle: (call) => json(showPage(call, noteView, opportunityOf(call).notes, byCreation)) },
  { method: 'GET', path: `${root}/:n`, permission: 'Find an opportunity note', scopes: ['notes:read'],
    handle: (call) => data(show(call, noteView, noteOf(call, opportunityOf(call)))) },
  { method: 'POST', path: root, permission: 'Create an opportunity note', scopes: ['notes:write'], performAs: 'optional',
    status: 201,
    handle: handleCreate },
  { method: 'PUT', path: `${root}/:n`, permission: 'Update an opportunity note', scopes: ['notes:write'], handle: handleUpdate },
  { method: 'DELETE', path: `${root}/:n`, permission: 'Delete an opportunity note', scopes: ['notes:write'],
    handle: handleDelete },
];
