-- Who ceased to be a tenant administrator by another's act: for a week that other one appoints nobody alone.
create table access.owner_departures (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  removed_by uuid not null,
  removed_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint owner_departures_pkey primary key (tenant_id, id),
  constraint owner_departures_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on table access.owner_departures is 'A tenant administrator lost the role, or was deactivated, by another one';
create index owner_departures_by_user on access.owner_departures (tenant_id, user_id);
create index owner_departures_newest on access.owner_departures (tenant_id, removed_at);
select platform.protect_append_only('access.owner_departures');
