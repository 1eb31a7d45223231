-- Support: a person lends their session to somebody, by a code, for half an hour.

create schema support;
select platform.open_schema('support');

create table support.consents (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  code_hash bytea not null constraint consents_code_hash_length check (length(code_hash) = 32),
  expires_at timestamptz not null,
  used_at timestamptz,
  supporter_id uuid,
  supporter_session_id uuid,
  session_id uuid,
  permissions jsonb constraint consents_permissions_array check (jsonb_typeof(permissions) = 'array'),
  ends_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint consents_pkey primary key (tenant_id, id),
  constraint consents_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint consents_supporter_exists foreign key (tenant_id, supporter_id) references directory.users (tenant_id, id),
  constraint consents_code_unique unique (tenant_id, code_hash),
  constraint consents_supporter_is_other check (supporter_id <> user_id),
  constraint consents_used_by_somebody check (used_at is null or (supporter_id is not null and session_id is not null and ends_at is not null))
);
comment on table support.consents is 'A code by which a person lends their session to somebody who supports them, and what became of it';
comment on column support.consents.code_hash is 'HMAC-SHA-256 of the code under the tenant key';
comment on column support.consents.expires_at is 'The code works once, until then';
comment on column support.consents.supporter_session_id is 'The supporter''s own session, to which they return';
comment on column support.consents.session_id is 'The lent session in auth.sessions; a plain id, because consents outlive sessions';
comment on column support.consents.permissions is 'What the lent session may at most';
comment on column support.consents.ended_at is 'Withdrawn, ended by either of them, or by what either of them may no longer; null while it may go on until ends_at';
create index consents_by_user on support.consents (tenant_id, user_id, created_at desc, id desc);
create index consents_by_supporter on support.consents (tenant_id, supporter_id, ends_at);
create index consents_by_end on support.consents (tenant_id, ends_at);
create index consents_by_session on support.consents (tenant_id, session_id);
create index consents_by_supporter_session on support.consents (tenant_id, supporter_session_id);
select platform.protect('support.consents');
