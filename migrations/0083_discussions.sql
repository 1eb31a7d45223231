-- Discussions beside a course.

create schema discussions;
select platform.open_schema('discussions');

create table discussions.discussions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  course_id uuid not null,
  unit_id uuid,
  user_id uuid not null,
  title text not null constraint discussions_title_length check (length(title) between 1 and 200),
  content text not null constraint discussions_content_length check (length(content) between 1 and 20000),
  type text not null default 'discussion' constraint discussions_type_known check (type in ('discussion', 'question', 'announcement')),
  status text not null default 'open' constraint discussions_status_known check (status in ('open', 'answered', 'closed', 'hidden')),
  view_count int not null default 0 constraint discussions_view_count_not_negative check (view_count >= 0),
  comment_count int not null default 0 constraint discussions_comment_count_not_negative check (comment_count >= 0),
  last_activity_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint discussions_pkey primary key (tenant_id, id),
  constraint discussions_course_exists foreign key (tenant_id, course_id) references courses.courses (tenant_id, id),
  constraint discussions_unit_exists foreign key (tenant_id, unit_id) references courses.units (tenant_id, id),
  constraint discussions_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id)
);
comment on column discussions.discussions.content is 'HTML, sanitised when written';
comment on column discussions.discussions.view_count is 'Readers, each counted once';
comment on column discussions.discussions.last_activity_at is 'Made or last commented; the list sorts by it';
create index discussions_by_course on discussions.discussions (tenant_id, course_id, last_activity_at desc, id desc);
create index discussions_by_unit on discussions.discussions (tenant_id, unit_id, last_activity_at desc, id desc);
create index discussions_by_user on discussions.discussions (tenant_id, user_id, created_at desc, id desc);
select platform.protect('discussions.discussions');

create table discussions.comments (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  discussion_id uuid not null,
  user_id uuid not null,
  parent_id uuid,
  content text not null constraint comments_content_length check (length(content) <= 20000),
  likes_count int not null default 0 constraint comments_likes_count_not_negative check (likes_count >= 0),
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint comments_pkey primary key (tenant_id, id),
  constraint comments_discussion_exists foreign key (tenant_id, discussion_id)
    references discussions.discussions (tenant_id, id) on delete cascade,
  constraint comments_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint comments_in_discussion_unique unique (tenant_id, discussion_id, id),
  constraint comments_parent_exists foreign key (tenant_id, discussion_id, parent_id)
    references discussions.comments (tenant_id, discussion_id, id),
  constraint comments_parent_is_other check (parent_id <> id)
);
comment on column discussions.comments.parent_id is 'The comment it answers, in the same discussion';
comment on column discussions.comments.content is 'HTML, sanitised when written; empty once removed';
comment on column discussions.comments.likes_count is 'Reactions of type like; kept with them';
comment on column discussions.comments.removed_at is 'Tombstone: answers keep their place';
create index comments_by_parent on discussions.comments (tenant_id, discussion_id, parent_id);
create index comments_by_user on discussions.comments (tenant_id, user_id, created_at desc, id desc);
select platform.protect('discussions.comments');

create table discussions.comment_reactions (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  comment_id uuid not null,
  user_id uuid not null,
  reaction_type text not null
    constraint comment_reactions_type_known check (reaction_type in ('like', 'helpful', 'thanks', 'celebrate')),
  created_at timestamptz not null default now(),
  constraint comment_reactions_pkey primary key (tenant_id, id),
  constraint comment_reactions_comment_exists foreign key (tenant_id, comment_id)
    references discussions.comments (tenant_id, id) on delete cascade,
  constraint comment_reactions_user_exists foreign key (tenant_id, user_id) references directory.users (tenant_id, id),
  constraint comment_reactions_unique unique (tenant_id, comment_id, user_id, reaction_type)
);
create index comment_reactions_by_user on discussions.comment_reactions (tenant_id, user_id);
select platform.protect('discussions.comment_reactions');
