-- Who are you: passwords, sessions, devices, sign-in history, one-time links, API keys, guessing.

create schema auth;
select platform.open_schema('auth');

create table auth.credentials (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  password_hash text,
  password_changed_at timestamptz,
  must_change boolean not null default false,
  is_locked boolean not null generated always as (locked_at is not null) stored,
  locked_at timestamptz,
  failed_login_attempts int not null default 0 constraint credentials_failed_attempts_not_negative check (failed_login_attempts >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint credentials_pkey primary key (tenant_id, id),
  constraint credentials_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint credentials_user_unique unique (tenant_id, user_id),
  constraint credentials_password_is_argon2id check (password_hash like '$argon2id$%')
);
comment on table auth.credentials is 'Read by sign-in only';
comment on column auth.credentials.password_hash is 'argon2id PHC string, salt included; null until the invitation is accepted';
comment on column auth.credentials.must_change is 'The next session may only set a new password';
comment on column auth.credentials.is_locked is 'Derived from locked_at';
comment on column auth.credentials.locked_at is 'Locked from then on; a lock by guessing ends by itself after 15 minutes at most';
comment on column auth.credentials.failed_login_attempts is 'Since the last success, over all doors';
select platform.protect('auth.credentials');
select platform.open_to_system('auth.credentials', 'select, update');

create table auth.devices (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  token_hash bytea not null constraint devices_token_hash_length check (length(token_hash) = 32),
  device_name text,
  device_type text not null default 'browser' constraint devices_device_type_known check (device_type in ('browser', 'mobile', 'desktop', 'other')),
  user_agent text,
  ip_address text,
  is_trusted boolean not null default false,
  trusted_until timestamptz,
  last_seen_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint devices_pkey primary key (tenant_id, id),
  constraint devices_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint devices_token_unique unique (tenant_id, user_id, token_hash)
);
comment on table auth.devices is 'A device that has signed in before: known devices keep their own allowance of wrong passwords';
comment on column auth.devices.token_hash is 'SHA-256 of the token in the device cookie';
comment on column auth.devices.is_trusted is 'The second factor is not asked again before trusted_until';
comment on column auth.devices.ip_address is 'Where it was last seen';
create index devices_by_user on auth.devices (tenant_id, user_id, last_seen_at desc, id desc);
select platform.protect('auth.devices');
select platform.open_to_system('auth.devices', 'select, insert, update');

create table auth.sessions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  device_id uuid,
  token_hash bytea not null constraint sessions_token_hash_length check (length(token_hash) = 32),
  refresh_token_hash bytea constraint sessions_refresh_token_hash_length check (length(refresh_token_hash) = 32),
  previous_refresh_hash bytea constraint sessions_previous_refresh_hash_length check (length(previous_refresh_hash) = 32),
  family_id uuid not null default uuidv7(),
  refresh_rotated_at timestamptz,
  device_info text,
  ip_address text,
  user_agent text,
  permissions jsonb constraint sessions_permissions_array check (jsonb_typeof(permissions) = 'array'),
  metadata jsonb not null default '{}',
  expires_at timestamptz not null,
  refresh_token_expires_at timestamptz,
  last_active_at timestamptz not null,
  second_factor_at timestamptz,
  revoked_at timestamptz,
  revoked_reason text,
  revoked_by uuid,
  created_at timestamptz not null default now(),
  constraint sessions_pkey primary key (tenant_id, id),
  constraint sessions_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint sessions_device_exists foreign key (tenant_id, device_id) references auth.devices (tenant_id, id),
  constraint sessions_token_unique unique (tenant_id, token_hash),
  constraint sessions_refresh_token_unique unique (tenant_id, refresh_token_hash)
);
comment on column auth.sessions.token_hash is 'SHA-256 of the opaque token of 256 bit';
comment on column auth.sessions.refresh_token_hash is 'SHA-256; null for browser sessions, which have a cookie only';
comment on column auth.sessions.previous_refresh_hash is 'The one before: within 10 s of rotation it gets the same successor again, later its use ends the family';
comment on column auth.sessions.family_id is 'Sessions that came from one sign-in by refreshing or stepping up';
comment on column auth.sessions.device_info is 'Browser and system in words, as the sessions list shows them';
comment on column auth.sessions.permissions is 'When not null: at most these permission codes';
comment on column auth.sessions.metadata is 'How the person signed in, what stepping up was for';
comment on column auth.sessions.expires_at is 'Absolute end, or the end of the access token when there is a refresh token; idle sessions end earlier';
comment on column auth.sessions.second_factor_at is 'When the second factor was last shown';
comment on column auth.sessions.revoked_reason is 'signed_out, revoked, password_changed, refresh_reused, user_deactivated, tenant_suspended, replaced';
create index sessions_by_token on auth.sessions (token_hash);
create index sessions_by_refresh_token on auth.sessions (refresh_token_hash);
create index sessions_by_previous_refresh on auth.sessions (previous_refresh_hash);
create index sessions_by_user on auth.sessions (tenant_id, user_id, created_at desc, id desc);
create index sessions_by_family on auth.sessions (tenant_id, family_id);
create index sessions_by_device on auth.sessions (tenant_id, device_id);
create index sessions_by_expiry on auth.sessions (expires_at);
select platform.protect('auth.sessions');
select platform.open_to_system('auth.sessions', 'select, insert, update, delete');

