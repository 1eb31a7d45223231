-- Branches, as higher modules may know them.
create view directory.branch_list with (security_invoker = true) as
  select tenant_id, id, org_id, name, city, status
    from directory.branches;
grant select on directory.branch_list to salus_app;
