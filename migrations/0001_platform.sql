-- The platform: tenant binding, row security, the audit trail, the event log, idempotency keys.
-- Every later migration protects its tables with platform.protect().

create schema platform;
create extension if not exists btree_gist;
create extension if not exists pg_trgm;

do $$
begin
  if not exists (select from pg_roles where rolname = 'salus_app') then create role salus_app login; end if;
  if not exists (select from pg_roles where rolname = 'salus_system') then create role salus_system login; end if;
end $$;

grant usage on schema platform to salus_app, salus_system;

-- The tenant of this transaction. Raises when none is set: never all rows, never silently none.
create function platform.current_tenant() returns uuid
  language plpgsql stable parallel safe as $$
declare bound text := current_setting('salus.tenant', true);
begin
  if bound is null or bound = '' then
    raise exception 'no tenant is bound to this transaction' using errcode = '42501';
  end if;
  return bound::uuid;
end $$;

-- Executes SET LOCAL, because set_config(…, true) is not passed on to the workers of a cluster.
create function platform.set_tenant(tenant uuid) returns void
  language plpgsql as $$
begin
  execute format('set local salus.tenant = %L', tenant);
end $$;

-- Row security, forced, with the one policy all tenant tables share, and the app role's rights.
-- key: the column that names the tenant (only tenancy.tenants uses another than tenant_id).
create function platform.protect(target regclass, key text default 'tenant_id') returns void
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s using (%I = platform.current_tenant()) with check (%I = platform.current_tenant())', target, key, key);
  execute format('grant select, insert, update, delete on %s to salus_app', target);
end $$;

-- Like protect(), for tables whose rows are never changed: no update, no delete for the app role.
create function platform.protect_append_only(target regclass) returns void
  language plpgsql as $$
begin
  perform platform.protect(target);
  execute format('revoke update, delete on %s from salus_app', target);
end $$;

-- What sign-in, API keys, verification pages, resets and cross-tenant jobs may reach before or beside a tenant.
-- rights: 'select', 'select, insert, update' …
create function platform.open_to_system(target regclass, rights text) returns void
  language plpgsql as $$
begin
  execute format('create policy system on %s to salus_system using (true) with check (true)', target);
  execute format('grant %s on %s to salus_system', rights, target);
end $$;

-- A catalogue that is the same for every tenant: the app role reads it, migrations and the operator write it.
create function platform.publish_global(target regclass) returns void
  language plpgsql as $$
begin
  execute format('grant select on %s to salus_app, salus_system', target);
end $$;

-- Opens a module's schema to the server's roles.
create function platform.open_schema(name text) returns void
  language plpgsql as $$
begin
  execute format('grant usage on schema %I to salus_app, salus_system', name);
end $$;

-- Partitions by month: made ahead by a job and ensured at every start. Runs as the owner.
create function platform.ensure_partitions(target regclass, first_month date, months int) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
declare
  month date;
  child text;
  parent_schema text;
  parent_name text;
begin
  select n.nspname, c.relname into parent_schema, parent_name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target and c.relkind = 'p';
  if parent_name is null then raise exception '% is not a partitioned table', target; end if;
  for i in 0 .. months - 1 loop
    month := (date_trunc('month', first_month) + make_interval(months => i))::date;
    child := format('%s_%s', parent_name, to_char(month, 'YYYY_MM'));
    if to_regclass(format('%I.%I', parent_schema, child)) is null then
      execute format('create table %I.%I partition of %s for values from (%L) to (%L)',
        parent_schema, child, target, month, (month + interval '1 month')::date);
    end if;
  end loop;
end $$;

-- The audit trail. Append-only; sealed into a hash chain per tenant by a job.
create table platform.audit_logs (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  created_at timestamptz not null default now(),
  user_id uuid,
  service_name text not null,
  entity_type text not null,
  entity_id uuid,
  action text not null constraint audit_logs_action_known check (action in ('create', 'read', 'update', 'delete', 'login', 'logout')),
  old_values jsonb,
  new_values jsonb,
  ip_address text,
  constraint audit_logs_pkey primary key (tenant_id, id, created_at)
) partition by range (created_at);
comment on column platform.audit_logs.service_name is 'The module that wrote it, by its schema name';
comment on column platform.audit_logs.old_values is 'Columns as they were; columns of class clinical or secret are left out';
create index audit_logs_by_entity on platform.audit_logs (tenant_id, entity_type, entity_id, created_at desc);
create index audit_logs_by_user on platform.audit_logs (tenant_id, user_id, created_at desc);
create index audit_logs_by_time on platform.audit_logs (tenant_id, created_at desc, id desc);
select platform.protect_append_only('platform.audit_logs');
select platform.open_to_system('platform.audit_logs', 'select, insert');

