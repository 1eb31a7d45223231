-- What people did is found without reading through what the system did by itself, which is most of the trail.
create index audit_logs_by_people on platform.audit_logs (tenant_id, created_at desc, id desc) where user_id is not null;
create index audit_logs_by_people_and_entity on platform.audit_logs (tenant_id, entity_type, created_at desc, id desc) where user_id is not null;
