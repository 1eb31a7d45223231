-- Who may do what: roles and grants of a tenant over the global catalogue of permissions.

create schema access;
select platform.open_schema('access');

create table access.permission_groups (
  id uuid not null default uuidv7(),
  name text not null constraint permission_groups_name_length check (length(name) between 1 and 120),
  description text,
  category text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint permission_groups_pkey primary key (id),
  constraint permission_groups_name_unique unique (name)
);
comment on table access.permission_groups is 'Global: how the role editor groups permissions; written when migrating, from the contracts';
select platform.publish_global('access.permission_groups');

create table access.permissions (
  id uuid not null default uuidv7(),
  group_id uuid,
  name text not null constraint permissions_name_length check (length(name) between 1 and 120),
  code text not null constraint permissions_code_form check (code = lower(code) and length(code) between 1 and 120),
  description text,
  resource text not null,
  action text not null,
  scope text not null default 'tenant' constraint permissions_scope_known check (scope in ('own', 'department', 'organization', 'tenant')),
  category text,
  is_system_permission boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint permissions_pkey primary key (id),
  constraint permissions_group_exists foreign key (group_id) references access.permission_groups (id),
  constraint permissions_code_unique unique (code)
);
comment on table access.permissions is 'Global: every permission a contract names; written when migrating, from the contracts';
comment on column access.permissions.code is 'resource:action, as in appointments:book';
comment on column access.permissions.scope is 'The widest reach it can have; the role''s scope may narrow it';
comment on column access.permissions.is_system_permission is 'May only be held through system roles';
create index permissions_by_group on access.permissions (group_id, code);
select platform.publish_global('access.permissions');

create table access.roles (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  org_id uuid,
  name text not null constraint roles_name_length check (length(name) between 1 and 120),
  code text not null constraint roles_code_form check (code = lower(code) and length(code) between 1 and 60),
  description text,
  scope text not null default 'tenant' constraint roles_scope_known check (scope in ('own', 'department', 'organization', 'tenant')),
  metadata jsonb not null default '{}',
  is_system_role boolean not null default false,
  is_default boolean not null default false,
  priority_level int not null default 0,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint roles_pkey primary key (tenant_id, id),
  constraint roles_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id),
  constraint roles_code_unique unique (tenant_id, code)
);
comment on column access.roles.org_id is 'Only to be given to people of this organization; null is the whole tenant';
comment on column access.roles.scope is 'Whose rows its permissions reach: the person''s own, the departments they head or are granted for, an organization''s, all';
comment on column access.roles.is_system_role is 'Came with the system: may be granted, not edited or removed';
comment on column access.roles.is_default is 'Given to every new person';
comment on column access.roles.priority_level is 'The higher one names the person''s home screen and wins where roles disagree';
create index roles_by_org on access.roles (tenant_id, org_id);
create index roles_by_priority on access.roles (tenant_id, priority_level desc, name, id);
select platform.protect('access.roles');

create table access.role_hierarchy (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  parent_role_id uuid not null,
  child_role_id uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint role_hierarchy_pkey primary key (tenant_id, id),
  constraint role_hierarchy_parent_role_exists foreign key (tenant_id, parent_role_id) references access.roles (tenant_id, id) on delete cascade,
  constraint role_hierarchy_child_role_exists foreign key (tenant_id, child_role_id) references access.roles (tenant_id, id) on delete cascade,
  constraint role_hierarchy_pair_unique unique (tenant_id, parent_role_id, child_role_id),
  constraint role_hierarchy_child_is_other check (parent_role_id <> child_role_id)
);
comment on table access.role_hierarchy is 'The parent holds all permissions of the child; the module refuses cycles, holding a lock on the tenant''s roles';
create index role_hierarchy_by_child on access.role_hierarchy (tenant_id, child_role_id);
select platform.protect('access.role_hierarchy');

