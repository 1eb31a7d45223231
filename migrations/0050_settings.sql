-- Settings of the installation and of a person.

create schema settings;
select platform.open_schema('settings');

create table settings.system_settings (
  id uuid not null default uuidv7(),
  category text not null constraint system_settings_category_length check (length(category) between 1 and 60),
  key text not null constraint system_settings_key_length check (length(key) between 1 and 120),
  value jsonb not null,
  description text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint system_settings_pkey primary key (id),
  constraint system_settings_key_unique unique (category, key)
);
comment on table settings.system_settings is 'Global: set by the operator, read by everybody; never a secret';
select platform.publish_global('settings.system_settings');
grant insert, update, delete on settings.system_settings to salus_system;

create table settings.user_preferences (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  category text not null constraint user_preferences_category_length check (length(category) between 1 and 60),
  key text not null constraint user_preferences_key_length check (length(key) between 1 and 120),
  value jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint user_preferences_pkey primary key (tenant_id, id),
  constraint user_preferences_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint user_preferences_key_unique unique (tenant_id, user_id, category, key)
);
comment on column settings.user_preferences.category is 'Usually a module name';
select platform.protect('settings.user_preferences');
