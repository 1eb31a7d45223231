-- What becomes of departments and organizations: merged into another one, suspended with a reason.

alter table directory.departments
  add column successor_id uuid,
  add constraint departments_successor_exists foreign key (tenant_id, successor_id) references directory.departments (tenant_id, id),
  add constraint departments_successor_is_other check (successor_id <> id),
  add constraint departments_merged_is_inactive check (successor_id is null or status = 'inactive');
comment on column directory.departments.successor_id is 'The department that this one was merged into: closed, kept for what refers to it';
create index departments_by_successor on directory.departments (tenant_id, successor_id);

alter table directory.organizations
  add column suspended_reason text constraint organizations_suspended_reason_length check (length(suspended_reason) between 1 and 500),
  add constraint organizations_suspended_has_reason check (suspended_reason is null or status = 'suspended');
comment on column directory.organizations.suspended_reason is 'What people of a suspended organization read where they are refused';

create or replace view directory.department_list with (security_invoker = true) as
  select tenant_id, id, org_id, branch_id, name, code, parent_id, head_user_id, status, employee_count, version, created_at, successor_id
    from directory.departments;
