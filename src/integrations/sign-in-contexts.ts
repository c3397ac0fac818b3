import type { SignInContexts } from '../connections/account-keeper.js';
import type { Database } from '../database/database.js';
import type { SignInHttp } from '../sdk/outside-account.js';
import { exchange, judgeAnswer } from './outside-call.js';

/** Addresses, client and plain HTTP for signing in to outside accounts. */
export function signInContexts(
  database: Database, vendors: Readonly<Record<string, { readonly baseUrl: string }>>,
  clients: Readonly<Record<string, { readonly id: string; readonly secret: string }>>, timeoutMs: number,
): SignInContexts {
  return async (tenantId, definition, options) => {
    const configured = vendors[definition.system]?.baseUrl;
    const own = await database.forTenant(tenantId).execute<{ account_id: string }[]>(
      `select account_id from connection where system = 'lever' and account_id is not null limit 1`);
    return {
      options, client: clients[definition.system] ?? null, http: httpWithin(timeoutMs),
      hosts: Object.fromEntries(Object.entries(definition.hosts).map(([name, address]) => [name, configured ?? address])),
      ownLeverAccountId: own[0]?.account_id ?? null,
    };
  };
}

const httpWithin = (timeoutMs: number): SignInHttp => ({
  request: async (request) => {
    const answer = await exchange(request.path, request, { auth: {}, signal: AbortSignal.timeout(timeoutMs), redirect: 'manual' });
    return judgeAnswer(answer, request);
  },
});
