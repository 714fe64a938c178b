-- How it is found.
create extension if not exists pg_trgm;
create extension if not exists unaccent;

create table star (
  account_id    bigint      not null references account on delete cascade,
  repository_id bigint      not null references repository on delete cascade,
  starred_at    timestamptz not null default now(),
  primary key (account_id, repository_id)
);

create index star_repository on star (repository_id);

-- One row a repository, kept by events in the transaction of what they tell.
create table search_entry (
  repository_id bigint primary key references repository on delete cascade,
  -- what clients type: namespace/name, and name alone for official images
  full_name     text collate "C" not null,
  official      boolean not null,
  public        boolean not null,
  stars         int     not null default 0,
  words         tsvector not null
);

create index search_entry_words on search_entry using gin (words);
create index search_entry_name on search_entry using gin (full_name gin_trgm_ops);
