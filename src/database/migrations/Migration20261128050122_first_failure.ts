import { Migration } from '@mikro-orm/migrations';

export class Migration20261128050122_first_failure extends Migration {

  override name = 'Migration20261128050122_first_failure';

  override up(): void | Promise<void> {
    this.addSql(`alter table "action" add "first_failed_at" timestamptz null;`);

    this.addSql(`alter table "job" add "first_failed_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "action" drop column "first_failed_at";`);

    this.addSql(`alter table "job" drop column "first_failed_at";`);
  }

}
