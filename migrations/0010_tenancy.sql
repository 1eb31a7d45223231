-- Tenants and what belongs to the contract with them: domains, plans, subscriptions, themes, features, integrations.

create schema tenancy;
select platform.open_schema('tenancy');

-- The tenant itself: keyed and protected by id. On a cluster tenants and tenant_domains are reference tables:
-- small, rarely written, and their code and domain are unique over all tenants.
create table tenancy.tenants (
  id uuid not null default uuidv7(),
  code text not null
    constraint tenants_code_form check (code ~ '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' and length(code) between 2 and 63),
  name text not null constraint tenants_name_length check (length(name) between 1 and 200),
  status text not null default 'trial' constraint tenants_status_known check (status in ('trial', 'active', 'suspended', 'closed')),
  subscription_tier text,
  industry_type text,
  settings jsonb not null default '{}',
  branding jsonb not null default '{}',
  configuration jsonb not null default '{}',
  is_active boolean not null generated always as (status in ('trial', 'active')) stored,
  is_verified boolean not null generated always as (verified_at is not null) stored,
  max_users int constraint tenants_max_users_positive check (max_users > 0),
  max_storage_gb int constraint tenants_max_storage_positive check (max_storage_gb > 0),
  trial_starts_at timestamptz,
  trial_ends_at timestamptz,
  suspended_at timestamptz,
  verified_at timestamptz,
  created_by uuid,
  updated_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenants_pkey primary key (id),
  constraint tenants_code_unique unique (code),
  constraint tenants_trial_end_after_start check (trial_ends_at > trial_starts_at)
);
comment on column tenancy.tenants.code is 'What people type at sign-in when the host name does not tell the tenant; unique over all tenants, lower case';
comment on column tenancy.tenants.subscription_tier is 'Code of the plan in force, for display; the subscription decides';
comment on column tenancy.tenants.settings is 'How the tenant works: session lengths, password age, booking rules; schema in the tenancy contract';
comment on column tenancy.tenants.branding is 'Names and pictures shown: display name, logo, favicon, sender name';
comment on column tenancy.tenants.configuration is 'Technical switches set by the operator';
comment on column tenancy.tenants.is_active is 'Derived from status';
comment on column tenancy.tenants.is_verified is 'Derived from verified_at';
comment on column tenancy.tenants.max_users is 'Active and invited users at most; null is no limit';
comment on column tenancy.tenants.max_storage_gb is 'Files at most, in gigabytes of 10^9 bytes; null is no limit';
comment on column tenancy.tenants.trial_ends_at is 'From then on a tenant in status trial is suspended';
create index tenants_by_status on tenancy.tenants (status, trial_ends_at);
create index tenants_by_name on tenancy.tenants (name, id);
select platform.protect('tenancy.tenants', 'id');
revoke delete on tenancy.tenants from salus_app;
select platform.open_to_system('tenancy.tenants', 'select, insert, update');

create table tenancy.tenant_domains (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  domain text not null
    constraint tenant_domains_domain_form check (domain = lower(domain) and domain !~ '[\s/:@]' and length(domain) between 1 and 253),
  is_primary boolean not null default false,
  verification_token text not null,
  verified_at timestamptz,
  last_checked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenant_domains_pkey primary key (tenant_id, id),
  constraint tenant_domains_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint tenant_domains_domain_unique unique (tenant_id, domain),
  constraint tenant_domains_primary_is_verified check (not is_primary or verified_at is not null)
);
comment on column tenancy.tenant_domains.domain is 'Host name without port. Any tenant may claim one; only a verified claim resolves the tenant, and only one tenant can hold it verified';
comment on column tenancy.tenant_domains.verification_token is 'What the DNS TXT record must contain';
comment on column tenancy.tenant_domains.last_checked_at is 'When the DNS record was last looked up';
create unique index tenant_domains_verified_once on tenancy.tenant_domains (domain) where verified_at is not null;
create unique index tenant_domains_one_primary on tenancy.tenant_domains (tenant_id) where is_primary;
select platform.protect('tenancy.tenant_domains');
select platform.open_to_system('tenancy.tenant_domains', 'select, insert, update');

