import { createHash, randomBytes } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { CallerError } from '../sdk/errors.js';

const STATE_MS = 10 * 60_000;

/** For whom the browser came back. */
export interface Consent {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly memberId: string;
  /** Owner and system of the connection. */
  readonly owner: string;
  readonly system: string;
}

interface StateRow { tenant_id: string; connection_id: string; member_id: string; owner: string; system: string }

/** One consent on its way through the browser: its state is unguessable, usable once and for ten minutes. */
export class ConsentStates {
  constructor(private readonly database: Database, private readonly clock: Clock) {}

  async put(em: EntityManager, consent: Pick<Consent, 'tenantId' | 'connectionId' | 'memberId'>): Promise<{ state: string; expiresAt: number }> {
    const state = randomBytes(32).toString('base64url');
    const expiresAt = this.clock.now() + STATE_MS;
    await em.execute(
      'insert into oauth_state (state_hash, tenant_id, connection_id, member_id, expires_at) values (?, ?, ?, ?, to_timestamp(? / 1000.0))',
      [hash(state), consent.tenantId, consent.connectionId, consent.memberId, expiresAt]);
    return { state, expiresAt };
  }

  /** `kind` keeps a state from being used at the other callback. Throws 400 for unknown, used and expired ones. */
  async take(state: string, kind: 'lever' | 'account'): Promise<Consent> {
    const now = this.clock.now();
    const rows = await this.database.inRunner((em) => em.execute<StateRow[]>(
      `update oauth_state s set used_at = to_timestamp(? / 1000.0) from connection c
       where s.state_hash = ? and c.id = s.connection_id and s.used_at is null and s.expires_at > to_timestamp(? / 1000.0) and (c.system = 'lever') = ?
       returning s.tenant_id, s.connection_id, s.member_id, c.owner, c.system`, [now, hash(state), now, kind === 'lever']));
    const row = rows[0];
    if (!row) {
      throw new CallerError('consent-expired', 'This authorisation was not started here, was used before or has expired. Start the connection again.', {
        status: 400, fields: [{ field: 'state', message: 'is unknown, used or expired' }],
      });
    }
    return { tenantId: row.tenant_id, connectionId: row.connection_id, memberId: row.member_id, owner: row.owner, system: row.system };
  }
}

/** The code that the browser brought back. Throws when the person declined or nothing came. */
export function codeOf(query: { code?: string; error?: string }, where: string): string {
  if (query.error) throw new CallerError('consent-declined', `The authorisation was declined in ${where}. Nothing was connected.`, { status: 403 });
  if (query.code) return query.code;
  throw new CallerError('consent-incomplete', `${where} sent no code. Start the connection again.`, { status: 400, fields: [{ field: 'code', message: 'is missing' }] });
}

function hash(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
