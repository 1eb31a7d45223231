-- What happened and what people did, by month, for figures over time.

create schema analytics;
select platform.open_schema('analytics');

create table analytics.analytics_events (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid,
  event_type text not null constraint analytics_events_type_length check (length(event_type) between 1 and 120),
  entity_type text,
  entity_id uuid,
  event_data jsonb not null default '{}',
  session_id uuid,
  created_at timestamptz not null default now(),
  constraint analytics_events_pkey primary key (tenant_id, id, created_at),
  constraint analytics_events_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
) partition by range (created_at);
comment on column analytics.analytics_events.entity_type is 'schema.table';
comment on column analytics.analytics_events.event_data is 'Counts and durations (seconds); never personal or clinical values';
comment on column analytics.analytics_events.session_id is 'A plain id: sessions end and go, figures stay';
create index analytics_events_by_type on analytics.analytics_events (tenant_id, event_type, created_at desc);
create index analytics_events_by_user on analytics.analytics_events (tenant_id, user_id, created_at desc);
create index analytics_events_by_entity on analytics.analytics_events (tenant_id, entity_type, entity_id, created_at desc);
select platform.protect_append_only('analytics.analytics_events');

create table analytics.user_activities (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  activity_type text not null constraint user_activities_type_length check (length(activity_type) between 1 and 120),
  entity_type text,
  entity_id uuid,
  activity_data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint user_activities_pkey primary key (tenant_id, id, created_at),
  constraint user_activities_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
) partition by range (created_at);
comment on column analytics.user_activities.entity_type is 'schema.table';
comment on column analytics.user_activities.activity_data is 'Counts and durations (seconds); never personal or clinical values';
create index user_activities_by_user on analytics.user_activities (tenant_id, user_id, created_at desc);
create index user_activities_by_type on analytics.user_activities (tenant_id, activity_type, created_at desc);
create index user_activities_by_entity on analytics.user_activities (tenant_id, entity_type, entity_id, created_at desc);
select platform.protect_append_only('analytics.user_activities');

do $$
declare first_month date := (date_trunc('month', now()) - interval '2 months')::date;
begin
  perform platform.ensure_partitions('analytics.analytics_events', first_month, 6);
  perform platform.ensure_partitions('analytics.user_activities', first_month, 6);
end $$;