-- The chain over the audit trail: one seal covers all rows of a tenant committed since the seal before.
create table platform.audit_seals (
  tenant_id uuid not null,
  number bigint not null constraint audit_seals_number_positive check (number > 0),
  sealed_at timestamptz not null default now(),
  covers jsonb not null,
  previous_hash text not null,
  hash text not null,
  signature text not null,
  constraint audit_seals_pkey primary key (tenant_id, number)
);
comment on column platform.audit_seals.covers is 'The rows sealed, in order: [[id, created_at], …]';
comment on column platform.audit_seals.hash is 'SHA-256 in hex over the previous hash and the canonical rows';
comment on column platform.audit_seals.signature is 'HMAC-SHA-256 in hex of the hash, keyed from the root key';
select platform.protect_append_only('platform.audit_seals');
select platform.open_to_system('platform.audit_seals', 'select, insert');

-- The event log: live updates, webhooks and reactions replay from it.
create table platform.events (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  created_at timestamptz not null default now(),
  name text not null,
  payload jsonb not null,
  user_id uuid,
  constraint events_pkey primary key (tenant_id, id, created_at)
) partition by range (created_at);
comment on column platform.events.payload is 'Ids only, never personal or clinical values';
create index events_by_time on platform.events (tenant_id, created_at, id);
select platform.protect_append_only('platform.events');
select platform.open_to_system('platform.events', 'select');

-- Writes one event and tells the listening processes. live: who hears it ('named', a permission, or null: nobody).
create function platform.log_event(tenant uuid, event_name text, event_payload jsonb, actor uuid, live text) returns void
  language plpgsql as $$
declare event_id uuid := uuidv7();
begin
  insert into platform.events (tenant_id, id, name, payload, user_id) values (tenant, event_id, event_name, event_payload, actor);
  if live is not null then
    perform pg_notify('salus_live', json_build_object('tenantId', tenant, 'id', event_id, 'name', event_name, 'payload', event_payload)::text);
  end if;
end $$;

-- One answer per Idempotency-Key and person, kept 30 days.
create table platform.idempotency_keys (
  tenant_id uuid not null,
  user_id uuid not null,
  key text not null constraint idempotency_keys_key_length check (length(key) between 8 and 200),
  endpoint text not null,
  request_hash text not null,
  status int,
  response jsonb,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (tenant_id, user_id, key)
);
comment on column platform.idempotency_keys.response is 'The first answer; columns of class secret are left out, so a replay never repeats a secret';
create index idempotency_keys_by_age on platform.idempotency_keys (created_at);
select platform.protect('platform.idempotency_keys');
select platform.open_to_system('platform.idempotency_keys', 'select, delete');

-- Effects of jobs that ran, so that a job taken over from a dead worker has its effect once.
create table platform.job_effects (
  tenant_id uuid not null,
  job_key text not null,
  done_at timestamptz not null default now(),
  constraint job_effects_pkey primary key (tenant_id, job_key)
);
create index job_effects_by_age on platform.job_effects (done_at);
select platform.protect('platform.job_effects');
select platform.open_to_system('platform.job_effects', 'select, delete');

-- Who is alive among the workers: what a dead one had in hand is given to another.
create table platform.worker_heartbeats (
  worker_id text not null,
  beat_at timestamptz not null default now(),
  constraint worker_heartbeats_pkey primary key (worker_id)
);

-- Keys of the installation itself; only their hashes.
create table platform.operator_keys (
  id uuid not null default uuidv7(),
  key_hash text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  constraint operator_keys_pkey primary key (id),
  constraint operator_keys_hash_unique unique (key_hash)
);
grant select on platform.operator_keys to salus_system;

-- Data keys: one per person, wrapped by the tenant's key, which is wrapped by the root key outside the database.
-- Destroying a row makes what it encrypted unreadable: that is how a person's clinical data is erased.
create table platform.data_keys (
  tenant_id uuid not null,
  subject_id uuid not null,
  wrapped_key bytea not null,
  created_at timestamptz not null default now(),
  constraint data_keys_pkey primary key (tenant_id, subject_id)
);
comment on table platform.data_keys is 'subject_id is a person, or the tenant itself for the tenant key';
select platform.protect('platform.data_keys');

do $$
declare first_month date := (date_trunc('month', now()) - interval '2 months')::date;
begin
  perform platform.ensure_partitions('platform.audit_logs', first_month, 6);
  perform platform.ensure_partitions('platform.events', first_month, 6);
end $$;
grant execute on function platform.ensure_partitions to salus_system;
