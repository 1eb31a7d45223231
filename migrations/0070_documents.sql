-- Documents about employees. Content lies in the file store; here is what it is and who may see it.

create schema documents;
select platform.open_schema('documents');

create table documents.documents (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  employee_id uuid not null,
  document_name text not null constraint documents_name_length check (length(document_name) between 1 and 200),
  document_type text not null
    constraint documents_document_type_known check (document_type in ('health_certificate', 'medical_report', 'form', 'image', 'other')),
  is_clinical boolean not null default true,
  file_key text not null,
  file_name text not null constraint documents_file_name_length check (length(file_name) between 1 and 255),
  mime_type text not null,
  file_size bigint not null constraint documents_file_size_not_negative check (file_size >= 0),
  sha256 bytea not null constraint documents_sha256_length check (length(sha256) = 32),
  access_level text not null default 'private'
    constraint documents_access_level_known check (access_level in ('private', 'shared', 'public')),
  scan_status text not null default 'pending'
    constraint documents_scan_status_known check (scan_status in ('pending', 'clean', 'infected', 'not_scanned')),
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint documents_pkey primary key (tenant_id, id),
  constraint documents_employee_exists foreign key (tenant_id, employee_id) references employees.employees (tenant_id, id),
  constraint documents_uploaded_by_exists foreign key (tenant_id, uploaded_by) references directory.users (tenant_id, id),
  constraint documents_medical_is_clinical check (document_type not in ('health_certificate', 'medical_report') or is_clinical),
  constraint documents_clinical_not_public check (not is_clinical or access_level <> 'public')
);
comment on column documents.documents.is_clinical is 'For occupational health and the person only; a form or an image may be, a certificate or report always is';
comment on column documents.documents.file_key is 'Key in the file store';
comment on column documents.documents.mime_type is 'Found in the content, not claimed by the sender';
comment on column documents.documents.file_size is 'Bytes';
comment on column documents.documents.sha256 is 'Of the content as stored; checked when it is read';
comment on column documents.documents.access_level is 'private: the person and who uploaded it; shared: also those in document_shares; public: everybody in the tenant';
comment on column documents.documents.scan_status is 'pending and infected files are locked; not_scanned: no scanner is configured';
comment on column documents.documents.removed_at is 'Tombstone: the content is deleted, the row stays';
create index documents_by_employee on documents.documents (tenant_id, employee_id, uploaded_at desc, id desc);
create index documents_by_uploader on documents.documents (tenant_id, uploaded_by, uploaded_at desc, id desc);
create index documents_by_type on documents.documents (tenant_id, document_type, uploaded_at desc, id desc);
select platform.protect('documents.documents');

create table documents.document_shares (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  document_id uuid not null,
  user_id uuid not null,
  shared_by uuid not null,
  expires_at timestamptz,
  created_at timestamptz not null default now(),
  constraint document_shares_pkey primary key (tenant_id, id),
  constraint document_shares_document_exists foreign key (tenant_id, document_id)
    references documents.documents (tenant_id, id) on delete cascade,
  constraint document_shares_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint document_shares_user_unique unique (tenant_id, document_id, user_id)
);
comment on table documents.document_shares is 'With whom a document of access level shared is shared; a clinical one only with occupational health professionals';
create index document_shares_by_user on documents.document_shares (tenant_id, user_id, created_at desc, id desc);
select platform.protect('documents.document_shares');
