-- Organizations, branches, departments, people and all that describes a person.

create schema directory;
select platform.open_schema('directory');

create table directory.organizations (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  parent_org_id uuid,
  name text not null constraint organizations_name_length check (length(name) between 1 and 200),
  code text not null constraint organizations_code_form check (code = lower(code) and length(code) between 1 and 40),
  type text not null default 'company'
    constraint organizations_type_known check (type in ('company', 'division', 'subsidiary', 'contractor', 'public_body', 'charity', 'other')),
  status text not null default 'active' constraint organizations_status_known check (status in ('active', 'suspended', 'inactive')),
  address text,
  contact_email text constraint organizations_contact_email_form check (contact_email = lower(contact_email) and length(contact_email) between 3 and 254),
  contact_phone text,
  tax_id text,
  registration_number text,
  metadata jsonb not null default '{}',
  settings jsonb not null default '{}',
  configuration jsonb not null default '{}',
  is_active boolean not null generated always as (status = 'active') stored,
  activated_at timestamptz,
  suspended_at timestamptz,
  version int not null default 1,
  created_by uuid,
  updated_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint organizations_pkey primary key (tenant_id, id),
  constraint organizations_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint organizations_parent_exists foreign key (tenant_id, parent_org_id) references directory.organizations (tenant_id, id),
  constraint organizations_parent_is_other check (parent_org_id <> id),
  constraint organizations_code_unique unique (tenant_id, code)
);
comment on column directory.organizations.parent_org_id is 'A tree: the module refuses cycles, holding a lock on the tenant''s organizations';
comment on column directory.organizations.tax_id is 'VAT registration number';
comment on column directory.organizations.registration_number is 'Companies House or charity number';
comment on column directory.organizations.is_active is 'Derived from status';
create index organizations_by_parent on directory.organizations (tenant_id, parent_org_id);
create index organizations_by_name on directory.organizations (tenant_id, name, id);
select platform.protect('directory.organizations');

create table directory.org_configs (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  org_id uuid not null,
  config_key text not null constraint org_configs_key_length check (length(config_key) between 1 and 120),
  config_value jsonb not null,
  category text not null default 'general',
  is_encrypted boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint org_configs_pkey primary key (tenant_id, id),
  constraint org_configs_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id) on delete cascade,
  constraint org_configs_key_unique unique (tenant_id, org_id, config_key),
  constraint org_configs_encrypted_is_text check (not is_encrypted or jsonb_typeof(config_value) = 'string')
);
comment on column directory.org_configs.config_value is 'When is_encrypted: a base64 string, AES-256-GCM, under the tenant key';
select platform.protect('directory.org_configs');

create table directory.branches (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  org_id uuid not null,
  head_user_id uuid,
  name text not null constraint branches_name_length check (length(name) between 1 and 200),
  code text not null constraint branches_code_form check (code = lower(code) and length(code) between 1 and 40),
  address text,
  city text,
  state text,
  country text not null default 'GB' constraint branches_country_form check (country ~ '^[A-Z]{2}$'),
  postal_code text,
  contact_info text,
  time_zone text not null default 'Europe/London',
  status text not null default 'active' constraint branches_status_known check (status in ('active', 'inactive')),
  metadata jsonb not null default '{}',
  operating_hours jsonb not null default '{}',
  is_main_branch boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint branches_pkey primary key (tenant_id, id),
  constraint branches_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id),
  constraint branches_code_unique unique (tenant_id, org_id, code)
);
comment on column directory.branches.state is 'County or region';
comment on column directory.branches.country is 'ISO 3166-1 alpha-2';
comment on column directory.branches.contact_info is 'How to reach the reception, as people would write it';
comment on column directory.branches.time_zone is 'IANA name; operating hours are in it';
comment on column directory.branches.operating_hours is 'Spans of wall time per weekday, 1 is Monday: {"1": [["08:00", "18:00"]]}';
create index branches_by_head on directory.branches (tenant_id, head_user_id);
create index branches_by_name on directory.branches (tenant_id, name, id);
create unique index branches_one_main on directory.branches (tenant_id, org_id) where is_main_branch;
select platform.protect('directory.branches');

create table directory.branch_contacts (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  branch_id uuid not null,
  type text not null default 'reception'
    constraint branch_contacts_type_known check (type in ('reception', 'hr', 'health_and_safety', 'first_aid', 'fire_warden', 'facilities', 'emergency', 'other')),
  name text not null constraint branch_contacts_name_length check (length(name) between 1 and 120),
  designation text,
  email text constraint branch_contacts_email_form check (email = lower(email) and length(email) between 3 and 254),
  phone text,
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint branch_contacts_pkey primary key (tenant_id, id),
  constraint branch_contacts_branch_exists foreign key (tenant_id, branch_id)
    references directory.branches (tenant_id, id) on delete cascade
);
comment on column directory.branch_contacts.designation is 'Job title as shown to people';
create index branch_contacts_by_branch on directory.branch_contacts (tenant_id, branch_id, name, id);
create unique index branch_contacts_one_primary on directory.branch_contacts (tenant_id, branch_id) where is_primary;
select platform.protect('directory.branch_contacts');