create table tenancy.tenant_configs (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  key text not null constraint tenant_configs_key_length check (length(key) between 1 and 120),
  value jsonb not null,
  category text not null default 'general',
  is_encrypted boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenant_configs_pkey primary key (tenant_id, id),
  constraint tenant_configs_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint tenant_configs_key_unique unique (tenant_id, key),
  constraint tenant_configs_encrypted_is_text check (not is_encrypted or jsonb_typeof(value) = 'string')
);
comment on column tenancy.tenant_configs.value is 'When is_encrypted: a base64 string, AES-256-GCM, under the tenant key';
create index tenant_configs_by_category on tenancy.tenant_configs (tenant_id, category, key);
select platform.protect('tenancy.tenant_configs');

create table tenancy.plans (
  id uuid not null default uuidv7(),
  code text not null constraint plans_code_form check (code = lower(code) and length(code) between 1 and 60),
  name text not null constraint plans_name_length check (length(name) between 1 and 120),
  description text,
  amount numeric(12, 2) not null default 0 constraint plans_amount_not_negative check (amount >= 0),
  currency text not null default 'GBP' constraint plans_currency_form check (currency ~ '^[A-Z]{3}$'),
  billing_cycle text not null default 'monthly' constraint plans_billing_cycle_known check (billing_cycle in ('monthly', 'quarterly', 'yearly')),
  features jsonb not null default '{}',
  usage_limits jsonb not null default '{}',
  trial_days int not null default 0 constraint plans_trial_days_not_negative check (trial_days >= 0),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint plans_pkey primary key (id),
  constraint plans_code_unique unique (code)
);
comment on table tenancy.plans is 'Global: what a tenant can subscribe to';
comment on column tenancy.plans.amount is 'Price per billing cycle, without tax';
comment on column tenancy.plans.features is 'Feature keys switched on by the plan: {"telemedicine": true}';
comment on column tenancy.plans.usage_limits is '{"max_users": 250, "max_storage_gb": 50}; a missing key is no limit';
comment on column tenancy.plans.is_active is 'Whether it can be newly subscribed to';
select platform.publish_global('tenancy.plans');
grant insert, update on tenancy.plans to salus_system;

create table tenancy.tenant_subscriptions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  plan_id uuid not null,
  status text not null default 'active'
    constraint tenant_subscriptions_status_known check (status in ('trialing', 'active', 'past_due', 'canceled', 'expired')),
  amount numeric(12, 2) not null constraint tenant_subscriptions_amount_not_negative check (amount >= 0),
  currency text not null constraint tenant_subscriptions_currency_form check (currency ~ '^[A-Z]{3}$'),
  billing_cycle text not null
    constraint tenant_subscriptions_billing_cycle_known check (billing_cycle in ('monthly', 'quarterly', 'yearly')),
  features jsonb not null default '{}',
  usage_limits jsonb not null default '{}',
  starts_at timestamptz not null,
  ends_at timestamptz,
  canceled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenant_subscriptions_pkey primary key (tenant_id, id),
  constraint tenant_subscriptions_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint tenant_subscriptions_plan_exists foreign key (plan_id) references tenancy.plans (id),
  constraint tenant_subscriptions_end_after_start check (ends_at > starts_at)
);
comment on column tenancy.tenant_subscriptions.amount is 'Agreed price per billing cycle, without tax';
comment on column tenancy.tenant_subscriptions.features is 'What was agreed beyond or below the plan; overrides the plan key by key';
comment on column tenancy.tenant_subscriptions.usage_limits is 'Overrides the plan key by key';
create unique index tenant_subscriptions_one_current on tenancy.tenant_subscriptions (tenant_id)
  where status in ('trialing', 'active', 'past_due');
create index tenant_subscriptions_by_plan on tenancy.tenant_subscriptions (tenant_id, plan_id);
create index tenant_subscriptions_by_start on tenancy.tenant_subscriptions (tenant_id, starts_at desc, id desc);
create index tenant_subscriptions_by_end on tenancy.tenant_subscriptions (status, ends_at);
select platform.protect('tenancy.tenant_subscriptions');
select platform.open_to_system('tenancy.tenant_subscriptions', 'select, insert, update');

