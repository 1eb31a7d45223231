-- What the operator did: a trail of its own, beside those of the tenants, which nobody can change.

create table operator.audit_logs (
  id uuid not null default uuidv7(),
  at timestamptz not null,
  session_id uuid,
  key_id uuid,
  ip_address text,
  action text not null constraint audit_logs_operator_action_known check (action in ('create', 'read', 'update', 'delete', 'login', 'logout')),
  entity text not null,
  entity_id text,
  on_tenant uuid,
  old_values jsonb,
  new_values jsonb,
  constraint audit_logs_operator_pkey primary key (id)
);
comment on table operator.audit_logs is 'Global: written in the statement or transaction of what it tells, append-only';
comment on column operator.audit_logs.session_id is 'Of operator.sessions: done at the console';
comment on column operator.audit_logs.key_id is 'Of platform.operator_keys: done by a program that holds the key';
comment on column operator.audit_logs.entity is 'A table without its schema';
comment on column operator.audit_logs.on_tenant is 'The tenant it was done to; null: the installation';
create index audit_logs_operator_by_time on operator.audit_logs (at desc, id desc);
create index audit_logs_operator_by_tenant on operator.audit_logs (on_tenant, at desc, id desc);
grant select, insert on operator.audit_logs to salus_system;
-- What is done inside a tenant is told in the same transaction.
grant usage on schema operator to salus_app;
grant insert on operator.audit_logs to salus_app;