create table access.role_permissions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  role_id uuid not null,
  permission_id uuid not null,
  conditions jsonb not null default '{}' constraint role_permissions_conditions_object check (jsonb_typeof(conditions) = 'object'),
  constraints jsonb not null default '{}' constraint role_permissions_constraints_object check (jsonb_typeof(constraints) = 'object'),
  is_active boolean not null default true,
  effective_from timestamptz,
  effective_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint role_permissions_pkey primary key (tenant_id, id),
  constraint role_permissions_role_exists foreign key (tenant_id, role_id) references access.roles (tenant_id, id) on delete cascade,
  constraint role_permissions_permission_exists foreign key (permission_id) references access.permissions (id),
  constraint role_permissions_pair_unique unique (tenant_id, role_id, permission_id),
  constraint role_permissions_end_after_start check (effective_until > effective_from)
);
comment on column access.role_permissions.conditions is 'Whose rows: narrows the role''s scope, {"scope": "department"}';
comment on column access.role_permissions.constraints is 'Under which circumstances: {"hours": ["08:00", "18:00"], "days": [1, 2, 3, 4, 5], "networks": ["10.0.0.0/8"], "secondFactorMinutes": 60}';
comment on column access.role_permissions.effective_from is 'Holds from this instant; null is always';
comment on column access.role_permissions.effective_until is 'Holds before this instant; null is always';
create index role_permissions_by_permission on access.role_permissions (tenant_id, permission_id);
select platform.protect('access.role_permissions');

create table access.user_roles (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  role_id uuid not null,
  org_id uuid,
  dept_id uuid,
  custom_permissions jsonb not null default '[]'
    constraint user_roles_custom_permissions_array check (jsonb_typeof(custom_permissions) = 'array'),
  assigned_at timestamptz not null,
  expires_at timestamptz,
  assigned_by uuid,
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_roles_pkey primary key (tenant_id, id),
  constraint user_roles_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_roles_role_exists foreign key (tenant_id, role_id) references access.roles (tenant_id, id),
  constraint user_roles_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id),
  constraint user_roles_dept_exists foreign key (tenant_id, dept_id) references directory.departments (tenant_id, id),
  constraint user_roles_grant_unique unique nulls not distinct (tenant_id, user_id, role_id, org_id, dept_id),
  constraint user_roles_expiry_after_assignment check (expires_at > assigned_at)
);
comment on column access.user_roles.org_id is 'The role counts for this organization''s rows only; null does not narrow';
comment on column access.user_roles.dept_id is 'The role counts for this department and those below it only; null does not narrow';
comment on column access.user_roles.custom_permissions is 'Permission codes added to the role for this person: ["appointments:book"]';
comment on column access.user_roles.expires_at is 'Counts before this instant; null is for good';
create index user_roles_by_role on access.user_roles (tenant_id, role_id);
create index user_roles_by_org on access.user_roles (tenant_id, org_id);
create index user_roles_by_dept on access.user_roles (tenant_id, dept_id);
create unique index user_roles_one_primary on access.user_roles (tenant_id, user_id) where is_primary;
select platform.protect('access.user_roles');

create table access.department_roles (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  dept_id uuid not null,
  role_id uuid not null,
  permissions jsonb not null default '[]' constraint department_roles_permissions_array check (jsonb_typeof(permissions) = 'array'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint department_roles_pkey primary key (tenant_id, id),
  constraint department_roles_dept_exists foreign key (tenant_id, dept_id) references directory.departments (tenant_id, id),
  constraint department_roles_role_exists foreign key (tenant_id, role_id) references access.roles (tenant_id, id),
  constraint department_roles_pair_unique unique (tenant_id, dept_id, role_id)
);
comment on table access.department_roles is 'Everybody directly in the department holds the role';
comment on column access.department_roles.permissions is 'Permission codes added to the role for this department: ["appointments:book"]';
create index department_roles_by_role on access.department_roles (tenant_id, role_id);
select platform.protect('access.department_roles');
