-- Courses and what they are made of. A course is an identity; what people learn is a revision of it, immutable once published.
create schema courses;
select platform.open_schema('courses');

create table courses.courses (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  org_id uuid,
  dept_id uuid,
  code text not null constraint courses_code_length check (length(code) between 1 and 50),
  title text not null constraint courses_title_length check (length(title) between 1 and 200),
  description text not null default '' constraint courses_description_length check (length(description) <= 10000),
  category text constraint courses_category_length check (length(category) between 1 and 100),
  difficulty_level text not null default 'beginner' constraint courses_difficulty_level_known check (difficulty_level in ('beginner', 'intermediate', 'advanced')),
  status text not null default 'draft' constraint courses_status_known check (status in ('draft', 'published', 'archived')),
  duration_hours int constraint courses_duration_hours_sensible check (duration_hours between 0 and 10000),
  prerequisites jsonb not null default '[]' constraint courses_prerequisites_list check (jsonb_typeof(prerequisites) = 'array'),
  learning_objectives jsonb not null default '[]' constraint courses_learning_objectives_list check (jsonb_typeof(learning_objectives) = 'array'),
  metadata jsonb not null default '{}',
  settings jsonb not null default '{}',
  validity_months int constraint courses_validity_months_positive check (validity_months > 0),
  self_enrol boolean not null default false,
  published_at timestamptz,
  archived_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  updated_by uuid,
  search_text text generated always as (lower(title || ' ' || code || ' ' || coalesce(category, ''))) stored,
  constraint courses_pkey primary key (tenant_id, id),
  constraint courses_code_unique unique (tenant_id, code),
  constraint courses_published_has_time check (status <> 'published' or published_at is not null),
  constraint courses_archived_has_time check ((status = 'archived') = (archived_at is not null)),
  constraint courses_org_exists foreign key (tenant_id, org_id) references directory.organizations (tenant_id, id),
  constraint courses_dept_exists foreign key (tenant_id, dept_id) references directory.departments (tenant_id, id)
);
comment on column courses.courses.org_id is 'Null: offered by the whole tenant';
comment on column courses.courses.duration_hours is 'Hours a learner should plan for';
comment on column courses.courses.prerequisites is 'Ids of courses to be completed before: ["…"]';
comment on column courses.courses.learning_objectives is '["…"]';
comment on column courses.courses.validity_months is 'Months a completion counts; null: it never expires';
comment on column courses.courses.self_enrol is 'A learner may enrol without being assigned';
comment on column courses.courses.search_text is 'What the catalogue is searched by, in lower case';
comment on column courses.courses.published_at is 'When first published';
create index courses_by_status on courses.courses (tenant_id, status, title, id);
create index courses_by_title on courses.courses (tenant_id, title, id);
create index courses_by_category on courses.courses (tenant_id, category, title);
create index courses_by_org on courses.courses (tenant_id, org_id);
create index courses_by_dept on courses.courses (tenant_id, dept_id);
select platform.protect('courses.courses');

