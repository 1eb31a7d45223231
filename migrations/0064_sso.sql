-- Single sign-on: the providers an organisation trusts, who is who there, and sign-ins on their way.

create schema sso;
select platform.open_schema('sso');

create table sso.connections (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  name text not null constraint sso_connections_name_length check (length(name) between 1 and 80),
  issuer text not null constraint sso_connections_issuer_form check (issuer ~ '^https?://[^?#]+$' and length(issuer) <= 500),
  client_id text not null constraint sso_connections_client_id_length check (length(client_id) between 1 and 300),
  client_secret bytea not null,
  scopes text[] not null default '{openid,profile,email}',
  domains text[] not null default '{}',
  is_active boolean not null default false,
  may_create boolean not null default false,
  may_link boolean not null default false,
  second_factors text[] not null default '{}',
  claims jsonb not null default '{}',
  mappings jsonb not null default '[]' constraint sso_connections_mappings_array check (jsonb_typeof(mappings) = 'array'),
  mapped_by uuid,
  checked_at timestamptz,
  problem text,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sso_connections_pkey primary key (tenant_id, id),
  constraint sso_connections_name_unique unique (tenant_id, name),
  constraint sso_connections_issuer_unique unique (tenant_id, issuer)
);
comment on table sso.connections is 'An OpenID Connect provider that a tenant lets its people sign in through';
comment on column sso.connections.issuer is 'Compared to the letter with what the provider says of itself and in every ID token';
comment on column sso.connections.client_secret is 'AES-256-GCM under the tenant''s key; never shown again';
comment on column sso.connections.domains is 'An e-mail address at one of these leads here, while the tenant has the domain proven';
comment on column sso.connections.may_create is 'Somebody the provider knows and we do not becomes a person at their first sign-in';
comment on column sso.connections.may_link is 'A first sign-in with a verified address at one of the domains is the person who has that address, if nothing was linked to them before';
comment on column sso.connections.second_factors is 'Values of amr or acr by which the tenant trusts that the provider asked for a second factor: {mfa}; empty: we ask ourselves';
comment on column sso.connections.claims is 'Names of claims: {"firstName", "lastName", "email", "employeeNumber", "department", "groups"}';
comment on column sso.connections.mappings is '[{"group": "oh-nurses", "roles": ["oh_professional"], "department": "oh"}]; roles and department by code, null leaves the department';
comment on column sso.connections.mapped_by is 'Who saved the mappings: they give what that person may give at the moment of a sign-in, and no more';
comment on column sso.connections.checked_at is 'When the provider was last asked whether all is well';
comment on column sso.connections.problem is 'What is wrong, in words; null: nothing known';
select platform.protect('sso.connections');

create table sso.identities (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  issuer text not null,
  subject text not null constraint sso_identities_subject_length check (length(subject) between 1 and 255),
  origin text not null constraint sso_identities_origin_known check (origin in ('created', 'address', 'administrator')),
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint sso_identities_pkey primary key (tenant_id, id),
  constraint sso_identities_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint sso_identities_subject_unique unique (tenant_id, issuer, subject)
);
comment on table sso.identities is 'Who a person is at a provider: by issuer and subject, never by e-mail address';
comment on column sso.identities.subject is 'The provider''s name for the person, never given to another';
comment on column sso.identities.origin is 'created: the person was, with it; address: by a verified address at a proven domain; administrator: by hand';
create index sso_identities_by_user on sso.identities (tenant_id, user_id, created_at, id);
select platform.protect('sso.identities');

create table sso.visits (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  connection_id uuid not null,
  state_hash bytea not null constraint sso_visits_state_hash_length check (length(state_hash) = 32),
  browser_hash bytea not null constraint sso_visits_browser_hash_length check (length(browser_hash) = 32),
  nonce text not null,
  verifier text not null,
  redirect_uri text not null,
  return_to text not null constraint sso_visits_return_to_is_ours check (return_to ~ '^/([^/\\]|$)'),
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint sso_visits_pkey primary key (tenant_id, id),
  constraint sso_visits_connection_exists foreign key (tenant_id, connection_id) references sso.connections (tenant_id, id) on delete cascade,
  constraint sso_visits_state_unique unique (tenant_id, state_hash)
);
comment on table sso.visits is 'Somebody is at the provider to sign in: gone with the answer, whatever it is, and after ten minutes';
comment on column sso.visits.state_hash is 'SHA-256 of the state';
comment on column sso.visits.browser_hash is 'SHA-256 of the cookie of the browser that began it';
comment on column sso.visits.verifier is 'PKCE: proves to the provider that the code comes back to who asked for it';
comment on column sso.visits.return_to is 'A path of ours';
create index sso_visits_by_state on sso.visits (state_hash);
create index sso_visits_by_expiry on sso.visits (expires_at);
create index sso_visits_by_connection on sso.visits (tenant_id, connection_id);
select platform.protect('sso.visits');
select platform.open_to_system('sso.visits', 'select, delete');
