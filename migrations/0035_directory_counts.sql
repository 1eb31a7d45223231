-- The active people of a department are counted by an index of their own: a hundred thousand invited ones beside them cost nothing.

create index users_active_by_dept on directory.users (tenant_id, dept_id) where status = 'active';
