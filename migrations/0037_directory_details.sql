-- What an organization, a branch or a department has besides is said in pairs of words that people see; and what is kept elsewhere is
-- kept there alone.

alter table directory.organizations no force row level security;
alter table directory.branches no force row level security;
alter table directory.departments no force row level security;

update directory.organizations set metadata = '[]';
update directory.branches set metadata = '[]';
update directory.departments set metadata = '[]';

alter table directory.organizations force row level security;
alter table directory.branches force row level security;
alter table directory.departments force row level security;

alter table directory.organizations
  alter column metadata set default '[]',
  add constraint organizations_metadata_is_pairs check (jsonb_typeof(metadata) = 'array'),
  -- directory.org_configs has them, each by itself
  drop column settings,
  drop column configuration;
alter table directory.branches
  alter column metadata set default '[]',
  add constraint branches_metadata_is_pairs check (jsonb_typeof(metadata) = 'array');
alter table directory.departments
  alter column metadata set default '[]',
  add constraint departments_metadata_is_pairs check (jsonb_typeof(metadata) = 'array');
comment on column directory.organizations.metadata is 'Further details: what each is called, and what it is';
comment on column directory.branches.metadata is 'Further details: what each is called, and what it is';
comment on column directory.departments.metadata is 'Further details: what each is called, and what it is';
comment on column directory.departments.settings is 'Language and time zone that new people of the department begin with';

-- settings.user_preferences has what a person prefers; language and time zone are columns of their own
alter table directory.users
  drop column preferences,
  drop column settings;

create or replace view directory.organization_list with (security_invoker = true) as
  select tenant_id, id, name, code, parent_org_id as parent_id, status, type, address, contact_email, contact_phone, tax_id,
         registration_number, metadata, activated_at, suspended_at, suspended_reason, version
    from directory.organizations;
create or replace view directory.department_list with (security_invoker = true) as
  select tenant_id, id, org_id, branch_id, name, code, parent_id, head_user_id, status, employee_count, version, created_at, successor_id,
         description, metadata
    from directory.departments;
