import { Migration } from '@mikro-orm/migrations';

export class Migration20261128020138_initial extends Migration {

  override name = 'Migration20261128020138_initial';

  override up(): void | Promise<void> {
    this.addSql(`create schema if not exists "p_refapp";`);
    this.addSql(`create table "p_refapp"."check_history" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "check_id" uuid not null, "number" int not null, "subject_id" varchar(60) not null, "kind" varchar(60) not null, "referee_id" varchar(200) null, "at" bigint not null, "detail" jsonb null, primary key ("id"));`);
    this.addSql(`alter table "p_refapp"."check_history" add constraint "check_history_once" unique ("tenant_id", "check_id", "number");`);

    this.addSql(`create table "p_refapp"."referee" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "check_id" uuid not null, "subject_id" varchar(60) not null, "referee_id" varchar(200) not null, "status" varchar(20) not null, "round" int not null, "channel" varchar(10) not null, "is_to_be_asked" boolean not null, "deliveries" jsonb not null, "invited_at" bigint null, "reminders" int not null, "is_nudged" boolean not null, "problem" text null, "created_at" bigint not null, primary key ("id"));`);
    this.addSql(`create index "referee_of_check" on "p_refapp"."referee" ("tenant_id", "check_id");`);
    this.addSql(`alter table "p_refapp"."referee" add constraint "referee_once" unique ("tenant_id", "referee_id");`);

    this.addSql(`create table "p_refapp"."reference_check" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "step_id" uuid not null, "revision" int not null, "host" varchar(20) not null, "service_id" varchar(60) not null, "subject_id" varchar(60) not null, "contact_id" varchar(80) not null, "attempt" int not null, "status" varchar(20) not null, "problem" varchar(30) null, "candidate_id" varchar(200) null, "candidate_url" text null, "report_url" text null, "version" int not null, "language" varchar(10) not null, "requested" int not null, "answered" int not null, "channel" varchar(10) not null, "deliveries" jsonb not null, "requested_at" bigint null, "submit_by" bigint null, "expires_at" bigint null, "candidate_reminders" int not null, "reminds_candidate" boolean not null, "reminds_referees" boolean not null, "hints" jsonb not null, "hints_approved" boolean not null, "restart_asked_at" bigint null, "ended_at" bigint null, "shown" text null, "shown_count" int not null, "ask_count" int not null, "history_count" int not null, "heard_at" bigint not null, "created_at" bigint not null, primary key ("id"));`);
    this.addSql(`create index "reference_check_by_subject" on "p_refapp"."reference_check" ("tenant_id", "subject_id");`);
    this.addSql(`create index "reference_check_by_service" on "p_refapp"."reference_check" ("tenant_id", "service_id", "status");`);
    this.addSql(`create index "reference_check_list" on "p_refapp"."reference_check" ("tenant_id", "created_at");`);
    this.addSql(`alter table "p_refapp"."reference_check" add constraint "reference_check_once" unique ("tenant_id", "step_id", "subject_id", "attempt");`);

    this.addSql(`create table "p_refapp"."reference_step" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "host" varchar(20) not null, "service_id" varchar(60) not null, "service_title" text not null, "client_name" text null, "host_step_id" varchar(60) not null, "name" varchar(200) not null, "instruction" text null, "revision" int not null, "is_active" boolean not null, "project_id" varchar(200) null, "project_url" text null, "project_status" varchar(20) null, "created_at" bigint not null, primary key ("id"));`);
    this.addSql(`create index "reference_step_list" on "p_refapp"."reference_step" ("tenant_id", "created_at");`);
    this.addSql(`alter table "p_refapp"."reference_step" add constraint "reference_step_once" unique ("tenant_id", "host", "service_id", "host_step_id");`);

    this.addSql(`create table "p_refapp"."step_revision" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "step_id" uuid not null, "number" int not null, "settings" jsonb not null, "saved_by" varchar(60) not null, "saved_at" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "p_refapp"."step_revision" add constraint "step_revision_once" unique ("tenant_id", "step_id", "number");`);

    this.addSql(`alter table "p_refapp"."check_history" enable row level security;`);
    this.addSql(`alter table "p_refapp"."check_history" force row level security;`);
    this.addSql(`create policy "check_history_tenant" on "p_refapp"."check_history" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_refapp"."referee" enable row level security;`);
    this.addSql(`alter table "p_refapp"."referee" force row level security;`);
    this.addSql(`create policy "referee_tenant" on "p_refapp"."referee" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_refapp"."reference_check" enable row level security;`);
    this.addSql(`alter table "p_refapp"."reference_check" force row level security;`);
    this.addSql(`create policy "reference_check_tenant" on "p_refapp"."reference_check" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_refapp"."reference_step" enable row level security;`);
    this.addSql(`alter table "p_refapp"."reference_step" force row level security;`);
    this.addSql(`create policy "reference_step_tenant" on "p_refapp"."reference_step" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_refapp"."step_revision" enable row level security;`);
    this.addSql(`alter table "p_refapp"."step_revision" force row level security;`);
    this.addSql(`create policy "step_revision_tenant" on "p_refapp"."step_revision" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "p_refapp"."check_history" cascade;`);
    this.addSql(`drop table if exists "p_refapp"."referee" cascade;`);
    this.addSql(`drop table if exists "p_refapp"."reference_check" cascade;`);
    this.addSql(`drop table if exists "p_refapp"."reference_step" cascade;`);
    this.addSql(`drop table if exists "p_refapp"."step_revision" cascade;`);

    this.addSql(`drop schema if exists "p_refapp";`);
  }

}
