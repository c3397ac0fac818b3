import { createHash, createHmac, randomUUID } from 'node:crypto';
import { systemNow } from '../clock/system-clock.js';
import type { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { associatedData, decrypt, encrypt } from '../secrets/cipher.js';
import type { DerivedKeys } from './derived-keys.js';

const KEPT_MS = 24 * 3_600_000;
const HELD_MS = 60_000;
/** Expired rows are taken out now and then, by the requests that write new ones. */
const PURGE_EVERY = 100;
const PURGE_AT_ONCE = 1_000;

export interface IdempotentRequest {
  readonly tenantId: string | null;
  readonly principal: string;
  /** Method and full path. */
  readonly route: string;
  readonly key: string;
  /** Everything else that decides what the request asks for. */
  readonly content: string;
}

export type Attempt =
  | { readonly kind: 'new'; readonly id: string; readonly fence: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'other-body' }
  | { readonly kind: 'done'; readonly answer: string | null };

interface Row { request_hash: string; state: 'running' | 'done'; answer: string | null }

/** First answers by key, sealed, for 24 hours of business time. */
export class IdempotencyStore {
  private begun = 0;

  constructor(private readonly database: Database, private readonly clock: Clock, private readonly keys: DerivedKeys) {}

  /** Takes the key for this request, or tells what became of the request that took it first. */
  async begin(request: IdempotentRequest): Promise<Attempt> {
    const id = createHash('sha256').update(associatedData([request.principal, request.route, request.key])).digest('hex');
    const hashes = this.keys.all.map(({ key }) => createHmac('sha256', key).update(request.content).digest('hex'));
    const requestHash = hashes[0] ?? '';
    const fence = randomUUID();
    if (await this.take({ id, requestHash, fence, tenantId: request.tenantId })) {
      if (this.begun++ % PURGE_EVERY === 0) await this.purge();
      return { kind: 'new', id, fence };
    }
    const rows = await this.database.asRunner().execute<Row[]>('select request_hash, state, answer from idempotency_record where id = ?', [id]);
    const row = rows[0];
    if (!row) return { kind: 'running' };
    if (!hashes.includes(row.request_hash)) return { kind: 'other-body' };
    return row.state === 'running' ? { kind: 'running' } : { kind: 'done', answer: this.open(id, row.answer) };
  }

  /** Keeps the answer; null where it may not be shown again. */
  async finish({ id, fence }: { id: string; fence: string }, answer: string | null): Promise<void> {
    await this.database.asRunner().execute(
      `update idempotency_record set state = 'done', answer = ? where id = ? and fence = ?`, [answer === null ? null : this.seal(id, answer), id, fence]);
  }

  /** Nothing was done: the key is free again. */
  async release({ id, fence }: { id: string; fence: string }): Promise<void> {
    await this.database.asRunner().execute('delete from idempotency_record where id = ? and fence = ?', [id, fence]);
  }

  private async take(record: { id: string; requestHash: string; fence: string; tenantId: string | null }): Promise<boolean> {
    const now = new Date(this.clock.now());
    const technical = systemNow();
    const rows = await this.database.asRunner().execute<object[]>(
      `insert into idempotency_record as r (id, tenant_id, request_hash, fence, state, locked_until, answer, expires_at)
       values (?, ?, ?, ?, 'running', ?, null, ?)
       on conflict (id) do update set request_hash = excluded.request_hash, fence = excluded.fence, state = 'running',
         locked_until = excluded.locked_until, answer = null, expires_at = excluded.expires_at
       where r.expires_at <= ? or (r.state = 'running' and r.locked_until <= ? and r.request_hash = excluded.request_hash)
       returning id`,
      [record.id, record.tenantId, record.requestHash, record.fence, new Date(technical + HELD_MS), new Date(now.getTime() + KEPT_MS),
        now, new Date(technical)]);
    return rows.length === 1;
  }

  private async purge(): Promise<void> {
    await this.database.asRunner().execute(
      `delete from idempotency_record where id in (select id from idempotency_record where expires_at <= ? limit ${PURGE_AT_ONCE})`,
      [new Date(this.clock.now())]);
  }

  private seal(id: string, answer: string): string {
    const { id: keyId, key } = this.keys.current;
    return `${keyId}:${encrypt(key, associatedData(['idempotency_record', id]), Buffer.from(answer, 'utf8')).toString('base64')}`;
  }

  /** Null as well when the master key that sealed it is gone. */
  private open(id: string, sealed: string | null): string | null {
    if (sealed === null) return null;
    const split = sealed.indexOf(':');
    const key = this.keys.byId(sealed.slice(0, split));
    return key ? decrypt(key, associatedData(['idempotency_record', id]), Buffer.from(sealed.slice(split + 1), 'base64')).toString('utf8') : null;
  }
}
