-- A manifest may name layers, and an index children, that its repository does not have yet. What
-- comes later is linked by the row that brings it, whichever way it comes, so that the foreign keys
-- keep it as they keep all else that a manifest names.
create index manifest_blob_sparse on manifest_blob (repository_id, raw_digest) where blob_digest is null;
create index manifest_child_sparse on manifest_child (repository_id, raw_digest) where child is null;

-- Those who bring take the lock together; who pushes a sparse manifest takes it alone, and so sees
-- either the row that is brought, or is seen by it.
create function link_sparse_blob() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('sparse', new.repository_id));
  update manifest_blob set blob_digest = new.digest
  where repository_id = new.repository_id and raw_digest = new.digest and blob_digest is null;
  return null;
end
$$;

create trigger repository_blob_linked after insert on repository_blob
  for each row execute function link_sparse_blob();

create function link_sparse_child() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('sparse', new.repository_id));
  with linked as (
    update manifest_child set child = new.digest
    where repository_id = new.repository_id and raw_digest = new.digest and child is null
    returning parent)
  update manifest set total_bytes = total_bytes + new.total_bytes
  where repository_id = new.repository_id and digest in (select parent from linked);
  return null;
end
$$;

create trigger manifest_linked after insert on manifest
  for each row execute function link_sparse_child();

-- Referrers of one type, in the order in which they are listed.
update manifest set artifact_type = left(artifact_type, 255) where length(artifact_type) > 255;
create index manifest_referrer on manifest (repository_id, subject, artifact_type, digest)
  where subject is not null;

-- Refresh tokens rotate. All that came from one sign-in are a family, which ends with its first.
alter table refresh_token
  -- the first of the family; null for that one itself
  add column root bytea references refresh_token on delete cascade,
  -- the one this came from
  add column predecessor bytea,
  -- makes successors: the same one however often it is asked for, and nobody else can make it
  add column rotation_key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
  -- when a successor was first used; soon after, this one is a sign of theft
  add column superseded_at timestamptz;

create index refresh_token_root on refresh_token (root) where root is not null;
create index refresh_token_superseded on refresh_token (superseded_at) where superseded_at is not null;