create table auth.session_activities (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  session_id uuid not null,
  activity_type text not null
    constraint session_activities_type_known check (activity_type in ('signed_in', 'refreshed', 'stepped_up', 'moved', 'revoked', 'refused', 'signed_out')),
  ip_address text,
  activity_data jsonb not null default '{}',
  created_at timestamptz not null default now(),
  constraint session_activities_pkey primary key (tenant_id, id),
  constraint session_activities_session_exists foreign key (tenant_id, session_id)
    references auth.sessions (tenant_id, id) on delete cascade
);
comment on column auth.session_activities.activity_type is 'moved: the session was seen from another address; refused: an old refresh token was used';
create index session_activities_by_session on auth.session_activities (tenant_id, session_id, created_at desc, id desc);
select platform.protect_append_only('auth.session_activities');
select platform.open_to_system('auth.session_activities', 'select, insert');

create table auth.login_history (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid,
  identifier_hash bytea not null constraint login_history_identifier_hash_length check (length(identifier_hash) = 32),
  outcome text not null constraint login_history_outcome_known check (outcome in ('success', 'failure', 'locked', 'second_factor_needed', 'throttled')),
  reason text,
  method text not null default 'password' constraint login_history_method_known check (method in ('password', 'refresh', 'oidc', 'passkey', 'one_time_token', 'api_key')),
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  constraint login_history_pkey primary key (tenant_id, id),
  constraint login_history_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on column auth.login_history.user_id is 'Null when nobody of that name exists';
comment on column auth.login_history.identifier_hash is 'HMAC-SHA-256 of what was typed as user name, under the tenant key';
comment on column auth.login_history.reason is 'Why it failed, never shown to the one who tried';
create index login_history_by_user on auth.login_history (tenant_id, user_id, created_at desc, id desc);
create index login_history_by_time on auth.login_history (tenant_id, created_at desc, id desc);
select platform.protect_append_only('auth.login_history');
select platform.open_to_system('auth.login_history', 'select, insert');

create table auth.security_questions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  question text not null constraint security_questions_question_length check (length(question) between 5 and 300),
  answer_hash text not null constraint security_questions_answer_is_argon2id check (answer_hash like '$argon2id$%'),
  sequence int not null constraint security_questions_sequence_positive check (sequence > 0),
  answered_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint security_questions_pkey primary key (tenant_id, id),
  constraint security_questions_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint security_questions_sequence_unique unique (tenant_id, user_id, sequence)
);
comment on table auth.security_questions is 'An extra hurdle before recovery, never a door of its own';
comment on column auth.security_questions.answer_hash is 'argon2id PHC string of the answer, trimmed, in lower case';
comment on column auth.security_questions.answered_at is 'Last answered rightly';
select platform.protect('auth.security_questions');
select platform.open_to_system('auth.security_questions', 'select, update');

create table auth.one_time_tokens (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  purpose text not null constraint one_time_tokens_purpose_known check (purpose in ('invite', 'reset', 'verify_email')),
  token_hash bytea not null constraint one_time_tokens_token_hash_length check (length(token_hash) = 32),
  email text constraint one_time_tokens_email_form check (email = lower(email)),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  constraint one_time_tokens_pkey primary key (tenant_id, id),
  constraint one_time_tokens_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint one_time_tokens_token_unique unique (tenant_id, token_hash)
);
comment on column auth.one_time_tokens.token_hash is 'SHA-256 of the token in the link';
comment on column auth.one_time_tokens.email is 'The address the link was sent to: the one it verifies';
comment on column auth.one_time_tokens.expires_at is 'At most 30 minutes after it was made, 7 days for an invitation';
comment on column auth.one_time_tokens.used_at is 'Set in the transaction that acts on it: once, also in parallel';
create index one_time_tokens_by_token on auth.one_time_tokens (token_hash);
create index one_time_tokens_by_user on auth.one_time_tokens (tenant_id, user_id, purpose);
create index one_time_tokens_by_expiry on auth.one_time_tokens (expires_at);
select platform.protect('auth.one_time_tokens');
select platform.open_to_system('auth.one_time_tokens', 'select, update, delete');

create table auth.api_keys (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null constraint api_keys_name_length check (length(name) between 1 and 120),
  prefix text not null,
  key_hash bytea not null constraint api_keys_key_hash_length check (length(key_hash) = 32),
  permissions text[] not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint api_keys_pkey primary key (tenant_id, id),
  constraint api_keys_key_unique unique (tenant_id, key_hash)
);
comment on column auth.api_keys.prefix is 'The first characters, shown so that people recognise the key';
comment on column auth.api_keys.key_hash is 'SHA-256 of the key of 256 bit';
comment on column auth.api_keys.permissions is 'Permission codes; those count that created_by still holds';
comment on column auth.api_keys.created_by is 'In whose name the key acts';
create index api_keys_by_key on auth.api_keys (key_hash);
create index api_keys_by_creator on auth.api_keys (tenant_id, created_by, created_at desc, id desc);
create index api_keys_by_time on auth.api_keys (tenant_id, created_at desc, id desc);
select platform.protect('auth.api_keys');
select platform.open_to_system('auth.api_keys', 'select, update (last_used_at)');

create table auth.guess_counters (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  identifier_hash bytea not null constraint guess_counters_identifier_hash_length check (length(identifier_hash) = 32),
  known_device boolean not null,
  window_start timestamptz not null,
  attempts int not null default 0 constraint guess_counters_attempts_not_negative check (attempts >= 0),
  created_at timestamptz not null default now(),
  constraint guess_counters_pkey primary key (tenant_id, id),
  constraint guess_counters_window_unique unique (tenant_id, identifier_hash, known_device, window_start)
);
comment on table auth.guess_counters is 'Wrong answers per account and hour over all doors together; known devices keep their own allowance';
comment on column auth.guess_counters.identifier_hash is 'HMAC-SHA-256 of the account under the tenant key, and of the device when known';
create index guess_counters_by_age on auth.guess_counters (window_start);
select platform.protect('auth.guess_counters');
select platform.open_to_system('auth.guess_counters', 'select, insert, update, delete');
