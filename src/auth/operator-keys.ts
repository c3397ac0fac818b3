import { randomUUID } from 'node:crypto';
import type { AppConfig } from '../../config/app-config.js';
import type { Database } from '../database/database.js';
import { DerivedKeys } from '../http/derived-keys.js';
import type { Clock } from '../sdk/clock.js';
import { PEPPER } from './key-purposes.js';
import { makeKey, prefixOf } from './key-format.js';
import { KeyHasher } from './key-hasher.js';

export interface OperatorKey {
  readonly operatorId: string;
  readonly keyId: string;
  /** Shown once. */
  readonly key: string;
}

/**
 * Makes an operator with a key, or a further key for an operator of the same name. Needs the database and the
 * master key: there is no other way to become an operator (D23).
 */
export async function createOperatorKey(
  hub: { readonly database: Database; readonly clock: Clock; readonly keys: AppConfig['keys'] }, name: string,
): Promise<OperatorKey> {
  const key = makeKey('op');
  const hash = new KeyHasher(new DerivedKeys(hub.keys, PEPPER)).hash(key);
  const now = new Date(hub.clock.now());
  const keyId = randomUUID();
  return hub.database.inRunner(async (em) => {
    const found = await em.execute<{ id: string }[]>('select id from operator where name = ? and active order by created_at limit 1', [name]);
    const operatorId = found[0]?.id ?? randomUUID();
    if (!found[0]) await em.execute('insert into operator (id, name, active, created_at) values (?, ?, true, ?)', [operatorId, name, now]);
    await em.execute(
      `insert into api_key (id, tenant_id, kind, member_id, operator_id, integration_key, label, prefix, hash, created_at, expires_at, revoked_at, last_used_at)
       values (?, null, 'op', null, ?, null, ?, ?, ?, ?, null, null, null)`, [keyId, operatorId, name, prefixOf(key), hash, now]);
    return { operatorId, keyId, key };
  });
}

/** Stops an operator with all keys. */
export async function stopOperator(hub: { readonly database: Database; readonly clock: Clock }, operatorId: string): Promise<boolean> {
  return hub.database.inRunner(async (em) => {
    const rows = await em.execute<object[]>('update operator set active = false where id = ? and active returning id', [operatorId]);
    await em.execute('update api_key set revoked_at = ? where operator_id = ? and revoked_at is null', [new Date(hub.clock.now()), operatorId]);
    return rows.length === 1;
  });
}
