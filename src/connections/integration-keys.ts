import type { Database } from '../database/database.js';

/** Key under which the hub's own OAuth client is configured. */
const HUB = 'hub';

/** Which integration an owner of connections is. */
export class IntegrationKeys {
  constructor(private readonly database: Database) {}

  /** `owner` is an installation id or `hub`. */
  async ofOwner(tenantId: string, owner: string): Promise<string> {
    if (owner === HUB) return HUB;
    const rows = await this.database.forTenant(tenantId).execute<{ integration_key: string }[]>(
      'select integration_key from installation where id = ?', [owner]);
    return rows[0]?.integration_key ?? HUB;
  }
}
