-- A hub as the version of V015 left it: something in every table, and each kind of thing that an
-- upgrade has to tell apart.

insert into account
  (id, name, kind, full_name, email, email_confirmed_at, pending_email, password_hash, site_admin,
   private_by_default, locale, theme, created_at, version)
overriding system value
values
  (101, 'olga', 'person', 'Olga Ops', 'olga@example.org', '2026-01-01T00:00:00Z', null,
   '{argon2}olga', true, false, 'en', 'dark', '2026-01-01T00:00:00Z', 3),
  (102, 'joao', 'person', 'João Ação', 'joao@example.org', '2026-02-01T00:00:00Z',
   'new@example.org', '{argon2}joao', false, true, 'en', null, '2026-02-01T00:00:00Z', 1),
  (103, 'maria', 'person', '', 'maria@example.org', null, null, '{argon2}maria', false, false,
   'en', 'light', '2026-03-01T00:00:00Z', 0),
  (104, 'bakery', 'organization', 'The bakery', null, null, null, null, false, false, 'en', null,
   '2026-03-02T00:00:00Z', 0);

insert into mailed_link (secret_hash, account_id, purpose, email, expires_at, used_at)
values
  (sha256('confirm maria'), 103, 'confirm', 'maria@example.org', '2099-01-01T00:00:00Z', null),
  (sha256('reset joao'), 102, 'reset', 'joao@example.org', '2099-01-01T00:00:00Z', null),
  (sha256('confirm joao'), 102, 'confirm', 'joao@example.org', '2026-02-03T00:00:00Z',
   '2026-02-01T00:00:00Z');

insert into access_token
  (id, account_id, label, secret_hash, hint, scope, expires_at, last_used_at, revoked_at)
values
  ('00000000-0000-7000-8000-000000000101', 102, 'laptop', sha256('t1'), 'aaaa', 'admin', null,
   '2026-11-01T00:00:00Z', null),
  ('00000000-0000-7000-8000-000000000102', 102, 'CI', sha256('t2'), 'bbbb', 'write',
   '2099-01-01T00:00:00Z', null, null),
  ('00000000-0000-7000-8000-000000000103', 102, 'over', sha256('t3'), 'cccc', 'read',
   '2026-03-01T00:00:00Z', null, null),
  ('00000000-0000-7000-8000-000000000104', 102, 'lost', sha256('t4'), 'dddd', 'write', null, null,
   '2026-04-01T00:00:00Z');

insert into site_setting (name, value, changed_at)
values ('setup-link', 'a hash', '2026-01-01T00:00:00Z');

insert into scheduled_tasks
  (task_name, task_instance, task_data, execution_time, picked, version, priority,
   consecutive_failures)
values
  ('mail', 'one mail', '\xaced0005', '2099-01-01T00:00:00Z', false, 1, 90, null),
  ('webhook-delivery', '00000000-0000-7000-8000-000000000302', null, '2099-01-01T00:00:00Z', false,
   4, 50, 3);

insert into spring_session
values ('p0000000-0000-0000-0000-000000000001', 's0000000-0000-0000-0000-000000000001', 1, 2, 3, 4,
        'joao');
insert into spring_session_attributes
values ('p0000000-0000-0000-0000-000000000001', 'CALLER', '\xaced0005');
insert into rate_limit values (-42, '\x01', 7);

insert into repository
  (id, namespace_id, name, visibility, description, overview, draft, created_at, updated_at, version)
overriding system value
values
  (201, 102, 'coffee', 'public', 'Coffee for all', '# Café', false, '2026-02-01T00:00:00Z',
   '2026-11-01T00:00:00Z', 4),
  (202, 102, 'ledger', 'private', 'What it all cost', '', false, '2026-02-02T00:00:00Z',
   '2026-02-02T00:00:00Z', 0),
  (203, 102, 'draft', 'public', '', '', true, '2026-11-27T00:00:00Z', '2026-11-27T00:00:00Z', 0),
  (204, (select id from account where name = 'library'), 'alpine', 'public', '', '', false,
   '2026-02-02T00:00:00Z', '2026-02-02T00:00:00Z', 0);
insert into collaborator values (202, 103, '2026-03-01T00:00:00Z');

insert into blob (digest, size, storage_key, verified_at, quarantined_at, damage)
values
  ('\x01' || sha256('config'), 37, 'blobs/2026/01/01/a', '2026-11-01T00:00:00Z', null, null),
  ('\x01' || sha256('layer'), 1000, 'blobs/2026/01/01/b', '2026-11-01T00:00:00Z', null, null),
  ('\x02' || sha512('damaged'), 5, 'blobs/2026/01/01/c', '2026-11-01T00:00:00Z',
   '2026-11-02T00:00:00Z', 'digest');
insert into repository_blob (repository_id, digest, lease_until)
select r, digest, '2026-11-01T00:00:00Z' from blob, unnest(array[201, 202]) r;

-- an index, its child, what refers to the child, and what no tag names any more
insert into manifest
  (repository_id, digest, media_type, artifact_type, size, body, subject, config_digest,
   annotations, total_bytes, platform, pushed_by)
