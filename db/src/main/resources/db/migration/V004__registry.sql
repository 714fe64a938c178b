-- What is stored. A digest is one byte for its algorithm (1 = sha256, 2 = sha512) and then the hash.
create table blob (
  digest      bytea primary key check (length(digest) in (33, 65)),
  size        bigint      not null check (size >= 0),
  -- fresh for every upload, never renamed, never reused: a deletion can not hit bytes uploaded again
  storage_key text        not null unique,
  created_at  timestamptz not null default now()
);

-- A repository may use a blob: the authorisation link, and the lease that keeps a push alive.
create table repository_blob (
  repository_id bigint      not null references repository on delete restrict,
  digest        bytea       not null references blob on delete restrict,
  lease_until   timestamptz not null,
  primary key (repository_id, digest)
);

create index repository_blob_digest on repository_blob (digest);

create table manifest (
  repository_id bigint      not null references repository on delete restrict,
  digest        bytea       not null check (length(digest) in (33, 65)),
  media_type    text        not null,
  artifact_type text,
  size          int         not null,
  body          bytea       not null,
  subject       bytea,
  config_digest bytea,
  annotations   jsonb,
  -- what a pull of it moves: configuration and layers, in bytes; of an index, the sum of its children
  total_bytes   bigint      not null,
  -- os/architecture/variant of an image, read from its configuration
  platform      text,
  pushed_by     bigint      references account on delete set null,
  pushed_at     timestamptz not null default now(),
  primary key (repository_id, digest)
);

create index manifest_subject on manifest (repository_id, subject, digest) where subject is not null;

create table manifest_blob (
  repository_id   bigint   not null,
  manifest_digest bytea    not null,
  -- 0 is the configuration, 1 and up the layers from the base
  ordinal         smallint not null,
  -- null where the bytes are not ours: a foreign layer
  blob_digest     bytea,
  raw_digest      bytea    not null,
  media_type      text     not null,
  size            bigint   not null,
  primary key (repository_id, manifest_digest, ordinal),
  foreign key (repository_id, manifest_digest) references manifest on delete cascade,
  foreign key (repository_id, blob_digest) references repository_blob on delete restrict
);

create index manifest_blob_blob on manifest_blob (repository_id, blob_digest);

create table manifest_child (
  repository_id bigint   not null,
  parent        bytea    not null,
  ordinal       smallint not null,
  child         bytea,
  raw_digest    bytea    not null,
  media_type    text     not null,
  size          bigint   not null,
  platform      jsonb,
  primary key (repository_id, parent, ordinal),
  foreign key (repository_id, parent) references manifest on delete cascade,
  foreign key (repository_id, child) references manifest on delete restrict
);

create index manifest_child_child on manifest_child (repository_id, child);

create table tag (
  repository_id bigint      not null references repository on delete restrict,
  name          text collate "C" not null check (name ~ '^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$'),
  digest        bytea       not null,
  -- orders 6.0.10 after 6.0.9
  sort_key      text collate "C" not null,
  pushed_by     bigint      references account on delete set null,
  pushed_at     timestamptz not null default now(),
  primary key (repository_id, name),
  foreign key (repository_id, digest) references manifest on delete restrict
);

create index tag_digest on tag (repository_id, digest);
create index tag_pushed on tag (repository_id, pushed_at, name);
create index tag_version on tag (repository_id, sort_key, name);

-- Every move of a tag: who, when, from what to what.
create table tag_event (
  id            bigint generated always as identity primary key,
  repository_id bigint      not null references repository on delete cascade,
  name          text collate "C" not null,
  old_digest    bytea,
  new_digest    bytea,
  actor_id      bigint      references account on delete set null,
  at            timestamptz not null default now()
);

create index tag_event_tag on tag_event (repository_id, name, id desc);

create table upload (
  id            uuid primary key,
  repository_id bigint      not null references repository on delete cascade,
  account_id    bigint      references account on delete cascade,
  storage_key   text        not null unique,
  "offset"      bigint      not null default 0,
  started_at    timestamptz not null default now(),
  expires_at    timestamptz not null
);

create index upload_expiry on upload (expires_at);

-- Bytes that no row names any more; a sweeper deletes them by key once the time has come.
create table blob_trash (
  storage_key  text primary key,
  size         bigint      not null,
  delete_after timestamptz not null
);

-- Keys that sign registry tokens (ES256). Rotated: the newest signs, all of them verify.
create table signing_key (
  id         text primary key,
  jwk        text        not null,
  created_at timestamptz not null default now(),
  retire_at  timestamptz not null
);

-- Refresh tokens that docker login keeps instead of the password. Only the SHA-256 is kept.
create table refresh_token (
  secret_hash     bytea primary key check (length(secret_hash) = 32),
  account_id      bigint      not null references account on delete cascade,
  access_token_id uuid        references access_token on delete cascade,
  -- SHA-256 of the password's hash, where it was made from the password: a new password ends it
  password_mark   bytea,
  client_id       text        not null,
  created_at      timestamptz not null default now(),
  expires_at      timestamptz not null,
  last_used_at    timestamptz
);

create index refresh_token_account on refresh_token (account_id);

-- What has happened to a repository: written in batches, never one row a pull.
create table repository_activity (
  repository_id  bigint primary key references repository on delete cascade,
  pulls          bigint not null default 0,
  last_pulled_at timestamptz,
  last_pushed_at timestamptz
);

create table tag_activity (
  repository_id  bigint not null references repository on delete cascade,
  tag            text collate "C" not null,
  pulls          bigint not null default 0,
  last_pulled_at timestamptz,
  primary key (repository_id, tag)
);
