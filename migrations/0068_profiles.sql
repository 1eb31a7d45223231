-- A portrait small enough to stand beside a name in a list.

alter table profiles.user_profiles
  add column avatar_small bytea,
  add constraint user_profiles_avatar_small_of_avatar check (avatar_small is null or avatar_key is not null);
comment on column profiles.user_profiles.avatar_small is 'WebP of at most 96 pixels, drawn from the avatar: shown to whoever may see the person';
