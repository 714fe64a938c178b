-- Owner: hub-registry.
-- What a manifest and its configuration say of it, so that pages, search and lists need no look into
-- the store: kind, platform, created, author, labels, entry point and the other defaults of its
-- containers, and the history. Written with the manifest. Null in rows that were written before this:
-- the first page that shows one fills it in.
alter table manifest add column about jsonb;
