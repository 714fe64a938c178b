-- What was done: by whom, with which credential, to what. One row a change, in its transaction.
create table activity (
  id              bigint generated always as identity primary key,
  at              timestamptz not null default clock_timestamp(),
  -- the account whose namespace, or which itself, it is about; rows outlive what they name
  owner_id        bigint      not null,
  repository_id   bigint,
  repository      text        not null default '',
  actor_id        bigint,
  actor           text        not null default '',
  credential      text        not null check (credential in ('none', 'session', 'password', 'access_token')),
  credential_id   uuid,
  address         text        not null default '',
  client          text        not null default '',
  action          text        not null,
  object          text        not null default '',
  before          jsonb,
  after           jsonb
);

create index activity_owner on activity (owner_id, id desc);
create index activity_repository on activity (repository_id, id desc) where repository_id is not null;
create index activity_at on activity (at);

-- The credential that made a move of a tag.
alter table tag_event
  add column credential text check (credential in ('none', 'session', 'password', 'access_token')),
  add column credential_id uuid,
  add column address text;

-- Stars are counted where they are given; who else wants their number reads it here.
alter table repository_activity add column stars integer not null default 0 check (stars >= 0);
insert into repository_activity (repository_id, stars)
select repository_id, count(*) from star group by repository_id
on conflict (repository_id) do update set stars = excluded.stars;
