import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CLOCK } from '../../clock/business-clock.js';
import { systemNow } from '../../clock/system-clock.js';
import type { Clock } from '../../sdk/clock.js';
import type { Principal } from '../../sdk/principal.js';
import { SecretBox } from '../../secrets/secret-box.js';
import type { Forgotten } from './tombstones.js';

export interface ErasureCause {
  readonly by: Principal;
  /** A word, e.g. `request` or `lever:deleted`; names nobody. */
  readonly cause: string;
}

export interface ErasureReport {
  readonly id: string;
  readonly state: 'running' | 'done';
  readonly cause: string;
  /** Rows changed, by table. */
  readonly counts: Readonly<Record<string, number>>;
  /** Why the last try stopped; it is tried again by itself. */
  readonly lastError: string | null;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
}

export interface OpenErasure {
  readonly person: Forgotten | null;
  readonly by: { readonly kind: string; readonly id: string };
  readonly report: ErasureReport;
}

interface ErasureRow {
  readonly id: string;
  readonly state: 'running' | 'done';
  readonly cause: string;
  readonly person: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly lastError: string | null;
  readonly startedAtMs: string;
  readonly finishedAtMs: string | null;
  readonly actorKind: string;
  readonly actorId: string;
}

const COLUMNS = `id, state, cause, person, counts, last_error as "lastError", started_at_ms::text as "startedAtMs",
  finished_at_ms::text as "finishedAtMs", actor_kind as "actorKind", actor_id as "actorId"`;

/** The rows of `erasure`; whom one is about is sealed, and gone when it is done. */
@Injectable()
export class ErasureStore {
  constructor(private readonly secretBox: SecretBox, @Inject(CLOCK) private readonly clock: Clock) {}

  async create(
    em: EntityManager, tenantId: string, id: string, person: Forgotten, { by, cause }: ErasureCause, triedWallMs: number,
  ): Promise<void> {
    await em.execute(
      `insert into erasure (id, tenant_id, state, actor_kind, actor_id, cause, person, counts, started_at_ms, tried_wall_ms)
       values (?, ?, 'running', ?, ?, ?, ?, '{}', ?, ?)`,
      [id, tenantId, by.kind, by.id, cause, await this.secretBox.seal(em, tenantId, place(id), JSON.stringify(person)),
        this.clock.now(), triedWallMs]);
  }

  async find(em: EntityManager, tenantId: string, id: string): Promise<OpenErasure | null> {
    const [row] = await em.execute<ErasureRow[]>(`select ${COLUMNS} from erasure where tenant_id = ? and id = ?`, [tenantId, id]);
    if (!row) return null;
    const person = row.person ? JSON.parse(await this.secretBox.open(em, tenantId, place(id), row.person)) as Forgotten : null;
    return { person, by: { kind: row.actorKind, id: row.actorId }, report: reportOf(row) };
  }

  async finish(em: EntityManager, tenantId: string, id: string, counts: Readonly<Record<string, number>>): Promise<boolean> {
    const rows = await em.execute<{ id: string }[]>(
      `update erasure set state = 'done', counts = ?::json, person = null, last_error = null, finished_at_ms = ?
       where tenant_id = ? and id = ? and state = 'running' returning id`, [JSON.stringify(counts), this.clock.now(), tenantId, id]);
    return rows.length === 1;
  }

  async stopped(em: EntityManager, tenantId: string, id: string, reason: string): Promise<void> {
    await em.execute(`update erasure set last_error = ?, tried_wall_ms = ? where tenant_id = ? and id = ? and state = 'running'`,
      [reason, systemNow(), tenantId, id]);
  }
}

function place(id: string) {
  return { table: 'erasure', column: 'person', row: id };
}

function reportOf(row: ErasureRow): ErasureReport {
  return {
    id: row.id, state: row.state, cause: row.cause, counts: row.counts, lastError: row.lastError,
    startedAtMs: Number(row.startedAtMs), finishedAtMs: row.finishedAtMs === null ? null : Number(row.finishedAtMs),
  };
}
