import { Migration } from '@mikro-orm/migrations';

export class Migration20261128015351_messages extends Migration {

  override name = 'Migration20261128015351_messages';

  override up(): void | Promise<void> {
    this.addSql(`create table "message_wording" ("id" uuid not null, "tenant_id" uuid not null, "integration_key" varchar(255) not null, "template" varchar(255) not null, "channel" varchar(255) not null, "locale" varchar(255) not null, "version" int not null, "text" text null, "subject" text null, "html" text null, "by" varchar(255) not null, "created_at_ms" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "message_wording" add constraint "message_wording_version" unique ("tenant_id", "integration_key", "template", "channel", "locale", "version");`);

    this.addSql(`create table "reminder_day" ("id" uuid not null, "tenant_id" uuid not null, "person" varchar(255) not null, "day" varchar(10) not null, "occasion" text not null, "created_at_ms" bigint not null, primary key ("id"));`);
    this.addSql(`alter table "reminder_day" add constraint "reminder_day_once" unique ("tenant_id", "person", "day");`);

    this.addSql(`create table "suppression" ("id" uuid not null, "tenant_id" uuid not null, "channel" varchar(255) not null, "address_hash" varchar(255) not null, "cause" varchar(255) not null, "created_at_ms" bigint not null, primary key ("id"));`);
    this.addSql(`create index "suppression_list" on "suppression" ("tenant_id", "created_at_ms", "id");`);
    this.addSql(`alter table "suppression" add constraint "suppression_once" unique ("tenant_id", "channel", "address_hash", "cause");`);

    this.addSql(`alter table "message" add "installation_id" uuid null, add "epoch" int null, add "settings_revision" int null, add "other_id" text null, add "html" text null, add "reply_to" text null, add "locale" varchar(255) null, add "template" varchar(255) null, add "template_version" int null, add "address_hash" varchar(255) null, add "occasion" text null, add "valid_until_ms" bigint null, add "cause" varchar(255) null, add "token" varchar(255) null, add "provider_id" varchar(255) null, add "look_at_ms" bigint null, add "then_job" varchar(255) null, add "then_lane" text null, add "then_context" jsonb null;`);
    this.addSql(`create index "message_address" on "message" ("tenant_id", "address_hash");`);
    this.addSql(`create index "message_token" on "message" ("token");`);
    this.addSql(`create index "message_installation" on "message" ("installation_id", "state");`);

    this.addSql(`alter table "message_wording" enable row level security;`);
    this.addSql(`alter table "message_wording" force row level security;`);
    this.addSql(`create policy "message_wording_tenant" on "message_wording" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "reminder_day" enable row level security;`);
    this.addSql(`alter table "reminder_day" force row level security;`);
    this.addSql(`create policy "reminder_day_tenant" on "reminder_day" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);

    this.addSql(`alter table "suppression" enable row level security;`);
    this.addSql(`alter table "suppression" force row level security;`);
    this.addSql(`create policy "suppression_tenant" on "suppression" to "patchbay_app" using (tenant_id = current_setting('patchbay.tenant_id')::uuid) with check (tenant_id = current_setting('patchbay.tenant_id')::uuid);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "message_wording" cascade;`);
    this.addSql(`drop table if exists "reminder_day" cascade;`);
    this.addSql(`drop table if exists "suppression" cascade;`);

    this.addSql(`drop index "message_address";`);
    this.addSql(`drop index "message_token";`);
    this.addSql(`drop index "message_installation";`);
    this.addSql(`alter table "message" drop column "installation_id", drop column "epoch", drop column "settings_revision", drop column "other_id", drop column "html", drop column "reply_to", drop column "locale", drop column "template", drop column "template_version", drop column "address_hash", drop column "occasion", drop column "valid_until_ms", drop column "cause", drop column "token", drop column "provider_id", drop column "look_at_ms", drop column "then_job", drop column "then_lane", drop column "then_context";`);
  }

}
