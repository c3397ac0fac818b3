import type { LeverAccount } from '../account.js';
import type { User } from '../model/people.js';
import type { Body } from './body.js';
import { forbidden, notFound } from './errors.js';
import type { Query } from './query.js';
import type { Opportunity } from '../model/opportunity.js';

/** One authorised request, as the resources see it. */
export interface Call {
  readonly account: LeverAccount;
  readonly query: Query;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Body;
  /** Whether the credential may see confidential rows. */
  readonly mayReadConfidential: boolean;
  /** The user named by `perform_as`, already checked. */
  readonly performAs: User | null;
}

export interface FileReply {
  readonly filename: string;
  readonly content: Buffer;
}

export type Answer = { readonly json: unknown } | { readonly file: FileReply } | { readonly empty: true };

export const noContent: Answer = { empty: true };

export function json(value: unknown): Answer {
  return { json: value };
}

export function data(value: unknown): Answer {
  return { json: { data: value } };
}

export interface LeverRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/v1`. */
  readonly path: string;
  /** Name of the endpoint in the list of an API key's permissions. */
  readonly permission: string;
  /** Name of the same endpoint below the deprecated `/candidates/:id`, where it is not derived from `permission`. */
  readonly candidatePermission?: string;
  /** Scopes of which one is needed, as `resource:read` or `resource:write`; write implies read. */
  readonly scopes: readonly string[];
  readonly performAs?: 'required' | 'optional';
  readonly status?: number;
  /** Counted against the separate limit of applications, where one is set. */
  readonly isApplication?: boolean;
  handle(call: Call): Answer | Promise<Answer>;
}

export function forbiddenUnlessConfidential(call: Call, row: { confidentiality: string }): void {
  if (row.confidentiality === 'confidential' && !call.mayReadConfidential) {
    throw forbidden('This credential has no access to confidential data.');
  }
}

/** The opportunity a path names; confidential ones are refused to credentials without that access. */
export function opportunityOf(call: Call): Opportunity {
  const id = call.params.o ?? '';
  const opportunity = call.account.opportunities.get(id);
  if (opportunity === undefined) throw notFound('opportunities', id);
  forbiddenUnlessConfidential(call, opportunity);
  return opportunity;
}

/** Applies the `confidentiality` parameter, `non-confidential` when absent. */
export function confidentialityFilter(call: Call): (row: { confidentiality: string }) => boolean {
  const wanted = new Set(call.query.all('confidentiality'));
  if (wanted.size === 0) wanted.add('non-confidential');
  const wantsConfidential = wanted.has('all') || wanted.has('confidential');
  if (wantsConfidential && !call.mayReadConfidential) throw forbidden('This credential has no access to confidential data.');
  return (row) => wanted.has('all') || wanted.has(row.confidentiality);
}

export function found<Row>(row: Row | undefined, thing: string, id?: string): Row {
  if (row === undefined) throw notFound(thing, id);
  return row;
}
