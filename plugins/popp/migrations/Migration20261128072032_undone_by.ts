import { Migration } from '@mikro-orm/migrations';

export class Migration20261128072032_undone_by extends Migration {

  override name = 'Migration20261128072032_undone_by';

  override up(): void | Promise<void> {
    this.addSql(`alter table "p_popp"."decision" add "undone_by_id" varchar(60) null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "p_popp"."decision" drop column "undone_by_id";`);
  }

}
