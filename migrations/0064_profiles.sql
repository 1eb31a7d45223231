-- What describes a person beside name and place: profile, languages, papers, education, work, skills, needs.
create schema profiles;
select platform.open_schema('profiles');

create table profiles.user_profiles (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  preferred_name text constraint user_profiles_preferred_name_length check (length(preferred_name) between 1 and 100),
  pronouns text constraint user_profiles_pronouns_length check (length(pronouns) between 1 and 40),
  avatar_key text,
  avatar_size int constraint user_profiles_avatar_size_positive check (avatar_size > 0),
  cover_photo_key text,
  cover_photo_size int constraint user_profiles_cover_photo_size_positive check (cover_photo_size > 0),
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
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_profiles_pkey primary key (tenant_id, id),
  constraint user_profiles_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_profiles_user_unique unique (tenant_id, user_id),
  constraint user_profiles_avatar_whole check ((avatar_key is null) = (avatar_size is null)),
  constraint user_profiles_cover_photo_whole check ((cover_photo_key is null) = (cover_photo_size is null))
);
comment on column profiles.user_profiles.preferred_name is 'How the person wants to be called; official names stay with the directory';
comment on column profiles.user_profiles.avatar_key is 'Key in the file store: a PNG drawn anew from what was sent';
comment on column profiles.user_profiles.cover_photo_key is 'Key in the file store: a PNG drawn anew from what was sent';
comment on column profiles.user_profiles.avatar_size is 'Bytes';
comment on column profiles.user_profiles.cover_photo_size is 'Bytes';
comment on column profiles.user_profiles.blood_group is 'AES-256-GCM, under the person''s data key: A+, A-, B+, B-, AB+, AB-, O+, O- or unknown';
comment on column profiles.user_profiles.country is 'ISO 3166-1 alpha-2';
comment on column profiles.user_profiles.state is 'County or region';
comment on column profiles.user_profiles.social_links is '{"website", "linkedIn"}: https addresses';
comment on column profiles.user_profiles.additional_info is '{"text"}: what the person wants HR to know';
comment on column profiles.user_profiles.preferences is '{"contactBy"}: email, phone or post';
comment on column profiles.user_profiles.emergency_contacts is '[{"name", "relationship", "phone"}], the first to be called first';
comment on column profiles.user_profiles.custom_fields is 'Values of profiles.custom_fields, by field key';
select platform.protect('profiles.user_profiles');