create table courses.course_instructors (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  course_id uuid not null,
  user_id uuid not null,
  role text not null default 'instructor' constraint course_instructors_role_known check (role in ('lead', 'instructor', 'assistant')),
  assigned_at timestamptz not null,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint course_instructors_pkey primary key (tenant_id, id),
  constraint course_instructors_removed_after_assigned check (removed_at >= assigned_at),
  constraint course_instructors_course_exists foreign key (tenant_id, course_id) references courses.courses (tenant_id, id) on delete cascade,
  constraint course_instructors_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on column courses.course_instructors.removed_at is 'Null: teaches now';
create unique index course_instructors_once on courses.course_instructors (tenant_id, course_id, user_id) where removed_at is null;
create index course_instructors_by_course on courses.course_instructors (tenant_id, course_id);
create index course_instructors_by_user on courses.course_instructors (tenant_id, user_id, removed_at);
select platform.protect('courses.course_instructors');

create table courses.course_revisions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  course_id uuid not null,
  number int not null constraint course_revisions_number_positive check (number > 0),
  status text not null default 'draft' constraint course_revisions_status_known check (status in ('draft', 'published', 'superseded')),
  title text not null constraint course_revisions_title_length check (length(title) between 1 and 200),
  description text not null default '' constraint course_revisions_description_length check (length(description) <= 10000),
  learning_objectives jsonb not null default '[]' constraint course_revisions_learning_objectives_list check (jsonb_typeof(learning_objectives) = 'array'),
  published_at timestamptz,
  published_by uuid,
  item_count int constraint course_revisions_item_count_positive check (item_count > 0),
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  constraint course_revisions_pkey primary key (tenant_id, id),
  constraint course_revisions_number_unique unique (tenant_id, course_id, number),
  constraint course_revisions_of_course unique (tenant_id, id, course_id),
  constraint course_revisions_draft_unpublished check ((status = 'draft') = (published_at is null)),
  constraint course_revisions_published_has_items check ((status = 'draft') = (item_count is null)),
  constraint course_revisions_course_exists foreign key (tenant_id, course_id) references courses.courses (tenant_id, id)
);
comment on table courses.course_revisions is 'At most one draft and one published per course; a published one supersedes the one before and is immutable';
comment on column courses.course_revisions.number is 'Counts from 1 within the course';
comment on column courses.course_revisions.item_count is 'What a learner completes: visible contents and quizzes to be passed; counted when published';
create unique index course_revisions_one_draft on courses.course_revisions (tenant_id, course_id) where status = 'draft';
create unique index course_revisions_one_published on courses.course_revisions (tenant_id, course_id) where status = 'published';
select platform.protect('courses.course_revisions');

create table courses.modules (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  course_id uuid not null,
  revision_id uuid not null,
  origin_id uuid not null,
  title text not null constraint modules_title_length check (length(title) between 1 and 200),
  description text not null default '' constraint modules_description_length check (length(description) <= 10000),
  sequence_no int not null constraint modules_sequence_no_positive check (sequence_no > 0),
  duration_mins int constraint modules_duration_mins_sensible check (duration_mins between 0 and 100000),
  status text not null default 'draft' constraint modules_status_known check (status in ('draft', 'published', 'hidden')),
  learning_objectives jsonb not null default '[]' constraint modules_learning_objectives_list check (jsonb_typeof(learning_objectives) = 'array'),
  metadata jsonb not null default '{}',
  published_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  constraint modules_pkey primary key (tenant_id, id),
  constraint modules_of_revision unique (tenant_id, id, revision_id),
  constraint modules_origin_once unique (tenant_id, revision_id, origin_id),
  constraint modules_course_exists foreign key (tenant_id, course_id) references courses.courses (tenant_id, id),
  constraint modules_revision_exists foreign key (tenant_id, revision_id, course_id) references courses.course_revisions (tenant_id, id, course_id) on delete cascade
);
comment on column courses.modules.origin_id is 'The same in every revision of this module';
comment on column courses.modules.sequence_no is 'Order within the revision, from 1; while being reordered two may be equal';
comment on column courses.modules.duration_mins is 'Minutes a learner should plan for';
comment on column courses.modules.status is 'draft: its revision is a draft; published: frozen with its revision; hidden: kept, not shown to learners';
create index modules_by_course on courses.modules (tenant_id, course_id);
create index modules_in_order on courses.modules (tenant_id, revision_id, course_id, sequence_no);
select platform.protect('courses.modules');

