-- How the departments came to stand as they do: each move with its day, and what was merged into what.

create schema structure;
select platform.open_schema('structure');

create table structure.department_moves (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  department_id uuid not null,
  from_parent_id uuid,
  from_name text,
  to_parent_id uuid,
  to_name text,
  moved_at timestamptz not null,
  moved_by uuid,
  constraint department_moves_pkey primary key (tenant_id, id)
);
comment on table structure.department_moves is 'Evidence: plain ids and the names of the time, so that removing a department forgets nothing';
comment on column structure.department_moves.from_parent_id is 'Null: it stood at the top of its organization';
create index department_moves_by_department on structure.department_moves (tenant_id, department_id, moved_at desc, id desc);
select platform.protect_append_only('structure.department_moves');

create table structure.mergers (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  from_id uuid not null,
  from_name text not null,
  into_id uuid not null,
  into_name text not null,
  former_parent_id uuid,
  people int not null constraint mergers_people_not_negative check (people >= 0),
  children uuid[] not null default '{}',
  roles_added uuid[] not null default '{}',
  roles_moved uuid[] not null default '{}',
  merged_at timestamptz not null,
  merged_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  constraint mergers_pkey primary key (tenant_id, id)
);
comment on table structure.mergers is 'One department taken into another: what went along, so that it can be undone while it is still so';
comment on column structure.mergers.children is 'The departments that were part of it';
comment on column structure.mergers.roles_added is 'Roles of everybody in it that the other department had not';
comment on column structure.mergers.roles_moved is 'Roles that people held for it';
create index mergers_by_from on structure.mergers (tenant_id, from_id, merged_at desc);
create index mergers_by_into on structure.mergers (tenant_id, into_id, merged_at desc);
select platform.protect('structure.mergers');

create table structure.merged_people (
  tenant_id uuid not null,
  merger_id uuid not null,
  user_id uuid not null,
  constraint merged_people_pkey primary key (tenant_id, merger_id, user_id),
  constraint merged_people_merger_exists foreign key (tenant_id, merger_id) references structure.mergers (tenant_id, id),
  constraint merged_people_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on table structure.merged_people is 'Who went along';
create index merged_people_by_user on structure.merged_people (tenant_id, user_id);
select platform.protect('structure.merged_people');

create view structure.merged_person_list with (security_invoker = true) as
  select tenant_id, merger_id, user_id from structure.merged_people;
grant select on structure.merged_person_list to salus_app;
