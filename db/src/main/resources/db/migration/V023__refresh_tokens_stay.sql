-- Refresh tokens have no successor any more: the one of docker login stays good while it is used.
-- A node of the version before still makes successors, and would end a login whose first token
-- comes again after one of them; it tells by superseded_at, so that stays empty, as long as both run.
update refresh_token set superseded_at = null where superseded_at is not null;

create function keep_unsuperseded() returns trigger language plpgsql as $$
begin
  new.superseded_at := null;
  return new;
end $$;

create trigger refresh_token_stays before update of superseded_at on refresh_token
  for each row when (new.superseded_at is not null)
  execute function keep_unsuperseded();

comment on column refresh_token.root is
  'the first of the family, of those that a version before V023 made; none are made any more';
comment on column refresh_token.predecessor is 'unused since V023, kept for nodes of the version before';
comment on column refresh_token.rotation_key is 'unused since V023, kept for nodes of the version before';
comment on column refresh_token.superseded_at is 'always null since V023, kept for nodes of the version before';
