/** The table a team would make for received webhooks: one row an event, unique per delivery. */
export const INTAKE_TABLE = `create table webhook_event (id bigserial primary key, tenant text not null, token text not null, triggered_at bigint not null,
  event text not null, payload jsonb not null, received_at timestamptz not null default now(), handled_at timestamptz, unique (tenant, token, triggered_at))`;
