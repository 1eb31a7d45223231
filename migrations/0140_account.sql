-- What somebody asks about their own account: a copy of all that is held, or to be deleted.
create schema account;
select platform.open_schema('account');

create table account.data_exports (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  status text not null default 'waiting' constraint data_exports_status_known check (status in ('waiting', 'ready', 'expired')),
  requested_at timestamptz not null,
  ready_at timestamptz,
  expires_at timestamptz,
  file_key text,
  file_size bigint constraint data_exports_file_size_positive check (file_size > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint data_exports_pkey primary key (tenant_id, id),
  constraint data_exports_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint data_exports_ready_has_file check (status <> 'ready' or (file_key is not null and file_size is not null and expires_at is not null))
);
comment on column account.data_exports.file_key is 'Key in the file store: an archive of data.json and data.pdf';
comment on column account.data_exports.expires_at is 'Seven days after it was ready; then the file goes';
create index data_exports_by_user on account.data_exports (tenant_id, user_id, requested_at desc);
create unique index data_exports_one_waiting on account.data_exports (tenant_id, user_id) where status = 'waiting';
select platform.protect('account.data_exports');

create table account.deletion_requests (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  status text not null default 'open' constraint deletion_requests_status_known check (status in ('open', 'withdrawn', 'accepted', 'declined')),
  reason text not null constraint deletion_requests_reason_length check (length(reason) between 1 and 1000),
  requested_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  answer text constraint deletion_requests_answer_length check (length(answer) between 1 and 1000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint deletion_requests_pkey primary key (tenant_id, id),
  constraint deletion_requests_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint deletion_requests_decided_is_dated check ((status = 'open') = (decided_at is null)),
  constraint deletion_requests_decline_has_reason check (status <> 'declined' or answer is not null)
);
comment on column account.deletion_requests.answer is 'What the person is told: why it was declined, or what comes next';
create index deletion_requests_by_user on account.deletion_requests (tenant_id, user_id, requested_at desc);
create index deletion_requests_by_status on account.deletion_requests (tenant_id, status, requested_at, id);
create unique index deletion_requests_one_open on account.deletion_requests (tenant_id, user_id) where status = 'open';
select platform.protect('account.deletion_requests');
