-- Who is asking. An account is a person or an organisation and owns the namespace of its name.
create table account (
  id                 bigint generated always as identity primary key,
  name               text collate "C" not null unique check (name ~ '^[a-z0-9]{2,30}$'),
  kind               text        not null check (kind in ('person', 'organization')),
  full_name          text        not null default '' check (length(full_name) <= 100),
  email              text        check (length(email) <= 254),
  email_confirmed_at timestamptz,
  -- the address a confirmed person wants instead; it takes over when its own link is opened
  pending_email      text        check (length(pending_email) <= 254),
  password_hash      text,
  site_admin         boolean     not null default false,
  -- what a repository is that its first push creates
  private_by_default boolean     not null default false,
  locale             text        not null default 'en',
  theme              text        check (theme in ('light', 'dark')),
  created_at         timestamptz not null default now(),
  version            integer     not null default 0,
  -- a person signs in with an address and a password; an organisation does neither
  check (kind = 'organization' or (email is not null and password_hash is not null))
);

-- An address belongs to whoever has proved to read its mail. Anyone may type it: so nobody learns at
-- sign-up whether it is known, and nobody keeps its owner out by typing it first.
create unique index account_email_key on account (lower(email)) where email_confirmed_at is not null;
create index account_email on account (lower(email));

-- The namespace of the official images. Site admins push to it; nobody signs in as it.
insert into account (name, kind, full_name) values ('library', 'organization', 'Official images');

-- A link that was mailed. Only its SHA-256 is kept.
create table mailed_link (
  secret_hash bytea primary key check (length(secret_hash) = 32),
  account_id  bigint      not null references account on delete cascade,
  purpose     text        not null check (purpose in ('confirm', 'reset')),
  email       text        not null,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  used_at     timestamptz
);

create index mailed_link_account on mailed_link (account_id, purpose);

-- A secret that a person makes for a machine. Shown once, kept as SHA-256.
create table access_token (
  id           uuid primary key default uuidv7(),
  account_id   bigint      not null references account on delete cascade,
  label        text        not null check (length(label) between 1 and 100),
  secret_hash  bytea       not null unique check (length(secret_hash) = 32),
  -- the last four characters, so that people recognise it in a list
  hint         text        not null,
  scope        text        not null check (scope in ('read', 'write', 'admin')),
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);

create index access_token_account on access_token (account_id, created_at desc);

-- Settings of the whole site that are made, not given: the code of the set-up link, for one.
create table site_setting (
  name       text primary key,
  value      text        not null,
  changed_at timestamptz not null default now()
);
