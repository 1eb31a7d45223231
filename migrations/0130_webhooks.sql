-- What other systems of a tenant are told, and what became of telling them.

create schema webhooks;
select platform.open_schema('webhooks');

create table webhooks.endpoints (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null constraint webhook_endpoints_name_length check (length(name) between 1 and 120),
  url text not null constraint webhook_endpoints_url_form check (url ~ '^https?://' and length(url) <= 500),
  events text[] not null,
  secret bytea not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint webhook_endpoints_pkey primary key (tenant_id, id),
  constraint webhook_endpoints_name_unique unique (tenant_id, name)
);
comment on column webhooks.endpoints.events is 'Names of the events that are told';
comment on column webhooks.endpoints.secret is 'AES-256-GCM under the tenant''s key; shown once';
select platform.protect('webhooks.endpoints');

create table webhooks.deliveries (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  endpoint_id uuid not null,
  event_name text not null,
  payload jsonb not null,
  status text not null default 'pending' constraint webhook_deliveries_status_known check (status in ('pending', 'delivered', 'failed')),
  attempts int not null default 0 constraint webhook_deliveries_attempts_not_negative check (attempts >= 0),
  answer_status int,
  last_error text,
  give_up_at timestamptz not null,
  delivered_at timestamptz,
  created_at timestamptz not null default now(),
  constraint webhook_deliveries_pkey primary key (tenant_id, id, created_at),
  constraint webhook_deliveries_endpoint_exists foreign key (tenant_id, endpoint_id)
    references webhooks.endpoints (tenant_id, id) on delete cascade
) partition by range (created_at);
comment on column webhooks.deliveries.payload is 'Ids only, as in the event';
comment on column webhooks.deliveries.give_up_at is 'Not tried again after this';
comment on column webhooks.deliveries.answer_status is 'HTTP status of the last answer';
create index webhook_deliveries_by_endpoint on webhooks.deliveries (tenant_id, endpoint_id, created_at desc, id desc);
select platform.protect('webhooks.deliveries');

do $$
begin
  perform platform.ensure_partitions('webhooks.deliveries', (date_trunc('month', now()) - interval '2 months')::date, 6);
end $$;
