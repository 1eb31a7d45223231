-- Second factors: authenticator apps, passkeys, recovery codes.

create schema factors;
select platform.open_schema('factors');

create table factors.factors (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  kind text not null constraint factors_kind_known check (kind in ('totp', 'passkey')),
  name text not null constraint factors_name_length check (length(name) between 1 and 80),
  secret bytea,
  last_step bigint,
  credential_id text,
  public_key bytea,
  counter bigint not null default 0 constraint factors_counter_not_negative check (counter >= 0),
  transports text[] not null default '{}',
  is_synced boolean not null default false,
  awaited_until timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint factors_pkey primary key (tenant_id, id),
  constraint factors_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint factors_credential_unique unique (tenant_id, credential_id),
  constraint factors_totp_has_secret check (kind <> 'totp' or secret is not null),
  constraint factors_passkey_has_key check (kind <> 'passkey' or (credential_id is not null and public_key is not null and awaited_until is null))
);
comment on table factors.factors is 'An authenticator app or a passkey of a person. An app counts once its first code was right';
comment on column factors.factors.secret is 'TOTP: the shared secret, encrypted with the key of the person';
comment on column factors.factors.last_step is 'TOTP: the step of the newest code that was accepted; a code counts once';
comment on column factors.factors.credential_id is 'Passkey: base64url, as the authenticator names it';
comment on column factors.factors.public_key is 'Passkey: COSE key';
comment on column factors.factors.counter is 'Passkey: signatures so far, as the authenticator counts; 0 where it does not';
comment on column factors.factors.awaited_until is 'TOTP: until then its first code is awaited; null once that was right';
comment on column factors.factors.transports is 'Passkey: how the browser reaches it';
comment on column factors.factors.is_synced is 'Passkey: it lives in an account of the maker and survives the device';
create index factors_by_user on factors.factors (tenant_id, user_id, created_at, id);
select platform.protect('factors.factors');

create table factors.recovery_codes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  code_hash bytea not null constraint recovery_codes_code_hash_length check (length(code_hash) = 32),
  used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint recovery_codes_pkey primary key (tenant_id, id),
  constraint recovery_codes_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint recovery_codes_code_unique unique (tenant_id, user_id, code_hash)
);
comment on column factors.recovery_codes.code_hash is 'HMAC-SHA-256 of person and code under the tenant key';
comment on column factors.recovery_codes.used_at is 'Once, also in parallel';
select platform.protect('factors.recovery_codes');

create table factors.challenges (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  session_id uuid not null,
  purpose text not null constraint challenges_purpose_known check (purpose in ('enrol', 'show')),
  challenge text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint challenges_pkey primary key (tenant_id, id),
  constraint challenges_session_exists foreign key (tenant_id, session_id) references auth.sessions (tenant_id, id) on delete cascade
);
comment on table factors.challenges is 'What a passkey must sign: once, in the session that asked, within five minutes';
create index challenges_by_session on factors.challenges (tenant_id, session_id);
select platform.protect('factors.challenges');
