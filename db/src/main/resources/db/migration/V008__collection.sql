-- What may be garbage, what was found damaged, and how much each namespace stores.

-- ---------------------------------------------------------------- candidates

-- Something that has lost, or will lose at a known time, what held it. Triggers add a row at each
-- such transition, in its transaction: no code path can forget it, and nobody waits for anybody, as
-- rows are only added. Rows of one thing may repeat; the collector decides by what it finds.
create table gc_candidate (
  id            bigint generated always as identity primary key,
  -- link: a repository's right to a blob; blob: bytes that no repository links; manifest: untagged
  kind          text        not null check (kind in ('link', 'blob', 'manifest')),
  repository_id bigint      check ((repository_id is null) = (kind = 'blob')),
  digest        bytea       not null,
  -- when its lease ends; of a manifest: since when nothing names it, where the retention begins
  free_at       timestamptz not null,
  -- not before this time, where the last try met others at work
  retry_at      timestamptz
);

create index gc_candidate_due on gc_candidate (kind, free_at);
create index gc_candidate_of on gc_candidate (digest, repository_id, kind);

create function enqueue_new_links() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  select 'link', repository_id, digest, lease_until from added;
  return null;
end $$;

create function enqueue_unlinked_blobs() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, digest, free_at) select distinct 'blob', digest, now() from gone;
  return null;
end $$;

create function enqueue_unused_links() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  select distinct 'link', repository_id, blob_digest, now() from gone where blob_digest is not null;
  return null;
end $$;

create function enqueue_new_manifests() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  select 'manifest', repository_id, digest, now() from added;
  return null;
end $$;

create function enqueue_untagged() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  select distinct 'manifest', repository_id, digest, now() from gone;
  return null;
end $$;

create function enqueue_moved_tags() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  select distinct 'manifest', o.repository_id, o.digest, now()
  from before o join after n on n.repository_id = o.repository_id and n.name = o.name
  where n.digest <> o.digest;
  return null;
end $$;

-- Since when nothing names a manifest, as far as is known; now, where something still does.
create function free_since(repository bigint, wanted bytea) returns timestamptz
language sql stable as $$
  select coalesce(
    (select max(free_at) from gc_candidate
     where kind = 'manifest' and repository_id = repository and digest = wanted),
    now())
$$;

-- The children of an index that goes have been out of reach as long as it was.
create function enqueue_orphaned_children() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  select 'manifest', repository_id, child, max(free_since(repository_id, parent))
  from gone where child is not null group by repository_id, child;
  return null;
end $$;

-- And so have signatures and other referrers of a subject that goes.
create function enqueue_orphaned_referrers() returns trigger language plpgsql as $$
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  select 'manifest', m.repository_id, m.digest, max(free_since(g.repository_id, g.digest))
  from gone g join manifest m on m.repository_id = g.repository_id and m.subject = g.digest
  group by m.repository_id, m.digest;
  return null;
end $$;

create trigger link_added after insert on repository_blob
  referencing new table as added for each statement execute function enqueue_new_links();
create trigger link_gone after delete on repository_blob
  referencing old table as gone for each statement execute function enqueue_unlinked_blobs();
create trigger use_gone after delete on manifest_blob
  referencing old table as gone for each statement execute function enqueue_unused_links();
create trigger manifest_added after insert on manifest
  referencing new table as added for each statement execute function enqueue_new_manifests();
create trigger manifest_gone after delete on manifest
  referencing old table as gone for each statement execute function enqueue_orphaned_referrers();
create trigger child_gone after delete on manifest_child
  referencing old table as gone for each statement execute function enqueue_orphaned_children();
create trigger tag_gone after delete on tag
  referencing old table as gone for each statement execute function enqueue_untagged();
create trigger tag_moved after update on tag
  referencing old table as before new table as after
  for each statement execute function enqueue_moved_tags();

insert into gc_candidate (kind, repository_id, digest, free_at)
select 'link', repository_id, digest, lease_until from repository_blob rb
where not exists (select from manifest_blob m
                  where m.repository_id = rb.repository_id and m.blob_digest = rb.digest);
insert into gc_candidate (kind, digest, free_at)
select 'blob', digest, now() from blob b
where not exists (select from repository_blob rb where rb.digest = b.digest);
insert into gc_candidate (kind, repository_id, digest, free_at)
select 'manifest', repository_id, digest, now() from manifest m
where not exists (select from tag t
                  where t.repository_id = m.repository_id and t.digest = m.digest);

create index blob_trash_due on blob_trash (delete_after);

-- ---------------------------------------------------------------- damage

alter table blob
  -- when its bytes were last read and found to be the ones that the digest names
  add column verified_at timestamptz not null default now(),
  -- since when they are known to be others; then nobody gets them, until somebody pushes them again
  add column quarantined_at timestamptz,
  add column damage text check (damage in ('missing', 'size', 'digest')),
  add check ((quarantined_at is null) = (damage is null));

update blob set verified_at = created_at;

