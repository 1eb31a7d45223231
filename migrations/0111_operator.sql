-- The operator's own second factor: an authenticator app, asked for at the console once it is there.
create table operator.factors (
  id uuid not null default uuidv7(),
  secret bytea not null,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  last_step int,
  wrong_since timestamptz,
  wrong_attempts int not null default 0,
  constraint factors_operator_pkey primary key (id)
);
comment on table operator.factors is 'Global: at most one is confirmed';
comment on column operator.factors.secret is 'TOTP secret (RFC 6238), sealed with a key of the root secret';
comment on column operator.factors.last_step is 'The newest 30-second step whose code was accepted: each counts once';
comment on column operator.factors.wrong_attempts is 'Wrong codes since wrong_since, which is moved after an hour';
create unique index factors_operator_one on operator.factors ((true)) where confirmed_at is not null;
grant select, insert, update, delete on operator.factors to salus_system;
