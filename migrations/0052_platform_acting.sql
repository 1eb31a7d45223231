-- What somebody did in sessions that others lent them is found like what they did in their own.
create index audit_logs_by_acting on platform.audit_logs (tenant_id, acting_user_id, created_at desc, id desc) where acting_user_id is not null;
