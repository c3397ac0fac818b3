import { Migration } from '@mikro-orm/migrations';

export class Migration20261128181005_open_work_at_size extends Migration {

  override name = 'Migration20261128181005_open_work_at_size';

  override up(): void | Promise<void> {
    this.addSql(`drop index "job_open";`);
    this.addSql(`create index "job_next" on "job" ("tenant_id", "installation_id", "lane_key", "due_at", "id") where state = 'waiting';`);

    this.addSql(`create index "signal_dead" on "signal" ("tenant_id", "id") where dead;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "job_next";`);
    this.addSql(`create index "job_open" on "job" ("tenant_id", "installation_id", "lane_key", "id") where state = 'waiting';`);

    this.addSql(`drop index "signal_dead";`);
  }

}
