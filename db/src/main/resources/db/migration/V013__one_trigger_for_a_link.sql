-- A new link is a candidate, counts in its namespace, and is what sparse manifests wait for: one
-- trigger, since for a small blob three of them are as dear as its bytes.
create function take_link() returns trigger language plpgsql as $$
declare
  namespace bigint;
  counted int;
begin
  insert into gc_candidate (kind, repository_id, digest, free_at)
  values ('link', new.repository_id, new.digest, new.lease_until);

  insert into namespace_blob (namespace_id, digest, refs)
  select namespace_id, new.digest, 1 from repository where id = new.repository_id
  on conflict (namespace_id, digest) do update set refs = namespace_blob.refs + 1
  returning namespace_id, refs into namespace, counted;
  if counted = 1 then
    insert into namespace_usage (namespace_id, slot, bytes, blobs)
    select namespace, pg_backend_pid() % 8, size, 1 from blob where digest = new.digest
    on conflict (namespace_id, slot) do update
    set bytes = namespace_usage.bytes + excluded.bytes, blobs = namespace_usage.blobs + 1;
  end if;

  perform pg_advisory_xact_lock_shared(hashtextextended('sparse', new.repository_id));
  update manifest_blob set blob_digest = new.digest
  where repository_id = new.repository_id and raw_digest = new.digest and blob_digest is null;
  return null;
end
$$;

drop trigger link_added on repository_blob;
drop trigger link_counted on repository_blob;
drop trigger repository_blob_linked on repository_blob;
drop function enqueue_new_links();
drop function add_to_usage();
drop function link_sparse_blob();

create trigger link_taken after insert on repository_blob
  for each row execute function take_link();
