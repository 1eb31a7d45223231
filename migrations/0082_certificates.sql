-- Certificates: issued on evidence, verified by anybody who holds the number, revoked with a reason.
create schema certificates;
select platform.open_schema('certificates');

create table certificates.certificate_templates (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  org_id uuid,
  name text not null constraint certificate_templates_name_length check (length(name) between 1 and 200),
  description text not null default '' constraint certificate_templates_description_length check (length(description) <= 2000),
  template_data jsonb not null default '{}' constraint certificate_templates_template_data_object check (jsonb_typeof(template_data) = 'object'),
  status text not null default 'draft' constraint certificate_templates_status_known check (status in ('draft', 'active', 'archived')),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint certificate_templates_pkey primary key (tenant_id, id),
  constraint certificate_templates_name_unique unique (tenant_id, name),
  constraint certificate_templates_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id)
);
comment on column certificates.certificate_templates.org_id is 'Null: for the whole tenant';
comment on column certificates.certificate_templates.template_data is 'Layout, colours, wording and signature of the PDF';
create index certificate_templates_by_org on certificates.certificate_templates (tenant_id, org_id, status);
select platform.protect('certificates.certificate_templates');

create table certificates.certificates (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  user_id uuid not null,
  course_id uuid not null,
  template_id uuid,
  enrollment_id uuid,
  issue_number int not null default 1 constraint certificates_issue_number_positive check (issue_number > 0),
  certificate_number text not null constraint certificates_certificate_number_length check (length(certificate_number) between 12 and 64),
  certificate_url text constraint certificates_certificate_url_length check (length(certificate_url) between 1 and 2000),
  holder_name text not null constraint certificates_holder_name_length check (length(holder_name) between 1 and 300),
  course_title text not null constraint certificates_course_title_length check (length(course_title) between 1 and 200),
  revision_number int not null constraint certificates_revision_number_positive check (revision_number > 0),
  revision_published_at timestamptz not null,
  metadata jsonb not null default '{}',
  issue_date timestamptz not null,
  expiry_date timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint certificates_pkey primary key (tenant_id, id),
  constraint certificates_number_unique unique (tenant_id, certificate_number),
  constraint certificates_enrollment_once unique (tenant_id, enrollment_id, issue_number),
  constraint certificates_expiry_after_issue check (expiry_date > issue_date),
  constraint certificates_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint certificates_course_exists foreign key (tenant_id, course_id) references courses.courses (tenant_id, id),
  constraint certificates_template_exists foreign key (tenant_id, template_id) references certificates.certificate_templates (tenant_id, id),
  constraint certificates_enrollment_exists foreign key (tenant_id, enrollment_id) references enrollments.enrollments (tenant_id, id)
);
comment on column certificates.certificates.template_id is 'Null: the built-in design';
comment on column certificates.certificates.issue_number is '1, and one more each time it is issued again for the same enrolment (a corrected name)';
comment on column certificates.certificates.certificate_number is 'Carries at least 64 random bits: whoever knows it may verify the certificate, across tenants';
comment on column certificates.certificates.certificate_url is 'The public verification page, as in the QR code';
comment on column certificates.certificates.holder_name is 'As it was when issued, like the other copies here';
comment on column certificates.certificates.expiry_date is 'Counts before this instant; null: it never expires';
create index certificates_by_number on certificates.certificates (certificate_number);
create index certificates_by_user on certificates.certificates (tenant_id, user_id, issue_date desc);
create index certificates_by_course on certificates.certificates (tenant_id, course_id, issue_date desc);
create index certificates_by_template on certificates.certificates (tenant_id, template_id);
create index certificates_by_expiry on certificates.certificates (tenant_id, expiry_date) where expiry_date is not null;
select platform.protect('certificates.certificates');
revoke delete on certificates.certificates from salus_app;
select platform.open_to_system('certificates.certificates', 'select');

create table certificates.revocations (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  certificate_id uuid not null,
  reason text not null constraint revocations_reason_length check (length(reason) between 1 and 500),
  revoked_at timestamptz not null,
  revoked_by uuid not null,
  created_at timestamptz not null default now(),
  constraint revocations_pkey primary key (tenant_id, id),
  constraint revocations_once unique (tenant_id, certificate_id),
  constraint revocations_certificate_exists foreign key (tenant_id, certificate_id) references certificates.certificates (tenant_id, id)
);
comment on column certificates.revocations.reason is 'Shown on the public verification page';
select platform.protect_append_only('certificates.revocations');
select platform.open_to_system('certificates.revocations', 'select');

-- What higher modules may read.
create view certificates.issued with (security_invoker = true) as
  select c.tenant_id, c.id as certificate_id, c.user_id, c.course_id, c.enrollment_id, c.certificate_number, c.course_title, c.issue_date, c.expiry_date, r.revoked_at
  from certificates.certificates c
  left join certificates.revocations r on r.tenant_id = c.tenant_id and r.certificate_id = c.id;

grant select on certificates.issued to salus_app;
