import { assertOutsideTransaction, type Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { AccountLost, SignInRefused } from '../sdk/errors.js';
import type { AccountTokens, OutsideAccountDefinition, SignInContext } from '../sdk/outside-account.js';
import type { ConnectionSecret, ConnectionStore } from './connection-store.js';
import { RefreshTurn } from './refresh-turn.js';

export type AccountSecret = Extract<ConnectionSecret, { kind: 'account' }>;
export interface WorkingAccount { readonly tokens: AccountTokens; readonly options: Readonly<Record<string, string>> }

/** Accounts are connections of their own name. */
export const accountSystem = (system: string): string => `account:${system}`;
export const isAccountSystem = (system: string): boolean => system.startsWith(accountSystem(''));

/** What signing in needs to know of the world around it. */
export type SignInContexts = (tenantId: string, definition: OutsideAccountDefinition, options: Readonly<Record<string, string>>) => Promise<SignInContext>;

const EARLY_MS = 60_000;

/** Hands out working tokens of outside accounts; refreshed by one process at a time. */
export class AccountKeeper {
  private readonly turn: RefreshTurn;

  constructor(
    private readonly database: Database, private readonly store: ConnectionStore, private readonly clock: Clock, private readonly contexts: SignInContexts,
    lostMs: number,
  ) {
    this.turn = new RefreshTurn(database, store, clock, lostMs);
  }

  /** Throws `AccountLost` when the account is not signed in to, `SignInRefused` when its grant is gone. */
  async current(tenantId: string, connectionId: string, definition: OutsideAccountDefinition): Promise<WorkingAccount> {
    assertOutsideTransaction();
    const em = this.database.forTenant(tenantId);
    const row = await this.store.byId(em, connectionId);
    const secret = row?.state === 'active' ? await this.store.open(em, row) : null;
    if (!row || secret?.kind !== 'account' || !secret.tokens) throw lost(definition);
    if (row.expiresAt !== null && row.expiresAt - this.clock.now() < EARLY_MS) return this.renew(tenantId, connectionId, definition, secret.tokens);
    return { tokens: secret.tokens, options: secret.options };
  }

  /** After a refusal: other tokens than those refused. Throws like `current`. */
  async renew(tenantId: string, connectionId: string, definition: OutsideAccountDefinition, refused: AccountTokens): Promise<WorkingAccount> {
    const secret = await this.turn.take({
      tenantId, connectionId,
      isOld: (kept) => kept.kind !== 'account' || kept.tokens === null || sameTokens(kept.tokens, refused),
      refresh: async (_row, kept) => {
        if (kept.kind !== 'account' || !kept.tokens) throw new SignInRefused(`${definition.name} was never signed in to.`);
        const tokens = await definition.refresh(await this.contexts(tenantId, definition, kept.options), kept.tokens);
        return { secret: { ...kept, tokens }, expiresAt: endOf(tokens, this.clock.now()) };
      },
    });
    if (secret?.kind !== 'account' || !secret.tokens) throw lost(definition);
    return { tokens: secret.tokens, options: secret.options };
  }
}

export function endOf(tokens: AccountTokens, now: number): number | null {
  return tokens.expiresInSeconds === null ? null : now + tokens.expiresInSeconds * 1_000;
}

/** Tells tokens apart that are never compared outside the hub. */
function sameTokens(one: AccountTokens, other: AccountTokens): boolean {
  return JSON.stringify(one.values) === JSON.stringify(other.values);
}

function lost(definition: OutsideAccountDefinition): AccountLost {
  return new AccountLost(definition.system, `${definition.name} is not signed in to.`);
}

