-- Which system roles hold a permission in every tenant, so that a newer version finds what its tenants lack.
alter table access.permissions add column system_roles text[] not null default '{}';
comment on column access.permissions.system_roles is 'Codes of the system roles that hold it in every tenant; written once all of them do';
