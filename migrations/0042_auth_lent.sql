-- Sessions that carry less than their person: at a kiosk, or lent for support.
alter table auth.sessions
  add column lent_as text constraint sessions_lent_as_known check (lent_as in ('kiosk', 'support')),
  add column acting_user_id uuid,
  add constraint sessions_lent_is_narrowed check (lent_as is null or permissions is not null),
  add constraint sessions_support_has_actor check ((acting_user_id is not null) = (lent_as is not distinct from 'support'));
comment on column auth.sessions.lent_as is 'kiosk: at a registered device, by number and PIN; support: lent to acting_user_id; null: the person''s own, in full';
comment on column auth.sessions.acting_user_id is 'Who really acts in a session lent for support';

alter table auth.login_history drop constraint login_history_method_known;
alter table auth.login_history add constraint login_history_method_known
  check (method in ('password', 'refresh', 'oidc', 'passkey', 'one_time_token', 'api_key', 'kiosk', 'support'));
