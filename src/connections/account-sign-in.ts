import type { EntityManager } from '@mikro-orm/postgresql';
import { assertOutsideTransaction, type Database } from '../database/database.js';
import { NEW_BUCKET } from '../lever/permits.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError, type FieldProblem } from '../sdk/errors.js';
import type { AccountOption, OutsideAccountDefinition } from '../sdk/outside-account.js';
import type { Principal } from '../sdk/principal.js';
import { accountRates } from './account-rates.js';
import { accountSystem, endOf, type AccountSecret, type SignInContexts } from './account-keeper.js';
import type { ConnectionRow, ConnectionStore } from './connection-store.js';
import type { Connections } from './connections.js';
import { codeOf, ConsentStates } from './consent-states.js';

const CALLBACK = '/oauth/accounts/callback';

type Options = Readonly<Record<string, string>>;
export interface SignedIn {
  readonly tenantId: string; readonly owner: string; readonly system: string; readonly name: string; readonly accountId: string | null;
}

export interface AccountSignInPorts {
  readonly database: Database; readonly clock: Clock; readonly store: ConnectionStore; readonly connections: Connections; readonly contexts: SignInContexts;
  readonly publicUrl: string;
  /** Throws 404 for an account that the owner's integration does not have. */
  definitionOf(tenantId: string, owner: string, system: string): Promise<OutsideAccountDefinition>;
}

/** Signs people in to outside accounts in their browser: one state per sign-in, usable once and for ten minutes. */
export class AccountSignIn {
  private readonly states: ConsentStates;

  constructor(private readonly ports: AccountSignInPorts) {
    this.states = new ConsentStates(ports.database, ports.clock);
  }

  /** Address of the system's own sign-in page. Options and tokens of a working account stay in use until the sign-in has ended. */
  async start(
    tenantId: string, owner: string, definition: OutsideAccountDefinition, options: Options, by: Principal,
  ): Promise<{ url: string; expiresAt: number }> {
    assertOutsideTransaction();
    const problems = optionProblems(definition.options, options);
    if (problems.length > 0) throw CallerError.invalid(problems);
    const ctx = await this.ports.contexts(tenantId, definition, options);
    if (!ctx.client && !definition.bringsClient) {
      throw CallerError.conflict('oauth-not-configured', `No OAuth client for ${definition.name} is configured. Ask the operator of this hub.`);
    }
    const { state, expiresAt } = await this.ports.database.inTenant(tenantId, async (em) => {
      const row = await this.ports.connections.prepare(em, tenantId, owner, accountSystem(definition.system), 'oauth');
      await this.keepWanted(em, row, options);
      return this.states.put(em, { tenantId, connectionId: row.id, memberId: by.id });
    });
    return { url: await definition.signInUrl(ctx, { redirectUri: this.redirectUri(), state }), expiresAt };
  }

  /** The browser came back. Declined, expired, foreign or used states change nothing. */
  async finish(query: { state?: string; code?: string; error?: string }): Promise<SignedIn> {
    const { tenantId, owner, memberId, connectionId, system } = await this.states.take(query.state ?? '', 'account');
    const definition = await this.ports.definitionOf(tenantId, owner, system.slice(accountSystem('').length));
    const code = codeOf(query, definition.name);
    const em = this.ports.database.forTenant(tenantId);
    const row = await this.ports.store.byId(em, connectionId);
    const kept = row && await this.ports.store.open(em, row);
    const options = (kept?.kind === 'account' ? kept.wanted : null) ?? {};
    const tokens = await definition.exchange(await this.ports.contexts(tenantId, definition, options), { code, redirectUri: this.redirectUri() });
    const secret: AccountSecret = { kind: 'account', tokens, options, wanted: null };
    await this.ports.connections.activate(tenantId, owner, system, {
      secret, auth: 'oauth', accountId: tokens.accountId, actsAs: null, scopes: [], missing: [], expiresAt: endOf(tokens, this.ports.clock.now()),
    }, { kind: 'member', id: memberId, tenantId, role: 'super_admin', leverUserId: null });
    await this.ports.database.inTenant(tenantId, async (tx) => {
      const bucket = NEW_BUCKET(accountRates(definition), connectionId, tenantId);
      await tx.execute(bucket.sql, bucket.params);
      // What waited for the account goes on at once.
      await tx.execute(`update lane set retry_at = '-infinity' where tenant_id = ? and due_at is not null`, [tenantId]);
    });
    return { tenantId, owner, system: definition.system, name: definition.name, accountId: tokens.accountId };
  }

  private async keepWanted(em: EntityManager, row: ConnectionRow, wanted: Options): Promise<void> {
    const kept = await this.ports.store.open(em, row);
    const before = kept?.kind === 'account' ? kept : { kind: 'account' as const, tokens: null, options: {} };
    await this.ports.store.keep(em, row, { ...before, wanted });
  }

  private redirectUri(): string { return `${this.ports.publicUrl}${CALLBACK}`; }
}

/** What is missing, no choice or unknown. Pure. */
export function optionProblems(known: readonly AccountOption[], given: Options): FieldProblem[] {
  const unknown = Object.keys(given).filter((key) => !known.some((option) => option.key === key));
  return [
    ...unknown.map((key) => ({ field: `/options/${key}`, message: 'is not an option of this system' })),
    ...known.flatMap((option) => {
      const value = (given[option.key] ?? '').trim();
      const field = `/options/${option.key}`;
      if (value === '') return option.isOptional ? [] : [{ field, message: `${option.label} is needed before signing in` }];
      if (!option.choices || option.choices.some((choice) => choice.value === value)) return [];
      return [{ field, message: `must be one of ${option.choices.map((choice) => choice.value).join(', ')}` }];
    }),
  ];
}
