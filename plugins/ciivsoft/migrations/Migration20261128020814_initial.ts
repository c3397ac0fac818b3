import { Migration } from '@mikro-orm/migrations';

export class Migration20261128020814_initial extends Migration {

  override name = 'Migration20261128020814_initial';

  override up(): void | Promise<void> {
    this.addSql(`create schema if not exists "p_ciivsoft";`);
    this.addSql(`create table "p_ciivsoft"."decision" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "run_id" uuid not null, "solution" varchar(20) not null, "subject" varchar(200) not null, "contact_id" varchar(60) not null, "opportunity_id" varchar(60) null, "application_id" varchar(60) null, "posting_id" varchar(60) not null, "decided_at" bigint not null, "score" numeric(6,2) not null, "is_match" boolean not null, "threshold" numeric(6,2) not null, "reasons" jsonb null, "engine_version" varchar(200) not null, "resume_hash" varchar(64) not null, "resume_source" varchar(200) null, "description_hash" varchar(64) not null, "settings_revision" int not null, "settings" jsonb not null, "proposal" varchar(20) not null, "taken" varchar(20) null, "lead_opportunity_id" varchar(60) null, primary key ("id"));`);
    this.addSql(`create index "decision_list" on "p_ciivsoft"."decision" ("installation_id", "decided_at", "id");`);
    this.addSql(`create index "decision_run" on "p_ciivsoft"."decision" ("installation_id", "run_id");`);
    this.addSql(`create index "decision_contact" on "p_ciivsoft"."decision" ("installation_id", "contact_id");`);
    this.addSql(`create index "decision_lead" on "p_ciivsoft"."decision" ("installation_id", "lead_opportunity_id");`);
    this.addSql(`alter table "p_ciivsoft"."decision" add constraint "decision_subject" unique ("installation_id", "subject");`);

    this.addSql(`create table "p_ciivsoft"."decision_event" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "decision_id" uuid not null, "contact_id" varchar(60) not null, "solution" varchar(20) not null, "kind" varchar(20) not null, "at" bigint not null, "by" varchar(60) not null, "outcome" varchar(60) not null, "reason" text null, primary key ("id"));`);
    this.addSql(`create index "decision_event_of" on "p_ciivsoft"."decision_event" ("installation_id", "decision_id", "at");`);
    this.addSql(`create index "decision_event_kind" on "p_ciivsoft"."decision_event" ("installation_id", "kind", "at");`);

    this.addSql(`create table "p_ciivsoft"."lead" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "contact_id" varchar(60) not null, "posting_id" varchar(60) not null, "decision_id" uuid not null, "decided_at" bigint not null, "opportunity_id" varchar(60) null, "state" varchar(20) not null, primary key ("id"));`);
    this.addSql(`create index "lead_posting" on "p_ciivsoft"."lead" ("installation_id", "posting_id");`);
    this.addSql(`create index "lead_opportunity" on "p_ciivsoft"."lead" ("installation_id", "opportunity_id");`);
    this.addSql(`alter table "p_ciivsoft"."lead" add constraint "lead_pair" unique ("installation_id", "contact_id", "posting_id");`);

    this.addSql(`create table "p_ciivsoft"."run" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "processing_id" uuid not null, "solution" varchar(20) not null, "state" varchar(20) not null, "started_at" bigint not null, "finished_at" bigint null, "cursor" text null, "statistics" int not null, "as_of" varchar(10) not null, "settings_revision" int not null, "counts" jsonb not null, "note" text null, primary key ("id"));`);
    this.addSql(`create index "run_list" on "p_ciivsoft"."run" ("installation_id", "started_at", "id");`);
    this.addSql(`create index "run_state" on "p_ciivsoft"."run" ("installation_id", "state");`);
    this.addSql(`alter table "p_ciivsoft"."run" add constraint "run_part" unique ("installation_id", "processing_id", "solution");`);

    this.addSql(`create table "p_ciivsoft"."screening" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "application_id" varchar(60) not null, "opportunity_id" varchar(60) not null, "contact_id" varchar(60) not null, "posting_id" varchar(60) not null, "applied_at" bigint not null, "state" varchar(20) not null, "reason" text null, "pass" int not null, "resume_hash" varchar(64) null, "resume_source" varchar(200) null, "description_hash" varchar(64) null, "decision_id" uuid null, "reviewed_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "screening_waiting" on "p_ciivsoft"."screening" ("installation_id", "state", "applied_at", "id");`);
    this.addSql(`create index "screening_opportunity" on "p_ciivsoft"."screening" ("installation_id", "opportunity_id");`);
    this.addSql(`create index "screening_contact" on "p_ciivsoft"."screening" ("installation_id", "contact_id");`);
    this.addSql(`alter table "p_ciivsoft"."screening" add constraint "screening_application" unique ("installation_id", "application_id");`);

    this.addSql(`create table "p_ciivsoft"."second_chance" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "application_id" varchar(60) not null, "opportunity_id" varchar(60) not null, "contact_id" varchar(60) not null, "posting_id" varchar(60) not null, "state" varchar(20) not null, "reason" text null, "queued_at" bigint not null, "watch_until" bigint not null, "compared_postings" jsonb not null, "leads" int not null, "closed_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "second_chance_state" on "p_ciivsoft"."second_chance" ("installation_id", "state", "id");`);
    this.addSql(`create index "second_chance_list" on "p_ciivsoft"."second_chance" ("installation_id", "queued_at", "id");`);
    this.addSql(`alter table "p_ciivsoft"."second_chance" add constraint "second_chance_application" unique ("installation_id", "application_id");`);

    this.addSql(`create table "p_ciivsoft"."seen_posting" ("id" uuid not null, "tenant_id" uuid not null, "installation_id" uuid not null, "posting_id" varchar(60) not null, "opened_at" bigint not null, "state" varchar(20) not null, "reason" text null, "searches" int not null, "leads" int not null, "searched_at" bigint null, primary key ("id"));`);
    this.addSql(`create index "seen_posting_waiting" on "p_ciivsoft"."seen_posting" ("installation_id", "state", "opened_at", "id");`);
    this.addSql(`alter table "p_ciivsoft"."seen_posting" add constraint "seen_posting_posting" unique ("installation_id", "posting_id");`);

    this.addSql(`alter table "p_ciivsoft"."decision" enable row level security;`);
    this.addSql(`alter table "p_ciivsoft"."decision" force row level security;`);
    this.addSql(`create policy "decision_tenant" on "p_ciivsoft"."decision" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_ciivsoft"."decision_event" enable row level security;`);
    this.addSql(`alter table "p_ciivsoft"."decision_event" force row level security;`);
    this.addSql(`create policy "decision_event_tenant" on "p_ciivsoft"."decision_event" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_ciivsoft"."lead" enable row level security;`);
    this.addSql(`alter table "p_ciivsoft"."lead" force row level security;`);
    this.addSql(`create policy "lead_tenant" on "p_ciivsoft"."lead" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_ciivsoft"."run" enable row level security;`);
    this.addSql(`alter table "p_ciivsoft"."run" force row level security;`);
    this.addSql(`create policy "run_tenant" on "p_ciivsoft"."run" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_ciivsoft"."screening" enable row level security;`);
    this.addSql(`alter table "p_ciivsoft"."screening" force row level security;`);
    this.addSql(`create policy "screening_tenant" on "p_ciivsoft"."screening" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_ciivsoft"."second_chance" enable row level security;`);
    this.addSql(`alter table "p_ciivsoft"."second_chance" force row level security;`);
    this.addSql(`create policy "second_chance_tenant" on "p_ciivsoft"."second_chance" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "p_ciivsoft"."seen_posting" enable row level security;`);
    this.addSql(`alter table "p_ciivsoft"."seen_posting" force row level security;`);
    this.addSql(`create policy "seen_posting_tenant" on "p_ciivsoft"."seen_posting" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "p_ciivsoft"."decision" cascade;`);
    this.addSql(`drop table if exists "p_ciivsoft"."decision_event" cascade;`);
    this.addSql(`drop table if exists "p_ciivsoft"."lead" cascade;`);
    this.addSql(`drop table if exists "p_ciivsoft"."run" cascade;`);
    this.addSql(`drop table if exists "p_ciivsoft"."screening" cascade;`);
    this.addSql(`drop table if exists "p_ciivsoft"."second_chance" cascade;`);
    this.addSql(`drop table if exists "p_ciivsoft"."seen_posting" cascade;`);

    this.addSql(`drop schema if exists "p_ciivsoft";`);
  }

}