create table directory.departments (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  org_id uuid not null,
  branch_id uuid,
  parent_id uuid,
  head_user_id uuid,
  name text not null constraint departments_name_length check (length(name) between 1 and 200),
  code text not null constraint departments_code_form check (code = lower(code) and length(code) between 1 and 40),
  description text,
  status text not null default 'active' constraint departments_status_known check (status in ('active', 'inactive')),
  metadata jsonb not null default '{}',
  settings jsonb not null default '{}',
  employee_count int not null default 0 constraint departments_employee_count_not_negative check (employee_count >= 0),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint departments_pkey primary key (tenant_id, id),
  constraint departments_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id),
  constraint departments_branch_exists foreign key (tenant_id, branch_id) references directory.branches (tenant_id, id),
  constraint departments_parent_exists foreign key (tenant_id, parent_id) references directory.departments (tenant_id, id),
  constraint departments_parent_is_other check (parent_id <> id),
  constraint departments_code_unique unique (tenant_id, org_id, code)
);
comment on column directory.departments.parent_id is 'A tree: the module refuses cycles, holding a lock on the tenant''s departments';
comment on column directory.departments.head_user_id is 'The manager: sees the people of this department and of those below it, and nobody else';
comment on column directory.departments.employee_count is 'Active people directly in the department; kept by the module when people come, go or move';
create index departments_by_branch on directory.departments (tenant_id, branch_id);
create index departments_by_parent on directory.departments (tenant_id, parent_id);
create index departments_by_head on directory.departments (tenant_id, head_user_id);
create index departments_by_name on directory.departments (tenant_id, name, id);
select platform.protect('directory.departments');

