import type { Database } from '../database/database.js';
import type { LeverReads } from '../sdk/lever/index.js';
import type { LeverAccess } from './lever-access.js';
import type { Priority } from './permits.js';

export interface Feed {
  readonly connectionId: string;
  /** Id of the owning installation, or `hub`. */
  readonly owner: string;
  readonly baselineDone: boolean;
  readonly baselineCursor: string | null;
  /** Everything that changed in Lever before this was seen; during the baseline its begin. Epoch ms. */
  readonly highWaterMark: number;
  /** Of an opportunity or posting never seen before, only what happened since is told. Epoch ms. */
  readonly tellsSince: number;
  readonly lever: LeverReads;
}

interface Row {
  connection_id: string | null; owner: string | null; epoch: number | null; baseline_done: boolean; baseline_cursor: string | null; high_water_mark: string
}

/** Opens the elected connection of a tenant's mirror; null while nobody feeds it. */
export class FeedConnections {
  constructor(private readonly database: Database, private readonly access: LeverAccess) {}

  async open(tenantId: string, priority: Priority, signal?: AbortSignal): Promise<Feed | null> {
    const rows = await this.database.forTenant(tenantId).execute<Row[]>(
      `select f.connection_id, c.owner, i.epoch, f.baseline_done, f.baseline_cursor, f.high_water_mark from mirror_feed f
       left join connection c on c.id = f.connection_id and c.state = 'active' left join installation i on i.id::text = c.owner
       where f.tenant_id = ?`, [tenantId]);
    const row = rows[0];
    if (!row?.connection_id || !row.owner) return null;
    const installation = row.owner === 'hub' ? null : { id: row.owner, epoch: row.epoch ?? 0, during: 'feed' as const };
    return {
      connectionId: row.connection_id, owner: row.owner, baselineDone: row.baseline_done, baselineCursor: row.baseline_cursor,
      highWaterMark: Number(row.high_water_mark), tellsSince: row.baseline_done ? 0 : Number(row.high_water_mark),
      lever: this.access.open({
        tenantId, priority, operations: null, holder: { connectionId: row.connection_id, installation }, ...(signal && { signal }),
      }),
    };
  }
}
