-- Sign-in asks for a second factor where there is one; the factors themselves are another module's.

alter table auth.credentials add column has_second_factor boolean not null default false;
comment on column auth.credentials.has_second_factor is 'A session of this person that has passed only the password waits for the second factor. Kept by the module factors';
comment on column auth.sessions.second_factor_at is 'When the second factor was last shown; null where it never was, or only on a trusted device';
comment on column auth.sessions.family_id is 'Sessions that came from one sign-in by refreshing';
