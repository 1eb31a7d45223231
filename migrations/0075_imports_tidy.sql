-- Imports are tidied up: after a while their rows and their file go, and with them the undo.

alter table imports.runs add column tidied_at timestamptz;
comment on column imports.runs.tidied_at is 'The rows and the file have gone; what was imported stays';
create index runs_by_age on imports.runs (tenant_id, updated_at) where tidied_at is null;
