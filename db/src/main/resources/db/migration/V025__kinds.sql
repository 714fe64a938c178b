-- Owner: hub-registry.
-- What a manifest is of (image, chart, model, ...), so that lists need not read what it is about; and
-- by which version of the hub that was read. Rows of before have no kind and form 0: they are read
-- again in the background. Neither column rewrites the table.
alter table manifest
  add column kind text,
  add column about_form smallint not null default 0;

-- What an index says that an entry is, where it is no image. Null in rows of before.
alter table manifest_child add column artifact_type text;
