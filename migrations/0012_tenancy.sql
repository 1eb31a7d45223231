-- People read the tenant's display name, where it has one, wherever a higher module names the tenant.

create or replace view tenancy.tenant_list with (security_invoker = true) as
  select id as tenant_id, code, coalesce(branding ->> 'displayName', name) as name, status, trial_ends_at, suspended_reason
    from tenancy.tenants;
