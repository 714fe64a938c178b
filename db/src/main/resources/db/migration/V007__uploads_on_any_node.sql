-- Any node goes on with any upload: what it needs to know is in the row.
alter table upload
  -- The hash that is computed while the bytes come: 1 = sha256, 2 = sha512.
  add column algorithm     smallint not null default 1,
  -- The digest of the first "offset" bytes, told by that hash.
  add column prefix_digest bytea check (length(prefix_digest) in (33, 65)),
  -- How far the store has got, in its own terms: for S3 the multipart upload and its parts.
  add column store_session text,
  -- The last bytes, where they are too few for the store to take them alone.
  add column tail          bytea,
  -- The request that writes now, and until when its claim holds unless it renews it.
  add column writer        uuid,
  add column writer_until  timestamptz;
