-- What may they do.
create table repository (
  id           bigint generated always as identity primary key,
  namespace_id bigint      not null references account on delete restrict,
  name         text collate "C" not null check (name ~ '^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$' and length(name) between 2 and 100),
  visibility   text        not null check (visibility in ('public', 'private')),
  description  text        not null default '' check (length(description) <= 100),
  overview     text        not null default '' check (length(overview) <= 25000),
  -- A draft is a name that a first push has begun on: it holds uploaded layers and nobody sees it.
  -- Its first manifest, or its owner on the page, makes it a repository.
  draft        boolean     not null default false,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now(),
  version      integer     not null default 0,
  unique (namespace_id, name)
);

create index repository_private on repository (namespace_id) where visibility = 'private' and not draft;

create table collaborator (
  repository_id bigint      not null references repository on delete cascade,
  account_id    bigint      not null references account on delete cascade,
  added_at      timestamptz not null default now(),
  primary key (repository_id, account_id)
);

create index collaborator_account on collaborator (account_id);
