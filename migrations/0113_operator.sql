-- The operator's trail is sealed as those of tenants are, and also tells who was not let in; and the operator's own services.

alter table operator.audit_logs
  add column created_at timestamptz not null default now(),
  drop constraint audit_logs_operator_action_known,
  add constraint audit_logs_operator_action_known
    check (action in ('create', 'read', 'update', 'delete', 'login', 'logout', 'refused'));
comment on column operator.audit_logs.created_at is 'By the clock of the database: the order in which rows are sealed';
create index audit_logs_operator_by_writing on operator.audit_logs (created_at, id);

create table operator.services (
  kind text not null constraint services_operator_kind_known check (kind in ('payment')),
  credentials bytea,
  status text not null constraint services_operator_status_known check (status in ('active', 'failing')),
  problem text,
  last_synced_at timestamptz,
  constraint services_operator_pkey primary key (kind)
);
comment on table operator.services is 'Global: services with which the installation itself works, as its operator set them up at the console';
comment on column operator.services.credentials is 'Sealed with a key of the root secret; null: as the environment says';
comment on column operator.services.last_synced_at is 'When it last did what it is there for';
grant select, insert, update, delete on operator.services to salus_system;
