-- Whoever runs the installation: apart from every tenant, with sessions of their own.

create schema operator;
grant usage on schema operator to salus_system;

create table operator.sessions (
  id uuid not null default uuidv7(),
  token_hash text not null,
  ip_address text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  constraint sessions_operator_pkey primary key (id),
  constraint sessions_operator_token_unique unique (token_hash),
  constraint sessions_operator_end_after_start check (expires_at > created_at)
);
comment on table operator.sessions is 'Global: opened with the operator key at the console';
comment on column operator.sessions.token_hash is 'SHA-256 in base64; the token itself is in the cookie only';
grant select, insert, update on operator.sessions to salus_system;
