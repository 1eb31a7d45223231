-- The lifecycle of a tenant: why it is suspended, when it was closed, and which warning about the end of its trial was sent.

alter table tenancy.tenants
  add column suspended_reason text constraint tenants_suspended_reason_length check (length(suspended_reason) between 1 and 500),
  add column closed_at timestamptz,
  add column trial_warned_days int;
comment on column tenancy.tenants.suspended_reason is 'What people read when they are refused';
comment on column tenancy.tenants.trial_warned_days is 'The last warning that administrators got: so many days before the trial ends';

create or replace view tenancy.tenant_list with (security_invoker = true) as
  select id as tenant_id, code, name, status, trial_ends_at, suspended_reason
    from tenancy.tenants;
