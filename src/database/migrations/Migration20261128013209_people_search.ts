import { Migration } from '@mikro-orm/migrations';

export class Migration20261128013209_people_search extends Migration {

  override name = 'Migration20261128013209_people_search';

  override up(): void | Promise<void> {
    this.addSql(`create table "people_library" ("tenant_id" uuid not null, "change" bigint not null, primary key ("tenant_id"));`);

    this.addSql(`create table "people_statistics" ("id" uuid not null, "tenant_id" uuid not null, "number" int not null, "rules" varchar(120) not null, "as_of" varchar(10) not null, "documents" int not null, "snapshot" jsonb not null, "created_at_ms" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "people_statistics" add constraint "people_statistics_number" unique ("tenant_id", "number");`);

    this.addSql(`create table "person_resume" ("id" uuid not null, "tenant_id" uuid not null, "contact_id" varchar(60) not null, "source" varchar(200) not null, "source_at_ms" bigint not null, "hash" varchar(64) null, "problem" text null, "body" text null, "last_active_ms" bigint not null, "change" bigint not null, primary key ("id"));`);
    this.addSql(`create index "person_resume_change" on "person_resume" ("tenant_id", "change");`);
    this.addSql(`alter table "person_resume" add constraint "person_resume_contact" unique ("tenant_id", "contact_id");`);

    this.addSql(`alter table "people_library" enable row level security;`);
    this.addSql(`alter table "people_library" force row level security;`);
    this.addSql(`create policy "people_library_tenant" on "people_library" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "people_statistics" enable row level security;`);
    this.addSql(`alter table "people_statistics" force row level security;`);
    this.addSql(`create policy "people_statistics_tenant" on "people_statistics" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "person_resume" enable row level security;`);
    this.addSql(`alter table "person_resume" force row level security;`);
    this.addSql(`create policy "person_resume_tenant" on "person_resume" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "people_library" cascade;`);
    this.addSql(`drop table if exists "people_statistics" cascade;`);
    this.addSql(`drop table if exists "person_resume" cascade;`);
  }

}
