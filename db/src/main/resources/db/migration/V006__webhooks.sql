-- Who is told.
create table webhook (
  id            uuid primary key,
  repository_id bigint      not null references repository on delete cascade,
  name          text        not null check (length(name) between 1 and 100),
  url           text        not null check (length(url) <= 2000),
  created_by    bigint      references account on delete set null,
  created_at    timestamptz not null default now()
);

create index webhook_repository on webhook (repository_id);

-- One event told to one webhook, over all its tries. Ids are UUIDv7, so they sort by time.
create table delivery (
  id           uuid primary key,
  webhook_id   uuid        not null references webhook on delete cascade,
  event        text        not null,
  tag          text,
  payload      text        not null,
  state        text        not null check (state in ('pending', 'delivered', 'failed')),
  attempts     int         not null default 0,
  next_try_at  timestamptz,
  status       int,
  duration_ms  int,
  response     text,
  error        text,
  created_at   timestamptz not null default now(),
  finished_at  timestamptz
);

create index delivery_webhook on delivery (webhook_id, id desc);