create table profiles.accommodations (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  extra_time_percent int constraint accommodations_extra_time_sensible check (extra_time_percent between 5 and 100),
  interpreter_language text constraint accommodations_interpreter_form check (interpreter_language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  accessible_room boolean not null default false,
  other_needs text constraint accommodations_other_length check (length(other_needs) between 1 and 500),
  stated_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint accommodations_pkey primary key (tenant_id, id),
  constraint accommodations_user_once unique (tenant_id, user_id),
  constraint accommodations_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on table profiles.accommodations is 'What somebody needs, never why';
comment on column profiles.accommodations.extra_time_percent is 'So much longer are time limits of quizzes';
comment on column profiles.accommodations.interpreter_language is 'BCP 47 tag: bfi is British Sign Language';
comment on column profiles.accommodations.stated_at is 'When the person last said so';
select platform.protect('profiles.accommodations');

create table profiles.user_languages (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_profile_id uuid not null,
  language text not null constraint user_languages_language_form check (language ~ '^[a-z]{2,3}(-[A-Z]{2})?$'),
  proficiency_level text not null default 'fluent'
    constraint user_languages_proficiency_level_known check (proficiency_level in ('basic', 'conversational', 'fluent', 'native')),
  is_primary boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_languages_pkey primary key (tenant_id, id),
  constraint user_languages_user_profile_exists foreign key (tenant_id, user_profile_id)
    references profiles.user_profiles (tenant_id, id) on delete cascade,
  constraint user_languages_language_unique unique (tenant_id, user_profile_id, language)
);
comment on column profiles.user_languages.language is 'BCP 47 tag: en, cy, pl';
create unique index user_languages_one_primary on profiles.user_languages (tenant_id, user_profile_id) where is_primary;
select platform.protect('profiles.user_languages');

create table profiles.user_documents (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_profile_id uuid not null,
  document_type text not null
    constraint user_documents_type_known check (document_type in ('passport', 'driving_licence', 'right_to_work', 'contract', 'qualification', 'other')),
  title text not null constraint user_documents_title_length check (length(title) between 1 and 200),
  file_key text,
  file_type text,
  file_size bigint constraint user_documents_file_size_positive check (file_size > 0),
  sha256 bytea constraint user_documents_sha256_length check (length(sha256) = 32),
  is_verified boolean not null generated always as (verified_at is not null) stored,
  expires_at timestamptz,
  verified_at timestamptz,
  verified_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_documents_pkey primary key (tenant_id, id),
  constraint user_documents_user_profile_exists foreign key (tenant_id, user_profile_id)
    references profiles.user_profiles (tenant_id, id) on delete cascade,
  constraint user_documents_file_whole check ((file_key is null) = (file_size is null) and (file_key is null) = (file_type is null)),
  constraint user_documents_verified_by_somebody check ((verified_at is null) = (verified_by is null))
);
comment on table profiles.user_documents is 'Identity and qualification papers; documents about health belong to the documents module';
comment on column profiles.user_documents.file_key is 'Key in the file store';
comment on column profiles.user_documents.file_type is 'Media type found in the content, not claimed by the sender';
comment on column profiles.user_documents.file_size is 'Bytes';
comment on column profiles.user_documents.is_verified is 'Derived from verified_at';
comment on column profiles.user_documents.expires_at is 'The end of its last day, in London';
create index user_documents_by_profile on profiles.user_documents (tenant_id, user_profile_id, created_at desc, id desc);
create index user_documents_unverified on profiles.user_documents (tenant_id, created_at, id) where verified_at is null and file_key is not null;
select platform.protect('profiles.user_documents');

create table profiles.user_education (
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
comment on column profiles.user_education.additional_info is '{"note"}';
create index user_education_by_user on profiles.user_education (tenant_id, user_id, start_date desc, id desc);
select platform.protect('profiles.user_education');

create table profiles.user_work_history (
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
comment on column profiles.user_work_history.additional_info is '{"note"}';
create index user_work_history_by_user on profiles.user_work_history (tenant_id, user_id, start_date desc, id desc);
select platform.protect('profiles.user_work_history');

create table profiles.user_skills (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  skill_name text not null constraint user_skills_name_length check (length(skill_name) between 1 and 120),
  skill_key text not null constraint user_skills_key_lower check (skill_key = lower(skill_key)),
  proficiency_level text not null default 'intermediate'
    constraint user_skills_proficiency_level_known check (proficiency_level in ('beginner', 'intermediate', 'advanced', 'expert')),
  years_of_experience int constraint user_skills_years_sensible check (years_of_experience between 0 and 80),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_skills_pkey primary key (tenant_id, id),
  constraint user_skills_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_skills_name_unique unique (tenant_id, user_id, skill_key)
);
comment on column profiles.user_skills.skill_key is 'The name in lower case without accents, kept by the module: one skill is named once';
select platform.protect('profiles.user_skills');

create table profiles.skill_endorsements (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  skill_id uuid not null,
  user_id uuid not null,
  asked_at timestamptz,
  endorsed_at timestamptz,
  comment text constraint skill_endorsements_comment_length check (length(comment) between 1 and 500),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint skill_endorsements_pkey primary key (tenant_id, id),
  constraint skill_endorsements_once unique (tenant_id, skill_id, user_id),
  constraint skill_endorsements_skill_exists foreign key (tenant_id, skill_id) references profiles.user_skills (tenant_id, id) on delete cascade,
  constraint skill_endorsements_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint skill_endorsements_asked_or_given check (asked_at is not null or endorsed_at is not null)
);
comment on column profiles.skill_endorsements.user_id is 'The colleague who is asked, or who endorses';
comment on column profiles.skill_endorsements.asked_at is 'When the owner of the skill asked for it; null: nobody asked';
comment on column profiles.skill_endorsements.endorsed_at is 'Null: asked for, not given or taken back';
create index skill_endorsements_by_user on profiles.skill_endorsements (tenant_id, user_id, id);
select platform.protect('profiles.skill_endorsements');

create table profiles.user_certifications (
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
  file_key text,
  file_type text,
  file_size bigint constraint user_certifications_file_size_positive check (file_size > 0),
  sha256 bytea constraint user_certifications_sha256_length check (length(sha256) = 32),
  is_verified boolean not null generated always as (verified_at is not null) stored,
  verified_at timestamptz,
  verified_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_certifications_pkey primary key (tenant_id, id),
  constraint user_certifications_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_certifications_expiry_after_issue check (expiry_date >= issue_date),
  constraint user_certifications_file_whole check ((file_key is null) = (file_size is null) and (file_key is null) = (file_type is null)),
  constraint user_certifications_verified_by_somebody check ((verified_at is null) = (verified_by is null))
);
comment on table profiles.user_certifications is 'Earned elsewhere; certificates issued here belong to the certificates module';
comment on column profiles.user_certifications.file_key is 'The evidence: key in the file store';
comment on column profiles.user_certifications.is_verified is 'Derived from verified_at';
create index user_certifications_by_user on profiles.user_certifications (tenant_id, user_id, issue_date desc, id desc);
create index user_certifications_unverified on profiles.user_certifications (tenant_id, created_at, id) where verified_at is null and file_key is not null;
select platform.protect('profiles.user_certifications');

create table profiles.custom_fields (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  key text not null constraint custom_fields_key_form check (key ~ '^[a-z][a-z0-9-]{0,39}$'),
  label text not null constraint custom_fields_label_length check (length(label) between 1 and 80),
  type text not null default 'text' constraint custom_fields_type_known check (type in ('text', 'number', 'date', 'choice')),
  choices text constraint custom_fields_choices_length check (length(choices) <= 2000),
  visible_to text not null default 'person' constraint custom_fields_visible_to_known check (visible_to in ('person', 'manager', 'hr')),
  is_required boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint custom_fields_pkey primary key (tenant_id, id),
  constraint custom_fields_key_unique unique (tenant_id, key),
  constraint custom_fields_choice_has_choices check (type <> 'choice' or coalesce(choices, '') ~ '\S')
);
comment on column profiles.custom_fields.choices is 'For a choice: one a line';
comment on column profiles.custom_fields.visible_to is 'person: they and HR; manager: their manager too; hr: HR alone, who also fill it in';
select platform.protect('profiles.custom_fields');

-- What higher modules may know: needs that they honour.
create view profiles.needs with (security_invoker = true) as
  select tenant_id, user_id, extra_time_percent, interpreter_language, accessible_room, other_needs
    from profiles.accommodations;
grant select on profiles.needs to salus_app;