select r, '\x01' || sha256(name::bytea), type, artifact, 2, '{}', subject, config, annotations, 1037,
       platform, 102
from unnest(array[201, 202]) r,
  (values
    ('image', 'application/vnd.oci.image.manifest.v1+json', null, null::bytea,
     '\x01' || sha256('config'), '{"org.opencontainers.image.title": "Café"}'::jsonb,
     'linux/amd64'),
    ('index', 'application/vnd.oci.image.index.v1+json', null, null, null, null, null),
    ('signature', 'application/vnd.oci.image.manifest.v1+json', 'application/vnd.example.sig',
     '\x01' || sha256('image'), null, null, null),
    ('untagged', 'application/vnd.docker.distribution.manifest.v2+json', null, null,
     '\x01' || sha256('config'), null, 'linux/arm64')) m
  (name, type, artifact, subject, config, annotations, platform);
insert into manifest_blob
select r, '\x01' || sha256(m), o, '\x01' || sha256(b), '\x01' || sha256(b), 'application/x', 37
from unnest(array[201, 202]) r, (values ('image', 0::smallint, 'config'::bytea),
  ('image', 1::smallint, 'layer'), ('untagged', 0::smallint, 'config')) l (m0, o, b),
  lateral (select m0::bytea) n (m);
insert into manifest_child
select r, '\x01' || sha256('index'), o, child, raw, 'application/vnd.oci.image.manifest.v1+json', 2,
       '{"os": "linux"}'
from unnest(array[201, 202]) r,
  (values (0::smallint, '\x01' || sha256('image'), '\x01' || sha256('image')),
          (1::smallint, null, '\x01' || sha256('sparse'))) c (o, child, raw);
insert into tag (repository_id, name, digest, sort_key, pushed_by, pushed_at)
select r, n, '\x01' || sha256(m::bytea), n, 102, '2026-11-01T00:00:00Z'
from unnest(array[201, 202]) r, (values ('latest', 'index'), ('1.0', 'image')) t (n, m);
insert into tag_event (repository_id, name, old_digest, new_digest, actor_id, at)
values
  (201, 'latest', null, '\x01' || sha256('index'), 102, '2026-11-01T00:00:00Z'),
  (201, 'gone', '\x01' || sha256('image'), null, null, '2026-11-02T00:00:00Z');
insert into upload
  (id, repository_id, account_id, storage_key, "offset", expires_at, algorithm, prefix_digest,
   store_session, tail, writer, writer_until)
values
  ('00000000-0000-7000-8000-000000000401', 201, 102, 'uploads/a', 1000, '2099-01-01T00:00:00Z', 2,
   '\x02' || sha512('prefix'), 'session', '\x01', gen_random_uuid(), '2026-11-28T00:00:00Z');
insert into blob_trash values ('blobs/2025/01/01/z', 9, '2099-01-01T00:00:00Z');
insert into gc_candidate (kind, repository_id, digest, free_at)
values ('blob', null, '\x01' || sha256('free'), '2099-01-01T00:00:00Z')
on conflict do nothing;
insert into storage_run
values ('collection', '2026-11-01T00:00:00Z', '2026-11-01T00:01:00Z', 1, 2, 3, 4);
insert into orphan_hold (found_at, objects, bytes, listed)
values ('2026-11-01T00:00:00Z', 3, 9, 5);
insert into storage_mark (planted_at) values ('2026-11-01T00:00:00Z') on conflict do nothing;

insert into signing_key (id, jwk, retire_at) values ('k1', '{"kty":"EC"}', '2099-01-01T00:00:00Z');
insert into refresh_token
  (secret_hash, account_id, access_token_id, password_mark, client_id, expires_at)
values
  (sha256('r1'), 102, null, sha256('mark'), 'docker', '2099-01-01T00:00:00Z'),
  (sha256('r2'), 102, '00000000-0000-7000-8000-000000000102', null, 'docker',
   '2099-01-01T00:00:00Z');

-- pulls of one repository are counted, of the others not yet
insert into repository_activity values (201, 12, '2026-11-20T00:00:00Z', '2026-11-01T00:00:00Z');
insert into tag_activity values (201, 'latest', 7, '2026-11-20T00:00:00Z');
insert into star (account_id, repository_id) values (101, 201), (102, 201), (102, 204);
insert into search_entry (repository_id, namespace_id, full_name, name, official, public, stars, words)
values (201, 102, 'joao/coffee', 'coffee', false, true, 2, to_tsvector('simple', 'coffee'))
on conflict do nothing;

insert into webhook (id, repository_id, name, url, created_by)
values ('00000000-0000-7000-8000-000000000301', 201, 'CI', 'https://example.org/hook', 102);
insert into delivery (id, webhook_id, event, tag, payload, state, attempts, next_try_at)
values
  ('00000000-0000-7000-8000-000000000302', '00000000-0000-7000-8000-000000000301', 'push',
   'latest', '{"push_data": {}}', 'pending', 3, '2099-01-01T00:00:00Z'),
  ('00000000-0000-7000-8000-000000000303', '00000000-0000-7000-8000-000000000301', 'push',
   '1.0', '{"push_data": {}}', 'delivered', 1, null);
