-- The tree of organizations, for what counts within one and those below it.

create view directory.organization_list with (security_invoker = true) as
  select tenant_id, id, name, code, parent_org_id as parent_id, status
    from directory.organizations;
grant select on directory.organization_list to salus_app;
