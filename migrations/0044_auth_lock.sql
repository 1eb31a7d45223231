-- A lock that an administrator puts on an account stays until one takes it away; a lock by guessing ends by itself.
alter table auth.credentials
  add column locked_by uuid,
  add column lock_reason text constraint credentials_lock_reason_length check (length(lock_reason) between 1 and 500),
  add constraint credentials_lock_has_time check (locked_by is null or locked_at is not null);
comment on column auth.credentials.locked_by is 'Who shut the account; null where too many wrong answers did';
comment on column auth.credentials.lock_reason is 'For administrators; the person is told that, not why';
