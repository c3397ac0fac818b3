import { Migration } from '@mikro-orm/migrations';

export class Migration20261125090502_initial extends Migration {

  override name = 'Migration20261125090502_initial';

  override up(): void | Promise<void> {
    this.addSql(`create table "action" ("id" bigserial primary key, "tenant_id" uuid not null, "integration_key" varchar(255) not null, "installation_id" uuid not null, "key" varchar(500) not null, "kind" varchar(20) not null, "opportunity_id" varchar(255) null, "lane_key" varchar(400) not null, "meaning" varchar(200) not null, "occasion" varchar(300) not null, "request" jsonb not null, "reasons" jsonb not null, "requires_previous" boolean not null, "then" jsonb null, "state" varchar(20) not null, "due_at" timestamptz not null, "attempts" int not null default 0, "sent_at" timestamptz null, "outcome_reason" text null, "remedy" text null, "result" jsonb null, "epoch" int not null, "settings_revision" int not null, "job_id" bigint null, "fact_id" bigint null, "depth" int not null default 0, "clean_up" boolean not null default false, "created_at" timestamptz not null, "updated_at" timestamptz not null);`);
    this.addSql(`create index "action_open" on "action" ("tenant_id", "lane_key", "id") where state in ('ready', 'sending', 'unknown');`);
    this.addSql(`create index "action_opportunity" on "action" ("tenant_id", "opportunity_id", "id");`);
    this.addSql(`create index "action_installation" on "action" ("tenant_id", "installation_id", "state");`);
    this.addSql(`alter table "action" add constraint "action_key" unique ("tenant_id", "key");`);

    this.addSql(`create table "api_key" ("id" uuid not null, "tenant_id" uuid null, "kind" varchar(3) not null, "member_id" uuid null, "operator_id" uuid null, "integration_key" varchar(60) null, "label" varchar(100) not null, "prefix" varchar(20) not null, "hash" varchar(64) not null, "created_at" timestamptz not null, "expires_at" timestamptz null, "revoked_at" timestamptz null, "last_used_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "api_key" add constraint "api_key_hash_unique" unique ("hash");`);
    this.addSql(`create index "api_key_member" on "api_key" ("tenant_id", "member_id");`);

    this.addSql(`create table "audit_checkpoint" ("id" uuid not null, "tenant_id" uuid not null, "seq" bigint not null, "previous_seq" bigint not null, "hash" varchar(255) not null, "wall_ms" bigint not null, "signature" varchar(255) not null, primary key ("id"));`);
    this.addSql(`alter table "audit_checkpoint" add constraint "audit_checkpoint_seq" unique ("tenant_id", "seq");`);

    this.addSql(`create table "audit_entry" ("id" uuid not null, "tenant_id" uuid not null, "xid" xid8 not null default pg_current_xact_id(), "ordinal" bigint not null, "at_ms" bigint not null, "wall_ms" bigint not null, "actor_kind" varchar(255) not null, "actor_id" varchar(255) not null, "action" varchar(255) not null, "subject" varchar(255) not null, "detail" text null, "person" varchar(255) null, "personal" text null, "cause_id" varchar(255) null, "mac" varchar(255) not null, primary key ("id"));`);
    this.addSql(`create index "audit_entry_order" on "audit_entry" ("tenant_id", "xid", "ordinal");`);
    this.addSql(`create index "audit_entry_subject" on "audit_entry" ("tenant_id", "subject", "xid", "ordinal");`);

    this.addSql(`create table "audit_head" ("tenant_id" uuid not null, "seq" bigint not null, "hash" varchar(255) not null, "xid" xid8 not null, "ordinal" bigint not null, "checkpoint_seq" bigint not null, "checkpoint_wall_ms" bigint not null, "wall_ms" bigint not null, "signature" varchar(255) not null, primary key ("tenant_id"));`);

    this.addSql(`create table "audit_link" ("id" uuid not null, "tenant_id" uuid not null, "seq" bigint not null, "hash" varchar(255) not null, primary key ("id"));`);
    this.addSql(`alter table "audit_link" add constraint "audit_link_seq" unique ("tenant_id", "seq");`);

    this.addSql(`create table "business_clock" ("id" serial primary key, "offset_ms" bigint not null);`);

    this.addSql(`create table "connection" ("id" uuid not null, "tenant_id" uuid not null, "owner" varchar(40) not null, "system" varchar(40) not null, "auth" varchar(10) not null, "state" varchar(15) not null, "account_id" varchar(255) null, "acts_as" varchar(255) null, "scopes" jsonb not null, "missing" jsonb not null, "secret" text null, "expires_at" timestamptz null, "refresh_started_at" timestamptz null, "last_error" text null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "revoked_at" timestamptz null, primary key ("id"));`);
    this.addSql(`alter table "connection" add constraint "connection_owner" unique ("tenant_id", "owner", "system");`);

    this.addSql(`create table "cursor" ("tenant_id" uuid not null, "owner" varchar(40) not null, "name" varchar(100) not null, "value" text null, primary key ("tenant_id", "owner", "name"));`);

    this.addSql(`create table "data_key" ("id" uuid not null, "tenant_id" uuid not null, "version" int not null, "master_key_id" varchar(255) not null, "wrapped" text not null, "created_at_ms" bigint not null, "created_xid" xid8 not null default pg_current_xact_id(), primary key ("id"));`);
    this.addSql(`alter table "data_key" add constraint "data_key_version" unique ("tenant_id", "version");`);

    this.addSql(`create table "erasure" ("id" uuid not null, "tenant_id" uuid not null, "state" varchar(255) not null, "actor_kind" varchar(255) not null, "actor_id" varchar(255) not null, "cause" varchar(255) not null, "person" text null, "counts" jsonb not null, "last_error" text null, "started_at_ms" bigint not null, "tried_wall_ms" bigint not null, "finished_at_ms" bigint null, primary key ("id"));`);
    this.addSql(`create index "erasure_open" on "erasure" ("state", "tried_wall_ms");`);

    this.addSql(`create table "fact" ("id" bigserial primary key, "tenant_id" uuid not null, "kind" varchar(40) not null, "natural_key" varchar(300) not null, "opportunity_id" varchar(255) null, "posting_id" varchar(255) null, "occurred_at" timestamptz not null, "payload" jsonb not null, "caused_by" bigint null, "caused_by_integration" varchar(255) null, "depth" int not null default 0, "recorded_at" timestamptz not null);`);
    this.addSql(`create index "fact_opportunity" on "fact" ("tenant_id", "opportunity_id");`);
    this.addSql(`alter table "fact" add constraint "fact_natural_key" unique ("tenant_id", "kind", "natural_key");`);

    this.addSql(`create table "hook" ("id" uuid not null, "token" varchar(64) not null, "tenant_id" uuid not null, "installation_id" uuid not null, "system" varchar(40) not null, "secrets" text null, "verified_at" timestamptz null, "last_received_at" timestamptz null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "hook" add constraint "hook_token_unique" unique ("token");`);
    this.addSql(`alter table "hook" add constraint "hook_owner" unique ("tenant_id", "installation_id", "system");`);

    this.addSql(`create table "idempotency_record" ("id" varchar(64) not null, "tenant_id" uuid null, "request_hash" varchar(64) not null, "fence" uuid not null, "state" varchar(10) not null, "locked_until" timestamptz not null, "answer" text null, "expires_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`create index "idempotency_record_expiry" on "idempotency_record" ("expires_at");`);

    this.addSql(`create table "installation" ("id" uuid not null, "tenant_id" uuid not null, "integration_key" varchar(60) not null, "state" varchar(12) not null, "mode" varchar(10) not null, "paused_by" varchar(20) null, "state_reason" text null, "epoch" int not null default 0, "settings_revision" int not null default 0, "effective_from" timestamptz null, "created_at" timestamptz not null, "updated_at" timestamptz not null, "state_changed_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "installation" add constraint "installation_once" unique ("tenant_id", "integration_key");`);

    this.addSql(`create table "job" ("id" bigserial primary key, "tenant_id" uuid not null, "installation_id" uuid not null, "integration_key" varchar(255) not null, "kind" varchar(10) not null, "name" varchar(100) not null, "unique_key" varchar(400) not null, "lane_key" varchar(400) not null, "opportunity_id" varchar(255) null, "payload" jsonb not null, "fact_id" bigint null, "depth" int not null default 0, "state" varchar(12) not null, "due_at" timestamptz not null, "attempts" int not null default 0, "last_error" text null, "epoch" int not null, "settings_revision" int not null, "created_at" timestamptz not null, "finished_at" timestamptz null);`);
    this.addSql(`create index "job_open" on "job" ("tenant_id", "installation_id", "lane_key", "id") where state = 'waiting';`);
    this.addSql(`create index "job_dead" on "job" ("tenant_id", "id") where state = 'dead';`);
    this.addSql(`create index "job_opportunity" on "job" ("tenant_id", "opportunity_id");`);
    this.addSql(`alter table "job" add constraint "job_once" unique ("installation_id", "kind", "name", "unique_key");`);

    this.addSql(`create table "lane" ("id" bigserial primary key, "tenant_id" uuid not null, "kind" varchar(20) not null, "scope" varchar(40) not null, "key" varchar(400) not null, "due_at" timestamptz null, "retry_at" timestamptz not null, "locked_until" timestamptz not null, "fence" bigint not null default '0', "failures" int not null default 0, "deaths" int not null default 0);`);
    this.addSql(`create index "lane_due" on "lane" ("tenant_id", "due_at") where due_at is not null;`);
    this.addSql(`alter table "lane" add constraint "lane_key" unique ("tenant_id", "kind", "scope", "key");`);

    this.addSql(`create table "member" ("id" uuid not null, "tenant_id" uuid not null, "name" varchar(255) not null, "email" varchar(255) not null, "role" varchar(255) not null, "lever_user_id" varchar(255) null, "active" boolean not null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "member" add constraint "member_email" unique ("tenant_id", "email");`);

    this.addSql(`create table "message" ("id" uuid not null, "tenant_id" uuid not null, "plugin" varchar(255) not null, "channel" varchar(255) not null, "key" text not null, "member_id" uuid null, "contact_id" varchar(255) null, "recipient" text null, "subject" text null, "body" text null, "state" varchar(255) not null, "attempts" int not null, "due_at_ms" bigint not null, "must_arrive" boolean not null, "last_error" text null, "message_id" varchar(255) not null, "created_at_ms" bigint not null, "settled_at_ms" bigint null, "sending_wall_ms" bigint null, primary key ("id"));`);
    this.addSql(`create index "message_due" on "message" ("state", "due_at_ms");`);
    this.addSql(`create index "message_list" on "message" ("tenant_id", "created_at_ms", "id");`);
    this.addSql(`alter table "message" add constraint "message_key" unique ("tenant_id", "plugin", "key");`);

    this.addSql(`create table "mirror_archive_reason" ("tenant_id" uuid not null, "id" varchar(60) not null, "text" text not null, "active" boolean not null, "hired" boolean not null, primary key ("tenant_id", "id"));`);

    this.addSql(`create table "mirror_feed" ("tenant_id" uuid not null, "connection_id" uuid null, "baseline_done" boolean not null, "baseline_cursor" text null, "high_water_mark" bigint not null, "next_poll_at" timestamptz not null, "locked_until" timestamptz not null, "last_polled_at" timestamptz null, "last_error" text null, primary key ("tenant_id"));`);

    this.addSql(`create table "mirror_opportunity" ("tenant_id" uuid not null, "id" varchar(60) not null, "contact_id" varchar(60) not null, "name" text not null, "emails" jsonb not null, "location" text not null, "stage_id" varchar(60) not null, "stage_change_count" int not null, "tags" jsonb not null, "archived_at" bigint null, "archive_reason_id" varchar(60) null, "application_id" varchar(60) null, "application_type" varchar(20) null, "posting_id" varchar(60) null, "confidential" boolean not null, "anonymised" boolean not null, "deleted" boolean not null, "may_contact" boolean not null, "created_at" bigint not null, "updated_at" bigint null, "version" int not null, "seen_at" timestamptz not null, primary key ("tenant_id", "id"));`);
    this.addSql(`create index "mirror_opportunity_posting" on "mirror_opportunity" ("tenant_id", "posting_id", "id");`);
    this.addSql(`create index "mirror_opportunity_contact" on "mirror_opportunity" ("tenant_id", "contact_id");`);

    this.addSql(`create table "mirror_posting" ("tenant_id" uuid not null, "id" varchar(60) not null, "title" text not null, "state" varchar(20) not null, "team" text null, "department" text null, "location" text null, "description" text not null, "owner_id" varchar(60) null, "followers" jsonb not null, "confidential" boolean not null, "created_at" bigint null, "updated_at" bigint null, "version" int not null, "seen_at" timestamptz not null, primary key ("tenant_id", "id"));`);

    this.addSql(`create table "mirror_stage" ("tenant_id" uuid not null, "id" varchar(60) not null, "text" text not null, "position" int not null, primary key ("tenant_id", "id"));`);

    this.addSql(`create table "oauth_state" ("state_hash" varchar(64) not null, "tenant_id" uuid not null, "connection_id" uuid not null, "member_id" uuid not null, "return_to" varchar(255) null, "expires_at" timestamptz not null, "used_at" timestamptz null, primary key ("state_hash"));`);

    this.addSql(`create table "operator" ("id" uuid not null, "name" varchar(255) not null, "active" boolean not null, "created_at" timestamptz not null, primary key ("id"));`);

    this.addSql(`create table "permit_bucket" ("connection_id" uuid not null, "tenant_id" uuid not null, "interactive" double precision not null, "fact" double precision not null, "bulk" double precision not null, "shared" double precision not null, "refilled_at" timestamptz not null, "applications" double precision not null, primary key ("connection_id"));`);

    this.addSql(`create table "person_key" ("id" uuid not null, "tenant_id" uuid not null, "person" varchar(255) not null, "wrapped" text null, "created_at_ms" bigint not null, "shredded_at_ms" bigint null, primary key ("id"));`);
    this.addSql(`alter table "person_key" add constraint "person_key_person" unique ("tenant_id", "person");`);

    this.addSql(`create table "schedule" ("installation_id" uuid not null, "name" varchar(100) not null, "tenant_id" uuid not null, "cron" varchar(255) not null, "zone" varchar(255) not null, "next_due" timestamptz not null, "paused" boolean not null default false, primary key ("installation_id", "name"));`);

    this.addSql(`create table "schedule_run" ("installation_id" uuid not null, "name" varchar(100) not null, "due" timestamptz not null, "tenant_id" uuid not null, "outcome" varchar(12) not null, "job_id" bigint null, primary key ("installation_id", "name", "due"));`);

    this.addSql(`create table "settings_revision" ("installation_id" uuid not null, "revision" int not null, "tenant_id" uuid not null, "schema_version" int not null, "value" jsonb not null, "by" varchar(255) not null, "at" timestamptz not null, primary key ("installation_id", "revision"));`);

    this.addSql(`create table "signal" ("id" bigserial primary key, "tenant_id" uuid not null, "source" varchar(255) not null, "installation_id" uuid null, "lane_key" varchar(400) not null, "dedupe_key" varchar(400) null, "raw" bytea null, "received_at" timestamptz not null, "handled_at" timestamptz null, "attempts" int not null default 0, "last_error" text null, "dead" boolean not null default false);`);
    this.addSql(`create index "signal_open" on "signal" ("tenant_id", "lane_key", "id") where handled_at is null and not dead;`);
    this.addSql(`alter table "signal" add constraint "signal_dedupe" unique ("tenant_id", "dedupe_key");`);

    this.addSql(`create table "tenant" ("id" uuid not null, "slug" varchar(255) not null, "name" varchar(255) not null, "zone" varchar(255) not null, "created_at" timestamptz not null, primary key ("id"));`);
    this.addSql(`alter table "tenant" add constraint "tenant_slug_unique" unique ("slug");`);

    this.addSql(`create table "tenant_secret" ("id" uuid not null, "tenant_id" uuid not null, "name" varchar(255) not null, "sealed" text not null, "created_at_ms" bigint not null, "created_xid" xid8 not null default pg_current_xact_id(), primary key ("id"));`);
    this.addSql(`alter table "tenant_secret" add constraint "tenant_secret_name" unique ("tenant_id", "name");`);

    this.addSql(`create table "tombstone" ("id" uuid not null, "tenant_id" uuid not null, "kind" varchar(255) not null, "hash" varchar(255) not null, "scope" varchar(255) not null, "erasure_id" uuid not null, "erased_at_ms" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "tombstone" add constraint "tombstone_hash" unique ("tenant_id", "kind", "hash");`);

    this.addSql(`alter table "action" enable row level security;`);
    this.addSql(`alter table "action" force row level security;`);
    this.addSql(`create policy "action_tenant" on "action" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "action_runner" on "action" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "api_key" enable row level security;`);
    this.addSql(`alter table "api_key" force row level security;`);
    this.addSql(`create policy "api_key_tenant" on "api_key" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "api_key_runner" on "api_key" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "audit_checkpoint" enable row level security;`);
    this.addSql(`alter table "audit_checkpoint" force row level security;`);
    this.addSql(`create policy "audit_checkpoint_tenant" on "audit_checkpoint" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "audit_entry" enable row level security;`);
    this.addSql(`alter table "audit_entry" force row level security;`);
    this.addSql(`create policy "audit_entry_tenant" on "audit_entry" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "audit_entry_runner" on "audit_entry" for select to "patchbay_runner" using (true);`);

    this.addSql(`alter table "audit_head" enable row level security;`);
    this.addSql(`alter table "audit_head" force row level security;`);
    this.addSql(`create policy "audit_head_tenant" on "audit_head" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "audit_head_runner" on "audit_head" for select to "patchbay_runner" using (true);`);

    this.addSql(`alter table "audit_link" enable row level security;`);
    this.addSql(`alter table "audit_link" force row level security;`);
    this.addSql(`create policy "audit_link_tenant" on "audit_link" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "business_clock" enable row level security;`);
    this.addSql(`alter table "business_clock" force row level security;`);
    this.addSql(`create policy "business_clock_runner" on "business_clock" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "connection" enable row level security;`);
    this.addSql(`alter table "connection" force row level security;`);
    this.addSql(`create policy "connection_tenant" on "connection" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "connection_runner" on "connection" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "cursor" enable row level security;`);
    this.addSql(`alter table "cursor" force row level security;`);
    this.addSql(`create policy "cursor_tenant" on "cursor" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "data_key" enable row level security;`);
    this.addSql(`alter table "data_key" force row level security;`);
    this.addSql(`create policy "data_key_tenant" on "data_key" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "erasure" enable row level security;`);
    this.addSql(`alter table "erasure" force row level security;`);
    this.addSql(`create policy "erasure_tenant" on "erasure" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "erasure_runner" on "erasure" for select to "patchbay_runner" using (true);`);

    this.addSql(`alter table "fact" enable row level security;`);
    this.addSql(`alter table "fact" force row level security;`);
    this.addSql(`create policy "fact_tenant" on "fact" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "fact_runner" on "fact" for select to "patchbay_runner" using (true);`);

    this.addSql(`alter table "hook" enable row level security;`);
    this.addSql(`alter table "hook" force row level security;`);
    this.addSql(`create policy "hook_tenant" on "hook" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "hook_runner" on "hook" for select to "patchbay_runner" using (true);`);

    this.addSql(`alter table "idempotency_record" enable row level security;`);
    this.addSql(`alter table "idempotency_record" force row level security;`);
    this.addSql(`create policy "idempotency_record_tenant" on "idempotency_record" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "idempotency_record_runner" on "idempotency_record" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "installation" enable row level security;`);
    this.addSql(`alter table "installation" force row level security;`);
    this.addSql(`create policy "installation_tenant" on "installation" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "installation_runner" on "installation" for select to "patchbay_runner" using (true);`);

    this.addSql(`alter table "job" enable row level security;`);
    this.addSql(`alter table "job" force row level security;`);
    this.addSql(`create policy "job_tenant" on "job" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "job_runner" on "job" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "lane" enable row level security;`);
    this.addSql(`alter table "lane" force row level security;`);
    this.addSql(`create policy "lane_tenant" on "lane" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "lane_runner" on "lane" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "member" enable row level security;`);
    this.addSql(`alter table "member" force row level security;`);
    this.addSql(`create policy "member_tenant" on "member" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "member_runner" on "member" for select to "patchbay_runner" using (true);`);

    this.addSql(`alter table "message" enable row level security;`);
    this.addSql(`alter table "message" force row level security;`);
    this.addSql(`create policy "message_tenant" on "message" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "message_runner" on "message" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "mirror_archive_reason" enable row level security;`);
    this.addSql(`alter table "mirror_archive_reason" force row level security;`);
    this.addSql(`create policy "mirror_archive_reason_tenant" on "mirror_archive_reason" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "mirror_feed" enable row level security;`);
    this.addSql(`alter table "mirror_feed" force row level security;`);
    this.addSql(`create policy "mirror_feed_tenant" on "mirror_feed" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "mirror_feed_runner" on "mirror_feed" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "mirror_opportunity" enable row level security;`);
    this.addSql(`alter table "mirror_opportunity" force row level security;`);
    this.addSql(`create policy "mirror_opportunity_tenant" on "mirror_opportunity" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "mirror_posting" enable row level security;`);
    this.addSql(`alter table "mirror_posting" force row level security;`);
    this.addSql(`create policy "mirror_posting_tenant" on "mirror_posting" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "mirror_stage" enable row level security;`);
    this.addSql(`alter table "mirror_stage" force row level security;`);
    this.addSql(`create policy "mirror_stage_tenant" on "mirror_stage" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "oauth_state" enable row level security;`);
    this.addSql(`alter table "oauth_state" force row level security;`);
    this.addSql(`create policy "oauth_state_tenant" on "oauth_state" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "oauth_state_runner" on "oauth_state" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "operator" enable row level security;`);
    this.addSql(`alter table "operator" force row level security;`);
    this.addSql(`create policy "operator_runner" on "operator" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "permit_bucket" enable row level security;`);
    this.addSql(`alter table "permit_bucket" force row level security;`);
    this.addSql(`create policy "permit_bucket_tenant" on "permit_bucket" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "permit_bucket_runner" on "permit_bucket" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "person_key" enable row level security;`);
    this.addSql(`alter table "person_key" force row level security;`);
    this.addSql(`create policy "person_key_tenant" on "person_key" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "schedule" enable row level security;`);
    this.addSql(`alter table "schedule" force row level security;`);
    this.addSql(`create policy "schedule_tenant" on "schedule" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "schedule_runner" on "schedule" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "schedule_run" enable row level security;`);
    this.addSql(`alter table "schedule_run" force row level security;`);
    this.addSql(`create policy "schedule_run_tenant" on "schedule_run" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "schedule_run_runner" on "schedule_run" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "settings_revision" enable row level security;`);
    this.addSql(`alter table "settings_revision" force row level security;`);
    this.addSql(`create policy "settings_revision_tenant" on "settings_revision" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "signal" enable row level security;`);
    this.addSql(`alter table "signal" force row level security;`);
    this.addSql(`create policy "signal_tenant" on "signal" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
    this.addSql(`create policy "signal_runner" on "signal" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "tenant" enable row level security;`);
    this.addSql(`alter table "tenant" force row level security;`);
    this.addSql(`create policy "tenant_runner" on "tenant" to "patchbay_runner" using (true) with check (true);`);

    this.addSql(`alter table "tenant_secret" enable row level security;`);
    this.addSql(`alter table "tenant_secret" force row level security;`);
    this.addSql(`create policy "tenant_secret_tenant" on "tenant_secret" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "tombstone" enable row level security;`);
    this.addSql(`alter table "tombstone" force row level security;`);
    this.addSql(`create policy "tombstone_tenant" on "tombstone" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "action" cascade;`);
    this.addSql(`drop table if exists "api_key" cascade;`);
    this.addSql(`drop table if exists "audit_checkpoint" cascade;`);
    this.addSql(`drop table if exists "audit_entry" cascade;`);
    this.addSql(`drop table if exists "audit_head" cascade;`);
    this.addSql(`drop table if exists "audit_link" cascade;`);
    this.addSql(`drop table if exists "business_clock" cascade;`);
    this.addSql(`drop table if exists "connection" cascade;`);
    this.addSql(`drop table if exists "cursor" cascade;`);
    this.addSql(`drop table if exists "data_key" cascade;`);
    this.addSql(`drop table if exists "erasure" cascade;`);
    this.addSql(`drop table if exists "fact" cascade;`);
    this.addSql(`drop table if exists "hook" cascade;`);
    this.addSql(`drop table if exists "idempotency_record" cascade;`);
    this.addSql(`drop table if exists "installation" cascade;`);
    this.addSql(`drop table if exists "job" cascade;`);
    this.addSql(`drop table if exists "lane" cascade;`);
    this.addSql(`drop table if exists "member" cascade;`);
    this.addSql(`drop table if exists "message" cascade;`);
    this.addSql(`drop table if exists "mirror_archive_reason" cascade;`);
    this.addSql(`drop table if exists "mirror_feed" cascade;`);
    this.addSql(`drop table if exists "mirror_opportunity" cascade;`);
    this.addSql(`drop table if exists "mirror_posting" cascade;`);
    this.addSql(`drop table if exists "mirror_stage" cascade;`);
    this.addSql(`drop table if exists "oauth_state" cascade;`);
    this.addSql(`drop table if exists "operator" cascade;`);
    this.addSql(`drop table if exists "permit_bucket" cascade;`);
    this.addSql(`drop table if exists "person_key" cascade;`);
    this.addSql(`drop table if exists "schedule" cascade;`);
    this.addSql(`drop table if exists "schedule_run" cascade;`);
    this.addSql(`drop table if exists "settings_revision" cascade;`);
    this.addSql(`drop table if exists "signal" cascade;`);
    this.addSql(`drop table if exists "tenant" cascade;`);
    this.addSql(`drop table if exists "tenant_secret" cascade;`);
    this.addSql(`drop table if exists "tombstone" cascade;`);
  }

}
