import { Migration } from '@mikro-orm/migrations';

export class Migration20261128020855_initial extends Migration {

  override name = 'Migration20261128020855_initial';

  override up(): void | Promise<void> {
    this.addSql(`create schema if not exists "p_idibu";`);
    this.addSql(`create table "p_idibu"."applicant" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "source" varchar(10) not null, "external_id" varchar(80) not null, "vacancy_id" varchar(80) not null, "vacancy_title" text not null, "vacancy_reference" varchar(200) null, "contact_id" varchar(80) not null, "details" jsonb null, "cv_name" text null, "cv_ref" text null, "sender_email" text null, "light" varchar(10) null, "status_id" varchar(80) null, "state" varchar(10) not null, "is_known_before" boolean not null, "delete_at" bigint null, "change_count" int not null, "applied_at" bigint not null, "created_at" bigint not null, primary key ("id"));`);
    this.addSql(`create index "applicant_by_status" on "p_idibu"."applicant" ("tenant_id", "status_id");`);
    this.addSql(`create index "applicant_by_contact" on "p_idibu"."applicant" ("tenant_id", "contact_id");`);
    this.addSql(`create index "applicant_list" on "p_idibu"."applicant" ("tenant_id", "applied_at");`);
    this.addSql(`alter table "p_idibu"."applicant" add constraint "applicant_once" unique ("tenant_id", "source", "external_id", "vacancy_id");`);

    this.addSql(`create table "p_idibu"."crm_person" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "crm" varchar(40) not null, "person_key" varchar(100) not null, "contact_id" varchar(80) not null, "crm_id" varchar(200) null, "url" text null, "busy_forward_id" uuid null, primary key ("id"));`);
    this.addSql(`alter table "p_idibu"."crm_person" add constraint "crm_person_once" unique ("tenant_id", "crm", "person_key");`);

    this.addSql(`create table "p_idibu"."forward" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "applicant_id" uuid not null, "contact_id" varchar(80) not null, "crm_person_id" uuid not null, "crm" varchar(40) not null, "kind" varchar(10) not null, "trigger" varchar(20) not null, "forwarded_by" varchar(60) null, "handoff_revision" int not null, "terms" jsonb not null, "state" varchar(20) not null, "steps" jsonb not null, "picked_id" varchar(200) null, "crm_job_id" varchar(200) null, "crm_job_title" text null, "is_new_person" boolean null, "problem" text null, "created_at" bigint not null, "ended_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "forward_by_person" on "p_idibu"."forward" ("tenant_id", "crm_person_id", "state");`);
    this.addSql(`create index "forward_list" on "p_idibu"."forward" ("tenant_id", "created_at");`);
    this.addSql(`alter table "p_idibu"."forward" add constraint "forward_once" unique ("tenant_id", "applicant_id", "crm", "kind");`);

    this.addSql(`create table "p_idibu"."handoff" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "revision" int not null, "crm" varchar(40) null, "mode" varchar(10) not null, "trigger_status_id" varchar(80) null, "keep_on_file" boolean not null, "pool_id" varchar(200) null, "is_overwriting" boolean not null, "mapping" jsonb not null, "saved_by" varchar(60) not null, "saved_at" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "p_idibu"."handoff" add constraint "handoff_revision" unique ("tenant_id", "installation_id", "revision");`);

    this.addSql(`create table "p_idibu"."profile" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "member_id" varchar(60) not null, "crm" varchar(40) not null, "crm_user_id" varchar(200) not null, "email" varchar(320) null, "role" varchar(30) not null, "connected_at" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "p_idibu"."profile" add constraint "profile_member" unique ("tenant_id", "crm", "member_id");`);

    this.addSql(`create table "p_idibu"."response" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "occasion" varchar(100) not null, "subject" varchar(200) not null, "body" text not null, "is_on" boolean not null, primary key ("id"));`);
    this.addSql(`alter table "p_idibu"."response" add constraint "response_once" unique ("tenant_id", "installation_id", "occasion");`);

    this.addSql(`create table "p_idibu"."status" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "external_id" varchar(40) not null, "label" varchar(100) not null, "colour" varchar(10) not null, "position" int not null, "is_enabled" boolean not null, "kind" varchar(10) not null, primary key ("id"));`);
    this.addSql(`alter table "p_idibu"."status" add constraint "status_once" unique ("tenant_id", "installation_id", "external_id");`);

    this.addSql(`create table "p_idibu"."vacancy_choice" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "crm" varchar(40) not null, "source" varchar(10) not null, "vacancy_id" varchar(80) not null, "crm_job_id" varchar(200) not null, "title" text not null, primary key ("id"));`);
    this.addSql(`alter table "p_idibu"."vacancy_choice" add constraint "vacancy_choice_once" unique ("tenant_id", "crm", "source", "vacancy_id");`);

    this.addSql(`alter table "p_idibu"."applicant" enable row level security;`);
    this.addSql(`alter table "p_idibu"."applicant" force row level security;`);
    this.addSql(`create policy "applicant_tenant" on "p_idibu"."applicant" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_idibu"."crm_person" enable row level security;`);
    this.addSql(`alter table "p_idibu"."crm_person" force row level security;`);
    this.addSql(`create policy "crm_person_tenant" on "p_idibu"."crm_person" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_idibu"."forward" enable row level security;`);
    this.addSql(`alter table "p_idibu"."forward" force row level security;`);
    this.addSql(`create policy "forward_tenant" on "p_idibu"."forward" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_idibu"."handoff" enable row level security;`);
    this.addSql(`alter table "p_idibu"."handoff" force row level security;`);
    this.addSql(`create policy "handoff_tenant" on "p_idibu"."handoff" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_idibu"."profile" enable row level security;`);
    this.addSql(`alter table "p_idibu"."profile" force row level security;`);
    this.addSql(`create policy "profile_tenant" on "p_idibu"."profile" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_idibu"."response" enable row level security;`);
    this.addSql(`alter table "p_idibu"."response" force row level security;`);
    this.addSql(`create policy "response_tenant" on "p_idibu"."response" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_idibu"."status" enable row level security;`);
    this.addSql(`alter table "p_idibu"."status" force row level security;`);
    this.addSql(`create policy "status_tenant" on "p_idibu"."status" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_idibu"."vacancy_choice" enable row level security;`);
    this.addSql(`alter table "p_idibu"."vacancy_choice" force row level security;`);
    this.addSql(`create policy "vacancy_choice_tenant" on "p_idibu"."vacancy_choice" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "p_idibu"."applicant" cascade;`);
    this.addSql(`drop table if exists "p_idibu"."crm_person" cascade;`);
    this.addSql(`drop table if exists "p_idibu"."forward" cascade;`);
    this.addSql(`drop table if exists "p_idibu"."handoff" cascade;`);
    this.addSql(`drop table if exists "p_idibu"."profile" cascade;`);
    this.addSql(`drop table if exists "p_idibu"."response" cascade;`);
    this.addSql(`drop table if exists "p_idibu"."status" cascade;`);
    this.addSql(`drop table if exists "p_idibu"."vacancy_choice" cascade;`);

    this.addSql(`drop schema if exists "p_idibu";`);
  }

}
