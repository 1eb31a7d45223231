-- Proving that an e-mail address or a telephone number is a person's own.

create schema contacts;
select platform.open_schema('contacts');

create table contacts.phone_codes (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  phone text not null constraint phone_codes_phone_form check (phone ~ '^\+?[0-9]{7,15}$'),
  code_hash bytea not null constraint phone_codes_code_hash_length check (length(code_hash) = 32),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default now(),
  constraint phone_codes_pkey primary key (tenant_id, id),
  constraint phone_codes_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on table contacts.phone_codes is 'Codes sent as text messages: once, within ten minutes';
comment on column contacts.phone_codes.phone is 'Where it was sent: the number it verifies';
comment on column contacts.phone_codes.code_hash is 'HMAC-SHA-256 of person and code under the tenant key';
create index phone_codes_by_user on contacts.phone_codes (tenant_id, user_id, created_at desc);
select platform.protect('contacts.phone_codes');
