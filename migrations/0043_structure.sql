-- Who headed a department when, and how many people were in it: what the chart of a past day shows.

create table structure.head_changes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  department_id uuid not null,
  from_user_id uuid,
  to_user_id uuid,
  changed_at timestamptz not null,
  changed_by uuid,
  constraint head_changes_pkey primary key (tenant_id, id)
);
comment on table structure.head_changes is 'Evidence: plain ids, so that removing a department or a person forgets nothing';
create index head_changes_by_department on structure.head_changes (tenant_id, department_id, changed_at desc);
select platform.protect_append_only('structure.head_changes');

create table structure.count_changes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  department_id uuid not null,
  from_count int not null,
  to_count int not null,
  changed_at timestamptz not null,
  constraint count_changes_pkey primary key (tenant_id, id)
);
comment on column structure.count_changes.to_count is 'Active people directly in the department from then on';
create index count_changes_by_department on structure.count_changes (tenant_id, department_id, changed_at desc);
select platform.protect_append_only('structure.count_changes');
