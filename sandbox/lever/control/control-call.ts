import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import type { Query } from '../http/query.js';
import type { Posting } from '../model/hiring.js';
import type { Opportunity } from '../model/opportunity.js';
import type { Contact, User } from '../model/people.js';
import { opportunityView } from '../resources/opportunity-view.js';
import type { LeverStore } from '../store.js';
import type { WebhookDispatcher } from '../webhooks/dispatcher.js';
import { ControlError } from './control-error.js';

/** One thing a recruiter, a super admin or a test does besides the API. */
export interface ControlCall {
  readonly store: LeverStore;
  readonly account: LeverAccount;
  readonly dispatcher: WebhookDispatcher;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
}

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/__control/lever/accounts/:account`. */
  readonly path: string;
  handle(call: ControlCall): unknown;
}

function existing<Row>(row: Row | undefined, what: string, id: string | undefined): Row {
  if (row === undefined) throw new ControlError(404, `There is no ${what} ${id ?? ''}.`);
  return row;
}

export function opportunityIn(call: ControlCall): Opportunity {
  return existing(call.account.opportunities.get(call.params.id ?? ''), 'opportunity', call.params.id);
}

export function contactIn(call: ControlCall, id = call.params.id): Contact {
  return existing(call.account.contacts.get(id ?? ''), 'contact', id);
}

export function postingIn(call: ControlCall, id = call.params.id): Posting {
  return existing(call.account.postings.get(id ?? ''), 'posting', id);
}

/** The user who acts: `userId` of the body or query, else the first super admin. */
export function actorIn(call: ControlCall): User {
  const id = call.body.text('userId') ?? call.query.one('userId');
  const users = [...call.account.users.values()];
  const user = id === undefined ? users.find(({ accessRole }) => accessRole === 'super admin') : call.account.users.get(id);
  return existing(user, 'user', id);
}

export function shownOpportunity(call: ControlCall, opportunity: Opportunity): unknown {
  return opportunityView.wire(call.account, opportunity);
}
