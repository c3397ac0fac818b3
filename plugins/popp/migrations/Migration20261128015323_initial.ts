import { Migration } from '@mikro-orm/migrations';

export class Migration20261128015323_initial extends Migration {

  override name = 'Migration20261128015323_initial';

  override up(): void | Promise<void> {
    this.addSql(`create schema if not exists "p_popp";`);
    this.addSql(`create table "p_popp"."analysis" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "posting_id" varchar(60) not null, "posting_title" text not null, "state" varchar(10) not null, "live_posting_id" varchar(60) null, "engine" varchar(10) not null, "extraction" jsonb null, "source_text" text not null, "requirements" jsonb not null, "weights" jsonb not null, "weights_revision" int not null, "version" int not null, "shortlist_stage_id" varchar(60) null, "include_leads" boolean not null, "include_archived" boolean not null, "feed_number" int not null, "vendor_analysis_id" varchar(200) null, "vendor_requirements" jsonb not null, "problem" text null, "created_by" varchar(60) not null, "created_at" bigint not null, "confirmed_at" bigint null, "archived_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "analysis_list" on "p_popp"."analysis" ("tenant_id", "created_at");`);
    this.addSql(`alter table "p_popp"."analysis" add constraint "analysis_live" unique ("tenant_id", "live_posting_id");`);

    this.addSql(`create table "p_popp"."analysis_version" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "analysis_id" uuid not null, "number" int not null, "requirements" jsonb not null, "weights" jsonb not null, "at" bigint not null, "by_id" varchar(60) not null, primary key ("id"));`);
    this.addSql(`alter table "p_popp"."analysis_version" add constraint "analysis_version_once" unique ("tenant_id", "analysis_id", "number");`);

    this.addSql(`create table "p_popp"."candidate" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "analysis_id" uuid not null, "posting_id" varchar(60) not null, "opportunity_id" varchar(60) not null, "contact_id" varchar(60) not null, "application_id" varchar(60) not null, "applied_at" bigint not null, "status" varchar(12) not null, "run" int not null, "outcomes" int not null, "version" int not null, "score" int null, "categories" jsonb not null, "mandatory_all" int not null, "mandatory_met" int not null, "meets_mandatory" boolean null, "flags" jsonb not null, "cause" text null, "resume_id" varchar(60) null, "resume_file" text null, "resume_hash" varchar(64) null, "engine_version" text null, "analysed_at" bigint null, "vendor_score" int null, "vendor_run" int null, "stage_id" varchar(60) not null, "archived_at" bigint null, "archive_reason_id" varchar(60) null, "shortlisted_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "candidate_ranking" on "p_popp"."candidate" ("tenant_id", "analysis_id", "score");`);
    this.addSql(`create index "candidate_by_opportunity" on "p_popp"."candidate" ("tenant_id", "opportunity_id");`);
    this.addSql(`alter table "p_popp"."candidate" add constraint "candidate_once" unique ("tenant_id", "analysis_id", "opportunity_id");`);

    this.addSql(`create table "p_popp"."decision" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "analysis_id" uuid not null, "kind" varchar(10) not null, "reason_id" varchar(60) null, "reason_text" text null, "stage_id" varchar(60) null, "by_id" varchar(60) not null, "at" bigint not null, "undone_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "decision_list" on "p_popp"."decision" ("tenant_id", "analysis_id", "at");`);

    this.addSql(`create table "p_popp"."decision_item" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "decision_id" uuid not null, "candidate_id" uuid not null, "opportunity_id" varchar(60) not null, "state" varchar(12) not null, "cause" text null, "attempt" int not null, "seen_stage_id" varchar(60) not null, "ended_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "decision_item_by_candidate" on "p_popp"."decision_item" ("tenant_id", "candidate_id");`);
    this.addSql(`alter table "p_popp"."decision_item" add constraint "decision_item_once" unique ("tenant_id", "decision_id", "candidate_id");`);

    this.addSql(`create table "p_popp"."feed_entry" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "analysis_id" uuid not null, "number" int not null, "kind" varchar(12) not null, "candidate_id" uuid null, "why" varchar(60) not null, "at" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "p_popp"."feed_entry" add constraint "feed_entry_once" unique ("tenant_id", "analysis_id", "number");`);

    this.addSql(`create table "p_popp"."outcome" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "analysis_id" uuid not null, "candidate_id" uuid not null, "opportunity_id" varchar(60) not null, "number" int not null, "version" int not null, "engine" varchar(10) not null, "engine_version" text not null, "resume_id" varchar(60) not null, "resume_file" text not null, "resume_hash" varchar(64) not null, "requirements" jsonb not null, "categories" jsonb not null, "weights" jsonb not null, "score" int null, "meets_mandatory" boolean not null, "flags" jsonb not null, "override" jsonb null, "at" bigint not null, primary key ("id"));`);
    this.addSql(`create index "outcome_log" on "p_popp"."outcome" ("tenant_id", "analysis_id", "at");`);
    this.addSql(`alter table "p_popp"."outcome" add constraint "outcome_once" unique ("tenant_id", "candidate_id", "number");`);

    this.addSql(`alter table "p_popp"."analysis" enable row level security;`);
    this.addSql(`alter table "p_popp"."analysis" force row level security;`);
    this.addSql(`create policy "analysis_tenant" on "p_popp"."analysis" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_popp"."analysis_version" enable row level security;`);
    this.addSql(`alter table "p_popp"."analysis_version" force row level security;`);
    this.addSql(`create policy "analysis_version_tenant" on "p_popp"."analysis_version" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_popp"."candidate" enable row level security;`);
    this.addSql(`alter table "p_popp"."candidate" force row level security;`);
    this.addSql(`create policy "candidate_tenant" on "p_popp"."candidate" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_popp"."decision" enable row level security;`);
    this.addSql(`alter table "p_popp"."decision" force row level security;`);
    this.addSql(`create policy "decision_tenant" on "p_popp"."decision" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_popp"."decision_item" enable row level security;`);
    this.addSql(`alter table "p_popp"."decision_item" force row level security;`);
    this.addSql(`create policy "decision_item_tenant" on "p_popp"."decision_item" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_popp"."feed_entry" enable row level security;`);
    this.addSql(`alter table "p_popp"."feed_entry" force row level security;`);
    this.addSql(`create policy "feed_entry_tenant" on "p_popp"."feed_entry" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_popp"."outcome" enable row level security;`);
    this.addSql(`alter table "p_popp"."outcome" force row level security;`);
    this.addSql(`create policy "outcome_tenant" on "p_popp"."outcome" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "p_popp"."analysis" cascade;`);
    this.addSql(`drop table if exists "p_popp"."analysis_version" cascade;`);
    this.addSql(`drop table if exists "p_popp"."candidate" cascade;`);
    this.addSql(`drop table if exists "p_popp"."decision" cascade;`);
    this.addSql(`drop table if exists "p_popp"."decision_item" cascade;`);
    this.addSql(`drop table if exists "p_popp"."feed_entry" cascade;`);
    this.addSql(`drop table if exists "p_popp"."outcome" cascade;`);

    this.addSql(`drop schema if exists "p_popp";`);
  }

}
