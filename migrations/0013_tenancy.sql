-- What the tenant's files take, counted exactly: whoever keeps or drops one holds the tenant's row until they commit.

alter table tenancy.tenants
  add column storage_bytes bigint not null default 0 constraint tenants_storage_not_negative check (storage_bytes >= 0);
comment on column tenancy.tenants.storage_bytes is 'The sum of stored_files.size_bytes';

create table tenancy.stored_files (
  tenant_id uuid not null,
  file_key text not null,
  size_bytes bigint not null constraint stored_files_size_not_negative check (size_bytes >= 0),
  created_at timestamptz not null default now(),
  constraint stored_files_pkey primary key (tenant_id, file_key),
  constraint stored_files_tenant_exists foreign key (tenant_id) references tenancy.tenants (id)
);
comment on table tenancy.stored_files is 'Every file that counts against max_storage_gb, each once however many rows name it';
select platform.protect('tenancy.stored_files');
