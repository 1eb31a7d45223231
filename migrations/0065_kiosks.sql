-- Kiosks: devices on the shop floor where people without e-mail come in by number and PIN.

create schema kiosks;
select platform.open_schema('kiosks');

create table kiosks.kiosks (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  branch_id uuid,
  name text not null constraint kiosks_name_length check (length(name) between 1 and 80),
  code_hash bytea constraint kiosks_code_hash_length check (length(code_hash) = 32),
  code_expires_at timestamptz,
  token_hash bytea constraint kiosks_token_hash_length check (length(token_hash) = 32),
  registered_at timestamptz,
  last_seen_at timestamptz,
  ip_address text,
  revoked_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint kiosks_pkey primary key (tenant_id, id),
  constraint kiosks_branch_exists foreign key (tenant_id, branch_id) references directory.branches (tenant_id, id),
  constraint kiosks_code_expires check ((code_hash is null) = (code_expires_at is null)),
  constraint kiosks_revoked_has_no_key check (revoked_at is null or (token_hash is null and code_hash is null))
);
comment on table kiosks.kiosks is 'A device that an administrator has registered';
comment on column kiosks.kiosks.code_hash is 'SHA-256 of the code that is typed on the device: once, within 30 minutes';
comment on column kiosks.kiosks.token_hash is 'SHA-256 of the token of 256 bit in the device''s kiosk cookie; null until it is registered, and once it is revoked';
comment on column kiosks.kiosks.ip_address is 'From where it was last seen';
create index kiosks_by_token on kiosks.kiosks (token_hash);
create index kiosks_by_code on kiosks.kiosks (code_hash);
create index kiosks_by_branch on kiosks.kiosks (tenant_id, branch_id);
create index kiosks_by_name on kiosks.kiosks (tenant_id, name, id);
select platform.protect('kiosks.kiosks');
select platform.open_to_system('kiosks.kiosks', 'select');

create table kiosks.pins (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  pin_hash text constraint pins_pin_is_argon2id check (pin_hash like '$argon2id$%'),
  set_at timestamptz,
  start_code_hash bytea constraint pins_start_code_hash_length check (length(start_code_hash) = 32),
  start_code_expires_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint pins_pkey primary key (tenant_id, id),
  constraint pins_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint pins_user_unique unique (tenant_id, user_id),
  constraint pins_start_code_expires check ((start_code_hash is null) = (start_code_expires_at is null))
);
comment on column kiosks.pins.pin_hash is 'argon2id PHC string of an HMAC-SHA-256 of person and PIN under the tenant key, so that six digits cannot be tried out on a stolen table; null until it is chosen, and while a start code waits';
comment on column kiosks.pins.start_code_hash is 'HMAC-SHA-256 of person and start code under the tenant key: once, within three days';
select platform.protect('kiosks.pins');

create table kiosks.visits (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  kiosk_id uuid not null,
  user_id uuid not null,
  session_id uuid not null,
  created_at timestamptz not null default now(),
  constraint visits_pkey primary key (tenant_id, id),
  constraint visits_kiosk_exists foreign key (tenant_id, kiosk_id) references kiosks.kiosks (tenant_id, id),
  constraint visits_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint visits_session_exists foreign key (tenant_id, session_id) references auth.sessions (tenant_id, id) on delete cascade
);
comment on table kiosks.visits is 'Who came in at which kiosk: as long as the session is kept';
create index visits_by_kiosk on kiosks.visits (tenant_id, kiosk_id, created_at desc);
create index visits_by_user on kiosks.visits (tenant_id, user_id, created_at desc);
create index visits_by_session on kiosks.visits (tenant_id, session_id);
select platform.protect('kiosks.visits');