create table tenancy.tenant_billing (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  subscription_id uuid not null,
  billing_name text not null constraint tenant_billing_name_length check (length(billing_name) between 1 and 200),
  billing_email text not null constraint tenant_billing_email_form check (billing_email = lower(billing_email) and length(billing_email) between 3 and 254),
  billing_address text,
  tax_id text,
  currency text not null constraint tenant_billing_currency_form check (currency ~ '^[A-Z]{3}$'),
  payment_method jsonb not null default '{}',
  auto_renew boolean not null default true,
  last_billed_at timestamptz,
  next_billing_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenant_billing_pkey primary key (tenant_id, id),
  constraint tenant_billing_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint tenant_billing_subscription_exists foreign key (tenant_id, subscription_id)
    references tenancy.tenant_subscriptions (tenant_id, id),
  constraint tenant_billing_subscription_unique unique (tenant_id, subscription_id),
  constraint tenant_billing_next_after_last check (next_billing_at > last_billed_at)
);
comment on column tenancy.tenant_billing.tax_id is 'VAT registration number';
comment on column tenancy.tenant_billing.payment_method is 'Kind and reference at the payment provider; never card or account numbers';
comment on column tenancy.tenant_billing.auto_renew is 'Whether the subscription is prolonged at next_billing_at or ends';
create index tenant_billing_by_next on tenancy.tenant_billing (next_billing_at);
select platform.protect('tenancy.tenant_billing');
select platform.open_to_system('tenancy.tenant_billing', 'select, update');

create table tenancy.tenant_themes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null constraint tenant_themes_name_length check (length(name) between 1 and 120),
  colors jsonb not null default '{}',
  typography jsonb not null default '{}',
  layout jsonb not null default '{}',
  components jsonb not null default '{}',
  is_active boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenant_themes_pkey primary key (tenant_id, id),
  constraint tenant_themes_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint tenant_themes_name_unique unique (tenant_id, name)
);
comment on column tenancy.tenant_themes.colors is 'Primary colour and scheme: {"primary": "#0f6b6b", "scheme": "auto"}; ten shades are computed';
comment on column tenancy.tenant_themes.typography is 'Font family from a closed list, base size in pixels';
comment on column tenancy.tenant_themes.layout is 'Density, navigation side, corner radius in pixels';
comment on column tenancy.tenant_themes.components is 'Default properties of interface components';
create unique index tenant_themes_one_active on tenancy.tenant_themes (tenant_id) where is_active;
select platform.protect('tenancy.tenant_themes');

create table tenancy.tenant_features (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  feature_key text not null
    constraint tenant_features_key_form check (feature_key = lower(feature_key) and length(feature_key) between 1 and 80),
  is_enabled boolean not null default false,
  configuration jsonb not null default '{}',
  usage_limits jsonb not null default '{}',
  usage_stats jsonb not null default '{}',
  enabled_at timestamptz,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenant_features_pkey primary key (tenant_id, id),
  constraint tenant_features_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint tenant_features_key_unique unique (tenant_id, feature_key),
  constraint tenant_features_expiry_after_start check (expires_at > enabled_at)
);
comment on column tenancy.tenant_features.feature_key is 'Usually a module name; what the plan does not say, this row says';
comment on column tenancy.tenant_features.usage_limits is 'Numbers per counted name and calendar month: {"video_minutes": 600}';
comment on column tenancy.tenant_features.usage_stats is 'Counters of the running month, same names as usage_limits, and "month"';
select platform.protect('tenancy.tenant_features');
select platform.open_to_system('tenancy.tenant_features', 'select');

create table tenancy.tenant_integrations (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  integration_type text not null
    constraint tenant_integrations_type_known check (integration_type in ('sso', 'hr', 'mail', 'sms', 'video', 'storage', 'calendar', 'payment', 'webhook', 'lti', 'other')),
  provider text not null constraint tenant_integrations_provider_length check (length(provider) between 1 and 120),
  credentials bytea,
  configuration jsonb not null default '{}',
  status text not null default 'inactive'
    constraint tenant_integrations_status_known check (status in ('active', 'inactive', 'failing')),
  last_synced_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint tenant_integrations_pkey primary key (tenant_id, id),
  constraint tenant_integrations_tenant_exists foreign key (tenant_id) references tenancy.tenants (id),
  constraint tenant_integrations_provider_unique unique (tenant_id, integration_type, provider)
);
comment on column tenancy.tenant_integrations.credentials is 'AES-256-GCM, JSON under the tenant key; never shown again once saved';
select platform.protect('tenancy.tenant_integrations');

-- What higher modules may know of a tenant; sign-in reads it before a tenant is bound.
create view tenancy.tenant_list with (security_invoker = true) as
  select id as tenant_id, code, name, status, trial_ends_at
    from tenancy.tenants;
grant select on tenancy.tenant_list to salus_app, salus_system;
