-- What a mapping gave, a mapping takes: whoever leaves the group leaves the department into which it put them.

alter table sso.identities add column placed_in uuid;
comment on column sso.identities.placed_in is 'The department into which what the provider said put the person; left again when it no longer says so, unless they were moved since';