create table directory.users (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  org_id uuid,
  dept_id uuid,
  employee_id text constraint users_employee_id_length check (length(employee_id) between 1 and 60),
  email text constraint users_email_form check (email = lower(email) and length(email) between 3 and 254),
  username text not null constraint users_username_form check (username = lower(username) and length(username) between 2 and 120),
  first_name text not null constraint users_first_name_length check (length(first_name) between 1 and 100),
  middle_name text constraint users_middle_name_length check (length(middle_name) <= 100),
  last_name text not null constraint users_last_name_length check (length(last_name) between 1 and 100),
  search_name text collate "C" not null constraint users_search_name_lower check (search_name = lower(search_name)),
  phone text constraint users_phone_length check (length(phone) <= 40),
  status text not null default 'invited' constraint users_status_known check (status in ('active', 'inactive', 'invited')),
  user_type text not null default 'employee'
    constraint users_user_type_known check (user_type in ('employee', 'oh_professional', 'manager', 'admin', 'instructor', 'learner')),
  auth_provider text not null default 'local' constraint users_auth_provider_known check (auth_provider in ('local', 'oidc')),
  locale text not null default 'en-GB',
  time_zone text not null default 'Europe/London',
  preferences jsonb not null default '{}',
  settings jsonb not null default '{}',
  is_active boolean not null generated always as (status = 'active') stored,
  is_system_user boolean not null default false,
  email_verified boolean not null generated always as (email_verified_at is not null) stored,
  phone_verified boolean not null generated always as (phone_verified_at is not null) stored,
  email_verified_at timestamptz,
  phone_verified_at timestamptz,
  last_login timestamptz,
  last_active_at timestamptz,
  deactivated_at timestamptz,
  removed_at timestamptz,
  version int not null default 1,
  created_by uuid,
  updated_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint users_pkey primary key (tenant_id, id),
  constraint users_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id),
  constraint users_dept_exists foreign key (tenant_id, dept_id) references directory.departments (tenant_id, id),
  constraint users_email_unique unique (tenant_id, email),
  constraint users_username_unique unique (tenant_id, username),
  constraint users_employee_id_unique unique (tenant_id, employee_id),
  constraint users_removed_is_inactive check (removed_at is null or status = 'inactive')
);
comment on column directory.users.employee_id is 'The employee number as HR knows it';
comment on column directory.users.email is 'Lower case; null for people without one (shop floor)';
comment on column directory.users.search_name is '''last first middle'' in lower case without accents, kept by the module; lists sort by it';
comment on column directory.users.user_type is 'What the person mainly is; rights come from roles, never from this';
comment on column directory.users.settings is 'Set by administrators';
comment on column directory.users.preferences is 'Set by the person: colour scheme, start page';
comment on column directory.users.is_active is 'Derived from status: may sign in';
comment on column directory.users.is_system_user is 'An integration, not a human being: not listed among people, not counted in max_users';
comment on column directory.users.email_verified is 'Derived from email_verified_at';
comment on column directory.users.phone_verified is 'Derived from phone_verified_at';
comment on column directory.users.time_zone is 'IANA name; dates are shown in it';
comment on column directory.users.removed_at is 'Tombstone: the row stays for what refers to it, names and contact data are blanked';
create index users_by_search_name on directory.users (tenant_id, search_name, id);
create index users_by_dept on directory.users (tenant_id, dept_id, search_name, id);
create index users_by_org on directory.users (tenant_id, org_id, search_name, id);
create index users_by_status on directory.users (tenant_id, status, search_name, id);
create index users_by_last_login on directory.users (tenant_id, last_login desc, id desc);
select platform.protect('directory.users');
select platform.open_to_system('directory.users', 'select, update (last_login, last_active_at)');

alter table directory.departments add constraint departments_head_exists
  foreign key (tenant_id, head_user_id) references directory.users (tenant_id, id);
alter table directory.branches add constraint branches_head_exists
  foreign key (tenant_id, head_user_id) references directory.users (tenant_id, id);

create table directory.user_profiles (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  avatar_url text,
  cover_photo_url text,
  bio text constraint user_profiles_bio_length check (length(bio) <= 4000),
  date_of_birth date,
  gender text constraint user_profiles_gender_known check (gender in ('male', 'female', 'other', 'prefer_not_to_say')),
  marital_status text
    constraint user_profiles_marital_status_known check (marital_status in ('single', 'married', 'civil_partnership', 'separated', 'divorced', 'widowed', 'prefer_not_to_say')),
  nationality text,
  blood_group bytea,
  address_line1 text,
  address_line2 text,
  city text,
  state text,
  country text constraint user_profiles_country_form check (country ~ '^[A-Z]{2}$'),
  postal_code text,
  social_links jsonb not null default '{}',
  additional_info jsonb not null default '{}',
  preferences jsonb not null default '{}',
  emergency_contacts jsonb not null default '[]'
    constraint user_profiles_emergency_contacts_array check (jsonb_typeof(emergency_contacts) = 'array'),
  custom_fields jsonb not null default '{}',
  accommodations jsonb not null default '[]' constraint user_profiles_accommodations_array check (jsonb_typeof(accommodations) = 'array'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_profiles_pkey primary key (tenant_id, id),
  constraint user_profiles_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_profiles_user_unique unique (tenant_id, user_id)
);
comment on column directory.user_profiles.avatar_url is 'Key in the file store';
comment on column directory.user_profiles.cover_photo_url is 'Key in the file store';
comment on column directory.user_profiles.blood_group is 'AES-256-GCM, under the person''s data key: A+, A-, B+, B-, AB+, AB-, O+, O- or unknown';
comment on column directory.user_profiles.country is 'ISO 3166-1 alpha-2';
comment on column directory.user_profiles.state is 'County or region';
comment on column directory.user_profiles.emergency_contacts is '[{"name", "relationship", "phone", "isPrimary"}]';
comment on column directory.user_profiles.custom_fields is 'Values of the fields the tenant defined, by field key';
comment on column directory.user_profiles.accommodations is 'Functional needs, never their causes: [{"need": "large print", "since": "2026-01-05"}]';
select platform.protect('directory.user_profiles');

create table directory.user_languages (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_profile_id uuid not null,
  language text not null constraint user_languages_language_length check (length(language) between 2 and 60),
  proficiency_level text not null default 'fluent'
    constraint user_languages_proficiency_level_known check (proficiency_level in ('basic', 'conversational', 'fluent', 'native')),
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_languages_pkey primary key (tenant_id, id),
  constraint user_languages_user_profile_exists foreign key (tenant_id, user_profile_id)
    references directory.user_profiles (tenant_id, id) on delete cascade,
  constraint user_languages_language_unique unique (tenant_id, user_profile_id, language)
);
comment on column directory.user_languages.language is 'BCP 47 tag: en, cy, pl';
create unique index user_languages_one_primary on directory.user_languages (tenant_id, user_profile_id) where is_primary;
select platform.protect('directory.user_languages');

create table directory.user_documents (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_profile_id uuid not null,
  document_type text not null
    constraint user_documents_type_known check (document_type in ('passport', 'driving_licence', 'right_to_work', 'contract', 'qualification', 'other')),
  title text not null constraint user_documents_title_length check (length(title) between 1 and 200),
  file_key text not null,
  file_type text not null,
  file_size bigint not null constraint user_documents_file_size_not_negative check (file_size >= 0),
  sha256 bytea not null constraint user_documents_sha256_length check (length(sha256) = 32),
  is_verified boolean not null generated always as (verified_at is not null) stored,
  expires_at timestamptz,
  verified_at timestamptz,
  verified_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_documents_pkey primary key (tenant_id, id),
  constraint user_documents_user_profile_exists foreign key (tenant_id, user_profile_id)
    references directory.user_profiles (tenant_id, id) on delete cascade
);
comment on table directory.user_documents is 'Identity and qualification papers; documents about health belong to the documents module';
comment on column directory.user_documents.file_key is 'Key in the file store';
comment on column directory.user_documents.file_type is 'Media type found in the content, not claimed by the sender';
comment on column directory.user_documents.file_size is 'Bytes';
comment on column directory.user_documents.is_verified is 'Derived from verified_at';
create index user_documents_by_profile on directory.user_documents (tenant_id, user_profile_id, created_at desc, id desc);
create index user_documents_by_expiry on directory.user_documents (tenant_id, expires_at);
select platform.protect('directory.user_documents');

create table directory.user_education (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  institution text not null constraint user_education_institution_length check (length(institution) between 1 and 200),
  degree text,
  field_of_study text,
  grade text,
  start_date date,
  end_date date,
  is_current boolean not null default false,
  additional_info jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_education_pkey primary key (tenant_id, id),
  constraint user_education_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_education_end_after_start check (end_date >= start_date),
  constraint user_education_current_is_open check (not is_current or end_date is null)
);
create index user_education_by_user on directory.user_education (tenant_id, user_id, start_date desc, id desc);
select platform.protect('directory.user_education');

create table directory.user_work_history (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  company text not null constraint user_work_history_company_length check (length(company) between 1 and 200),
  position text not null constraint user_work_history_position_length check (length(position) between 1 and 200),
  location text,
  description text,
  start_date date,
  end_date date,
  is_current boolean not null default false,
  additional_info jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_work_history_pkey primary key (tenant_id, id),
  constraint user_work_history_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_work_history_end_after_start check (end_date >= start_date),
  constraint user_work_history_current_is_open check (not is_current or end_date is null)
);
create index user_work_history_by_user on directory.user_work_history (tenant_id, user_id, start_date desc, id desc);
select platform.protect('directory.user_work_history');

create table directory.user_skills (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  skill_name text not null constraint user_skills_name_length check (length(skill_name) between 1 and 120),
  proficiency_level text not null default 'intermediate'
    constraint user_skills_proficiency_level_known check (proficiency_level in ('beginner', 'intermediate', 'advanced', 'expert')),
  years_of_experience int constraint user_skills_years_sensible check (years_of_experience between 0 and 80),
  endorsements jsonb not null default '[]' constraint user_skills_endorsements_array check (jsonb_typeof(endorsements) = 'array'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_skills_pkey primary key (tenant_id, id),
  constraint user_skills_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_skills_name_unique unique (tenant_id, user_id, skill_name)
);
comment on column directory.user_skills.endorsements is '[{"userId", "at", "comment"}], one per colleague';
create index user_skills_by_name on directory.user_skills (tenant_id, skill_name, user_id);
select platform.protect('directory.user_skills');

create table directory.user_certifications (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  name text not null constraint user_certifications_name_length check (length(name) between 1 and 200),
  issuing_organization text not null
    constraint user_certifications_issuing_organization_length check (length(issuing_organization) between 1 and 200),
  credential_id text,
  credential_url text,
  issue_date date,
  expiry_date date,
  is_verified boolean not null generated always as (verified_at is not null) stored,
  verified_at timestamptz,
  verified_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_certifications_pkey primary key (tenant_id, id),
  constraint user_certifications_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_certifications_expiry_after_issue check (expiry_date >= issue_date)
);
comment on table directory.user_certifications is 'Earned elsewhere; certificates issued here belong to the certificates module';
comment on column directory.user_certifications.is_verified is 'Derived from verified_at';
create index user_certifications_by_user on directory.user_certifications (tenant_id, user_id, issue_date desc, id desc);
create index user_certifications_by_expiry on directory.user_certifications (tenant_id, expiry_date);
select platform.protect('directory.user_certifications');

-- What higher modules may know of a person: names and place, nothing personal.
create view directory.people with (security_invoker = true) as
  select tenant_id, id, concat_ws(' ', first_name, last_name) as name, first_name, last_name, search_name, org_id, dept_id,
         employee_id as employee_number, user_type, status, is_active, time_zone, locale, removed_at
    from directory.users;
grant select on directory.people to salus_app, salus_system;

create view directory.department_list with (security_invoker = true) as
  select tenant_id, id, org_id, branch_id, name, code, parent_id, head_user_id, status
    from directory.departments;
grant select on directory.department_list to salus_app;
