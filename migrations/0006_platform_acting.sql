-- Who really acted, where somebody else's session was lent to them.
alter table platform.audit_logs add column acting_user_id uuid;
comment on column platform.audit_logs.acting_user_id is 'Who really acted, in a session that user_id lent them for support; null where that was user_id';