create index blob_verified on blob (verified_at) where quarantined_at is null;
create index blob_quarantined on blob (quarantined_at) where quarantined_at is not null;

-- A push that mends a blob gives it bytes of its own; the damaged ones go, after the usual delay.
create function trash_replaced_bytes() returns trigger language plpgsql as $$
begin
  insert into blob_trash (storage_key, size, delete_after)
  values (old.storage_key, old.size, now() + interval '30 minutes');
  return null;
end $$;

create trigger blob_replaced after update of storage_key on blob
  for each row when (old.storage_key <> new.storage_key) execute function trash_replaced_bytes();

-- ---------------------------------------------------------------- use by namespace

-- How many repositories of a namespace link a blob: it counts once, however many they are.
create table namespace_blob (
  namespace_id bigint not null references account on delete cascade,
  digest       bytea  not null,
  refs         int    not null,
  primary key (namespace_id, digest)
);

-- Their bytes. The sum over the slots is exact; writers take slots by turns, so that the pushes of
-- one namespace do not wait for each other's commit.
create table namespace_usage (
  namespace_id bigint   not null references account on delete cascade,
  slot         smallint not null,
  bytes        bigint   not null,
  blobs        bigint   not null,
  primary key (namespace_id, slot)
);

create function add_to_usage() returns trigger language plpgsql as $$
begin
  -- in the order of digests, then of namespaces: so nobody waits in a ring
  with links as (
    select r.namespace_id, a.digest, count(*)::int as n
    from added a join repository r on r.id = a.repository_id
    group by r.namespace_id, a.digest
    order by r.namespace_id, a.digest
  ), counted as (
    insert into namespace_blob (namespace_id, digest, refs)
    select namespace_id, digest, n from links
    on conflict (namespace_id, digest) do update set refs = namespace_blob.refs + excluded.refs
    returning namespace_id, digest, refs
  )
  insert into namespace_usage (namespace_id, slot, bytes, blobs)
  select c.namespace_id, pg_backend_pid() % 8, sum(b.size), count(*)
  from counted c
  join links l on l.namespace_id = c.namespace_id and l.digest = c.digest and l.n = c.refs
  join blob b on b.digest = c.digest
  group by c.namespace_id
  order by c.namespace_id
  on conflict (namespace_id, slot) do update
  set bytes = namespace_usage.bytes + excluded.bytes, blobs = namespace_usage.blobs + excluded.blobs;
  return null;
end $$;

create function take_from_usage() returns trigger language plpgsql as $$
declare
  namespaces bigint[];
  digests bytea[];
begin
  with links as (
    select r.namespace_id, g.digest, count(*)::int as n
    from gone g join repository r on r.id = g.repository_id
    group by r.namespace_id, g.digest
    order by r.namespace_id, g.digest
  ), counted as (
    -- the row is always there; so written, the rows are locked in the same order as above
    insert into namespace_blob (namespace_id, digest, refs)
    select namespace_id, digest, -n from links
    on conflict (namespace_id, digest) do update set refs = namespace_blob.refs + excluded.refs
    returning namespace_id, digest, refs
  )
  select array_agg(namespace_id), array_agg(digest) into namespaces, digests
  from counted where refs = 0;
  if namespaces is null then
    return null;
  end if;
  delete from namespace_blob u using unnest(namespaces, digests) f(namespace_id, digest)
  where u.namespace_id = f.namespace_id and u.digest = f.digest;
  insert into namespace_usage (namespace_id, slot, bytes, blobs)
  select f.namespace_id, pg_backend_pid() % 8, -sum(b.size), -count(*)
  from unnest(namespaces, digests) f(namespace_id, digest) join blob b on b.digest = f.digest
  group by f.namespace_id
  order by f.namespace_id
  on conflict (namespace_id, slot) do update
  set bytes = namespace_usage.bytes + excluded.bytes, blobs = namespace_usage.blobs + excluded.blobs;
  return null;
end $$;

create trigger link_counted after insert on repository_blob
  referencing new table as added for each statement execute function add_to_usage();
create trigger link_uncounted after delete on repository_blob
  referencing old table as gone for each statement execute function take_from_usage();

insert into namespace_blob (namespace_id, digest, refs)
select r.namespace_id, rb.digest, count(*)
from repository_blob rb join repository r on r.id = rb.repository_id
group by r.namespace_id, rb.digest;

insert into namespace_usage (namespace_id, slot, bytes, blobs)
select u.namespace_id, 0, sum(b.size), count(*)
from namespace_blob u join blob b on b.digest = u.digest
group by u.namespace_id;

-- ---------------------------------------------------------------- what the work has come to

-- The last run of each kind of work on the store, and all of them together.
create table storage_run (
  work        text primary key,
  started_at  timestamptz not null,
  finished_at timestamptz not null,
  -- of the last run that found something
  items       bigint      not null,
  bytes       bigint      not null,
  total_items bigint      not null,
  total_bytes bigint      not null
);
