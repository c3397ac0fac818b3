import { Migration } from '@mikro-orm/migrations';

export class Migration20261125092727_initial extends Migration {

  override name = 'Migration20261125092727_initial';

  override up(): void | Promise<void> {
    this.addSql(`create schema if not exists "p_career_place";`);
    this.addSql(`create table "p_career_place"."funnel_entry" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "link_id" uuid not null, "job_id" varchar(200) not null, "posting_id" varchar(60) not null, "opportunity_id" varchar(60) not null, "contact_id" varchar(60) not null, "application_id" varchar(60) not null, "status" varchar(20) not null, "transition" int not null, "round" int not null, "attempt" int not null, "applicant_id" varchar(200) null, "card_url" text null, "tag" varchar(20) null, "is_tag_owed" boolean not null, "invited_at" bigint null, "holds" jsonb not null, "paused_at" bigint null, "paused_ms" bigint not null, "reminders_stopped" text null, "reminders_asked" int not null, "last_mail_at" bigint null, "ended_at" bigint null, "problem" text null, "heard_at" bigint not null, "history_count" int not null, "created_at" bigint not null, primary key ("id"));`);
    this.addSql(`create index "funnel_entry_by_contact" on "p_career_place"."funnel_entry" ("tenant_id", "contact_id");`);
    this.addSql(`create index "funnel_entry_by_posting" on "p_career_place"."funnel_entry" ("tenant_id", "posting_id", "status");`);
    this.addSql(`create index "funnel_entry_list" on "p_career_place"."funnel_entry" ("tenant_id", "created_at");`);
    this.addSql(`alter table "p_career_place"."funnel_entry" add constraint "funnel_entry_once" unique ("tenant_id", "opportunity_id", "job_id");`);

    this.addSql(`create table "p_career_place"."funnel_history" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "entry_id" uuid not null, "number" int not null, "opportunity_id" varchar(60) not null, "kind" varchar(40) not null, "status" varchar(20) not null, "transition" int null, "is_applied" boolean not null, "at" bigint not null, "recorded_at" bigint not null, "detail" jsonb null, primary key ("id"));`);
    this.addSql(`alter table "p_career_place"."funnel_history" add constraint "funnel_history_once" unique ("tenant_id", "entry_id", "number");`);

    this.addSql(`create table "p_career_place"."funnel_link" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "job_id" varchar(200) not null, "job_title" text not null, "posting_id" varchar(60) not null, "posting_title" text not null, "active_job_id" varchar(200) null, "active_posting_id" varchar(60) null, "linked_at" bigint not null, "removed_at" bigint null, "zone" varchar(60) null, "locale" varchar(2) null, "is_known_at_vendor" boolean not null, "attention" text null, primary key ("id"));`);
    this.addSql(`create index "funnel_link_by_posting" on "p_career_place"."funnel_link" ("tenant_id", "posting_id");`);
    this.addSql(`alter table "p_career_place"."funnel_link" add constraint "funnel_link_job" unique ("tenant_id", "active_job_id");`);
    this.addSql(`alter table "p_career_place"."funnel_link" add constraint "funnel_link_posting" unique ("tenant_id", "active_posting_id");`);

    this.addSql(`alter table "p_career_place"."funnel_entry" enable row level security;`);
    this.addSql(`alter table "p_career_place"."funnel_entry" force row level security;`);
    this.addSql(`create policy "funnel_entry_tenant" on "p_career_place"."funnel_entry" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_career_place"."funnel_history" enable row level security;`);
    this.addSql(`alter table "p_career_place"."funnel_history" force row level security;`);
    this.addSql(`create policy "funnel_history_tenant" on "p_career_place"."funnel_history" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_career_place"."funnel_link" enable row level security;`);
    this.addSql(`alter table "p_career_place"."funnel_link" force row level security;`);
    this.addSql(`create policy "funnel_link_tenant" on "p_career_place"."funnel_link" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "p_career_place"."funnel_entry" cascade;`);
    this.addSql(`drop table if exists "p_career_place"."funnel_history" cascade;`);
    this.addSql(`drop table if exists "p_career_place"."funnel_link" cascade;`);

    this.addSql(`drop schema if exists "p_career_place";`);
  }

}
