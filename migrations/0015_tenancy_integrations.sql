-- What is wrong with a service that the organisation brought along.

alter table tenancy.tenant_integrations add column problem text;
comment on column tenancy.tenant_integrations.problem is 'What was wrong when it was last used or tested, in words; null: nothing';
comment on column tenancy.tenant_integrations.configuration is 'What is no secret: host, port, sender; schema in the contract of integrations';
comment on column tenancy.tenant_integrations.last_synced_at is 'When it last did what it is there for';
comment on column tenancy.tenant_integrations.credentials is 'AES-256-GCM under the tenant''s key; never shown again once saved';
