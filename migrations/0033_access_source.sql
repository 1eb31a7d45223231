-- A role is given by hand, or because the sign-in provider of the person's organisation says in which groups they are.

alter table access.user_roles add column source text not null default 'hand'
  constraint user_roles_source_known check (source in ('hand', 'sso'));
comment on column access.user_roles.source is 'sso: given by the mapping of single sign-on, and taken with the next sign-in when the group is gone; hand-given ones are never touched by it';