create table courses.module_prerequisites (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  module_id uuid not null,
  prerequisite_module_id uuid not null,
  requirement_type text not null default 'completed' constraint module_prerequisites_requirement_type_known check (requirement_type in ('completed', 'passed', 'recommended')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint module_prerequisites_pkey primary key (tenant_id, id),
  constraint module_prerequisites_once unique (tenant_id, module_id, prerequisite_module_id),
  constraint module_prerequisites_not_itself check (module_id <> prerequisite_module_id),
  constraint module_prerequisites_module_exists foreign key (tenant_id, module_id) references courses.modules (tenant_id, id) on delete cascade,
  constraint module_prerequisites_prerequisite_module_exists foreign key (tenant_id, prerequisite_module_id) references courses.modules (tenant_id, id) on delete cascade
);
comment on column courses.module_prerequisites.requirement_type is 'completed: all its contents; passed: its quizzes too; recommended: shown, not enforced';
create index module_prerequisites_by_prerequisite on courses.module_prerequisites (tenant_id, prerequisite_module_id);
select platform.protect('courses.module_prerequisites');

create table courses.units (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  module_id uuid not null,
  revision_id uuid not null,
  origin_id uuid not null,
  title text not null constraint units_title_length check (length(title) between 1 and 200),
  description text not null default '' constraint units_description_length check (length(description) <= 10000),
  type text not null default 'lesson' constraint units_type_known check (type in ('lesson', 'quiz', 'discussion')),
  sequence_no int not null constraint units_sequence_no_positive check (sequence_no > 0),
  duration_mins int constraint units_duration_mins_sensible check (duration_mins between 0 and 100000),
  settings jsonb not null default '{}',
  requires_pass boolean not null default false,
  status text not null default 'draft' constraint units_status_known check (status in ('draft', 'published', 'hidden')),
  published_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  constraint units_pkey primary key (tenant_id, id),
  constraint units_of_revision unique (tenant_id, id, revision_id),
  constraint units_origin_once unique (tenant_id, revision_id, origin_id),
  constraint units_module_exists foreign key (tenant_id, module_id, revision_id) references courses.modules (tenant_id, id, revision_id) on delete cascade
);
comment on column courses.units.revision_id is 'The module''s revision, here so that an outline is one scan; the reference keeps them equal';
comment on column courses.units.origin_id is 'The same in every revision of this unit';
comment on column courses.units.sequence_no is 'Order within the module, from 1; while being reordered two may be equal';
comment on column courses.units.requires_pass is 'It has a quiz that must be passed';
comment on column courses.units.duration_mins is 'Minutes a learner should plan for';
comment on column courses.units.status is 'draft: its revision is a draft; published: frozen with its revision; hidden: kept, not shown to learners';
create index units_in_order on courses.units (tenant_id, module_id, revision_id, sequence_no);
select platform.protect('courses.units');

create table courses.contents (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  unit_id uuid not null,
  revision_id uuid not null,
  origin_id uuid not null,
  type text not null constraint contents_type_known check (type in ('rich_text', 'video', 'document', 'link', 'embed')),
  title text not null constraint contents_title_length check (length(title) between 1 and 200),
  sequence_no int not null constraint contents_sequence_no_positive check (sequence_no > 0),
  content_data jsonb not null default '{}' constraint contents_content_data_object check (jsonb_typeof(content_data) = 'object'),
  status text not null default 'draft' constraint contents_status_known check (status in ('draft', 'published', 'hidden')),
  estimated_duration int constraint contents_estimated_duration_sensible check (estimated_duration between 0 and 100000),
  metadata jsonb not null default '{}',
  published_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid,
  constraint contents_pkey primary key (tenant_id, id),
  constraint contents_origin_once unique (tenant_id, revision_id, origin_id),
  constraint contents_unit_exists foreign key (tenant_id, unit_id, revision_id) references courses.units (tenant_id, id, revision_id) on delete cascade
);
comment on column courses.contents.revision_id is 'The unit''s revision, here so that an outline is one scan; the reference keeps them equal';
comment on column courses.contents.origin_id is 'The same in every revision of this content: progress is carried over by it';
comment on column courses.contents.sequence_no is 'Order within the unit, from 1; while being reordered two may be equal';
comment on column courses.contents.content_data is 'By type: {"html": sanitised} for rich_text, {"url": …} for link, embed and linked video; files are in courses.resources';
comment on column courses.contents.estimated_duration is 'Minutes';
comment on column courses.contents.status is 'draft: its revision is a draft; published: frozen with its revision; hidden: kept, not shown to learners';
create index contents_in_order on courses.contents (tenant_id, unit_id, revision_id, sequence_no);
select platform.protect('courses.contents');

create table courses.resources (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  content_id uuid not null,
  type text not null constraint resources_type_known check (type in ('video', 'captions', 'document', 'image', 'audio', 'link', 'other')),
  title text not null constraint resources_title_length check (length(title) between 1 and 200),
  url text constraint resources_url_length check (length(url) between 1 and 2000),
  file_key text constraint resources_file_key_length check (length(file_key) between 1 and 500),
  sha256 text constraint resources_sha256_hex check (sha256 ~ '^[0-9a-f]{64}$'),
  mime_type text constraint resources_mime_type_length check (length(mime_type) between 3 and 200),
  size_bytes bigint constraint resources_size_bytes_not_negative check (size_bytes >= 0),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint resources_pkey primary key (tenant_id, id),
  constraint resources_file_or_url check ((file_key is null) <> (url is null)),
  constraint resources_file_described check (file_key is null or (sha256 is not null and mime_type is not null and size_bytes is not null)),
  constraint resources_content_exists foreign key (tenant_id, content_id) references courses.contents (tenant_id, id) on delete cascade
);
comment on column courses.resources.url is 'Elsewhere on the web; else file_key names it in the file store';
comment on column courses.resources.file_key is 'Revisions share a stored file: it may go only with the last row that names it';
comment on column courses.resources.sha256 is 'Of the stored bytes, in hex';
create index resources_by_content on courses.resources (tenant_id, content_id);
create index resources_by_file on courses.resources (tenant_id, file_key) where file_key is not null;
select platform.protect('courses.resources');

-- What higher modules may read.
create view courses.catalogue with (security_invoker = true) as
  select c.tenant_id, c.id as course_id, c.org_id, c.dept_id, c.code, c.title, c.category, c.difficulty_level, c.duration_hours, c.status,
    c.prerequisites, c.settings, c.validity_months, c.self_enrol,
    r.id as revision_id, r.number as revision_number, r.title as revision_title, r.published_at as revision_published_at, r.item_count
  from courses.courses c
  left join courses.course_revisions r on r.tenant_id = c.tenant_id and r.course_id = c.id and r.status = 'published';
comment on view courses.catalogue is 'Every course with its published revision, if it has one';

create view courses.course_list with (security_invoker = true) as
  select tenant_id, id as course_id, code, title, category, difficulty_level, duration_hours, status, validity_months
  from courses.courses;

create view courses.revision_list with (security_invoker = true) as
  select tenant_id, id as revision_id, course_id, number, status, title, description, published_at, item_count
  from courses.course_revisions;

create view courses.outline with (security_invoker = true) as
  select m.tenant_id, m.course_id, m.revision_id,
    m.id as module_id, m.origin_id as module_origin_id, m.title as module_title, m.sequence_no as module_no, m.status as module_status,
    m.description as module_description,
    u.id as unit_id, u.origin_id as unit_origin_id, u.title as unit_title, u.type as unit_type, u.sequence_no as unit_no, u.status as unit_status,
    u.duration_mins as unit_duration_mins, u.requires_pass,
    c.id as content_id, c.origin_id as content_origin_id, c.title as content_title, c.type as content_type, c.sequence_no as content_no,
    c.status as content_status, c.estimated_duration
  from courses.modules m
  left join courses.units u on u.tenant_id = m.tenant_id and u.revision_id = m.revision_id and u.module_id = m.id
  left join courses.contents c on c.tenant_id = u.tenant_id and c.revision_id = u.revision_id and c.unit_id = u.id;
comment on view courses.outline is 'A row per content; empty units and modules have a row with nulls';

create view courses.module_gates with (security_invoker = true) as
  select p.tenant_id, m.revision_id, p.module_id, p.prerequisite_module_id, p.requirement_type
  from courses.module_prerequisites p
  join courses.modules m on m.tenant_id = p.tenant_id and m.id = p.module_id;
comment on view courses.module_gates is 'What opens a module';

create view courses.content_list with (security_invoker = true) as
  select c.tenant_id, c.id as content_id, c.origin_id, c.unit_id, u.module_id, c.revision_id, c.type, c.title,
    c.status <> 'hidden' and u.status <> 'hidden' and m.status <> 'hidden' as visible
  from courses.contents c
  join courses.units u on u.tenant_id = c.tenant_id and u.id = c.unit_id and u.revision_id = c.revision_id
  join courses.modules m on m.tenant_id = u.tenant_id and m.id = u.module_id and m.revision_id = u.revision_id;

create view courses.unit_list with (security_invoker = true) as
  select u.tenant_id, u.id as unit_id, u.origin_id, u.module_id, u.revision_id, u.type, u.title, u.requires_pass,
    u.status <> 'hidden' and m.status <> 'hidden' as visible
  from courses.units u
  join courses.modules m on m.tenant_id = u.tenant_id and m.id = u.module_id and m.revision_id = u.revision_id;

grant select on courses.catalogue, courses.course_list, courses.revision_list, courses.outline, courses.module_gates, courses.content_list, courses.unit_list to salus_app;
