package hub.registry.manifest;

import hub.accounts.Caller;
import hub.registry.Digest;
import hub.registry.ImagePushed;
import hub.registry.Reference;
import hub.registry.TagName;
import hub.registry.storage.Blobs;
import hub.registry.storage.StoredBlob;
import hub.repositories.Repositories;
import hub.repositories.RepositoryRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The manifests of repositories, byte for byte as they were pushed, and the tags on them. */
@Component
public class Manifests {

  /** A configuration larger than this is kept, and not looked into. */
  private static final int MAX_CONFIGURATION = 4 * 1024 * 1024;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Blobs blobs;
  private final Repositories repositories;
  private final ApplicationEventPublisher events;

  Manifests(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Blobs blobs,
      Repositories repositories,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.blobs = blobs;
    this.repositories = repositories;
    this.events = events;
  }

  /** A manifest with its bytes. */
  public record Content(StoredManifest manifest, byte[] body) {}

  /** What is known of a manifest, without its bytes. */
  public Optional<StoredManifest> find(long repositoryId, Reference reference) {
    return select("m.digest, m.media_type, m.size", repositoryId, reference)
        .query((row, index) -> read(row))
        .optional();
  }

  /** A manifest as it was pushed. */
  public Optional<Content> content(long repositoryId, Reference reference) {
    return select("m.digest, m.media_type, m.size, m.body", repositoryId, reference)
        .query((row, index) -> new Content(read(row), row.getBytes("body")))
        .optional();
  }

  /** Whether an index of this repository lists that manifest. */
  public boolean lists(long repositoryId, Digest index, Digest child) {
    return jdbc.sql(
            """
            select exists (select from manifest_child
                           where repository_id = ? and child = ? and parent = ?)
            """)
        .param(repositoryId)
        .param(child.bytes())
        .param(index.bytes())
        .query(Boolean.class)
        .single();
  }

  /**
   * Keeps a manifest and moves a tag to it, in one transaction with all that follows from it. When
   * this returns, it is committed.
   *
   * @param tag null for a push by digest
   * @throws ManifestReferencesUnknown where layers or children are not here yet
   * @throws ManifestInvalid where it says wrong sizes
   * @throws hub.repositories.PushRefused where the first manifest may not make the repository
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  public void push(
      Caller caller,
      RepositoryRef repository,
      @Nullable TagName tag,
      Digest digest,
      ManifestDocument document,
      byte[] body) {
    Caller.Identity pusher = Objects.requireNonNull(caller.account(), "nobody pushes anonymously");
    Checked checked = check(repository.id(), document);
    Runnable push =
        () ->
            transaction.executeWithoutResult(
                status -> {
                  repositories.publishDraft(caller, repository);
                  insert(pusher, repository, digest, document, body, checked);
                  if (tag != null) {
                    move(repository.id(), tag, digest, pusher.id());
                  }
                  jdbc.sql(
                          """
                          insert into repository_activity (repository_id, last_pushed_at)
                          values (?, now())
                          on conflict (repository_id)
                          do update set last_pushed_at = excluded.last_pushed_at
                          """)
                      .param(repository.id())
                      .update();
                  events.publishEvent(
                      new ImagePushed(
                          repository.id(),
                          repository.name(),
                          tag == null ? null : tag.value(),
                          digest.toString(),
                          document.mediaType(),
                          pusher.id(),
                          pusher.name(),
                          Instant.now()));
                });
    try {
      push.run();
    } catch (DataIntegrityViolationException | ConcurrencyFailureException e) {
      // Something was deleted in between, or two pushes met: look again, once.
      check(repository.id(), document);
      try {
        push.run();
      } catch (DataIntegrityViolationException again) {
        throw new RepositoryGone(again);
      }
    }
  }

  /**
   * Takes a tag away; the manifest stays.
   *
   * @throws ManifestUnknown where there is no such tag
   */
  public void deleteTag(Caller caller, long repositoryId, TagName tag) {
    transaction.executeWithoutResult(
        status -> {
          takeTurns(repositoryId, List.of(tag.value()));
          byte[] digest =
              jdbc.sql("delete from tag where repository_id = ? and name = ? returning digest")
                  .param(repositoryId)
                  .param(tag.value())
                  .query(byte[].class)
                  .optional()
                  .orElseThrow(() -> new ManifestUnknown(tag));
          record(repositoryId, tag.value(), digest, null, caller.accountId());
        });
  }

  /**
   * Deletes a manifest, and every tag on it.
   *
   * @throws ManifestUnknown where there is none
   * @throws ManifestInUse where an index lists it
   */
  public void delete(Caller caller, long repositoryId, Digest digest) {
    try {
      transaction.executeWithoutResult(
          status -> {
            takeTurns(repositoryId, tagsOn(repositoryId, digest));
            jdbc.sql(
                    """
                    with gone as (delete from tag where repository_id = ? and digest = ?
                                  returning repository_id, name, digest)
                    insert into tag_event (repository_id, name, old_digest, actor_id)
                    select repository_id, name, digest, ?::bigint from gone
                    """)
                .param(repositoryId)
                .param(digest.bytes())
                .param(caller.accountId())
                .update();
            int rows =
                jdbc.sql("delete from manifest where repository_id = ? and digest = ?")
                    .param(repositoryId)
                    .param(digest.bytes())
                    .update();
            if (rows == 0) {
              throw new ManifestUnknown(digest);
            }
          });
    } catch (DataIntegrityViolationException e) {
      throw new ManifestInUse(digest);
    }
  }

  /**
   * Tags in the order of their characters.
   *
   * @param last the tag after which the page begins; empty for the first
   */
  public List<String> tags(long repositoryId, String last, int limit) {
    return jdbc.sql(
            "select name from tag where repository_id = ? and name > ? order by name limit ?")
        .param(repositoryId)
        .param(last)
        .param(limit)
        .query((row, index) -> row.getString(1))
        .list();
  }

  /** A manifest that is about another one. */
  public record Referrer(
      StoredManifest manifest, @Nullable String artifactType, @Nullable String annotations) {}

  /**
   * Some of those.
   *
   * @param more whether others come after them
   */
  public record Referrers(List<Referrer> shown, boolean more) {}

  /**
   * The manifests whose subject is this one, of a type where one is given. So many at a time that
   * what they say stays in bounds; one at least.
   *
   * @param last the digest after which they begin; null for the first
   */
  public Referrers referrers(
      long repositoryId, Digest subject, @Nullable String artifactType, @Nullable Digest last) {
    int[] left = {0};
    List<Referrer> shown =
        jdbc.sql(
                """
            select * from (
              select digest, media_type, size, artifact_type, annotations,
                     sum(size) over (order by digest) - size as before, count(*) over () as remaining
              from manifest
              where repository_id = :repository and subject = :subject
                and (:type::text is null or artifact_type = :type)
                and (:last::bytea is null or digest > :last)
            ) r
            where before < :most
            order by digest
            """)
            .param("repository", repositoryId)
            .param("subject", subject.bytes())
            .param("type", artifactType)
            .param("last", last == null ? null : last.bytes())
            .param("most", ManifestDocument.MAX_BYTES)
            .query(
                (row, index) -> {
                  left[0] = row.getInt("remaining");
                  return new Referrer(
                      read(row), row.getString("artifact_type"), row.getString("annotations"));
                })
            .list();
    return new Referrers(shown, left[0] > shown.size());
  }

  /** What a manifest refers to, as far as it is here. */
  private record Checked(Set<Digest> linkedBlobs, long totalBytes, @Nullable String platform) {}

  private Checked check(long repositoryId, ManifestDocument document) {
    return document.config() == null
        ? checkChildren(repositoryId, document)
        : checkBlobs(repositoryId, document, document.config());
  }

  private Checked checkBlobs(long repositoryId, ManifestDocument document, Descriptor config) {
    List<Descriptor> wanted = document.blobs();
    Map<Digest, StoredBlob> linked = new HashMap<>();
    blobs.findAll(repositoryId, digests(wanted)).forEach(blob -> linked.put(blob.digest(), blob));
    List<Digest> missing = new ArrayList<>();
    long total = 0;
    for (Descriptor descriptor : wanted) {
      StoredBlob blob = linked.get(descriptor.digest());
      if (blob == null) {
        if (!descriptor.elsewhere()) {
          missing.add(descriptor.digest());
        }
      } else if (blob.size() != descriptor.size()) {
        throw new ManifestInvalid(
            descriptor.digest() + " has " + blob.size() + " bytes, not " + descriptor.size());
      } else {
        total += blob.size();
      }
    }
    if (!missing.isEmpty()) {
      throw new ManifestReferencesUnknown(missing.stream().distinct().toList());
    }
    StoredBlob configuration = linked.get(config.digest());
    String platform =
        configuration == null || !MediaTypes.isImageConfiguration(config.mediaType())
            ? null
            : blobs
                .readSmall(configuration, MAX_CONFIGURATION)
                .map(ImageConfiguration::parse)
                .map(ImageConfiguration::platform)
                .orElse(null);
    return new Checked(linked.keySet(), total, platform);
  }

  private Checked checkChildren(long repositoryId, ManifestDocument document) {
    Set<Digest> missing = new HashSet<>(digests(document.children()));
    long[] total = {0};
    jdbc.sql(
            """
            select digest, total_bytes from manifest where repository_id = ? and digest = any(?)
            """)
        .param(repositoryId)
        .param(bytes(missing))
        .query(
            row -> {
              missing.remove(Digest.of(row.getBytes("digest")));
              total[0] += row.getLong("total_bytes");
            });
    if (!missing.isEmpty()) {
      throw new ManifestReferencesUnknown(missing.stream().sorted().toList());
    }
    return new Checked(Set.of(), total[0], null);
  }

  private void insert(
      Caller.Identity pusher,
      RepositoryRef repository,
      Digest digest,
      ManifestDocument document,
      byte[] body,
      Checked checked) {
    int rows =
        jdbc.sql(
                """
                insert into manifest
                  (repository_id, digest, media_type, artifact_type, size, body, subject,
                   config_digest, annotations, total_bytes, platform, pushed_by)
                values
                  (:repository, :digest, :type, :artifact, :size, :body, :subject,
                   :config, :annotations::jsonb, :total, :platform, :pusher)
                on conflict (repository_id, digest) do nothing
                """)
            .param("repository", repository.id())
            .param("digest", digest.bytes())
            .param("type", document.mediaType())
            .param("artifact", document.artifactType())
            .param("size", body.length)
            .param("body", body)
            .param("subject", document.subject() == null ? null : document.subject().bytes())
            .param("config", document.config() == null ? null : document.config().digest().bytes())
            .param("annotations", document.annotations())
            .param("total", checked.totalBytes())
            .param("platform", checked.platform())
            .param("pusher", pusher.id())
            .update();
    if (rows > 0) {
      insertBlobs(repository.id(), digest, document.blobs(), checked.linkedBlobs());
      insertChildren(repository.id(), digest, document.children());
    }
  }

  private void insertBlobs(
      long repositoryId, Digest manifest, List<Descriptor> blobs, Set<Digest> linked) {
    if (blobs.isEmpty()) {
      return;
    }
    jdbc.sql(
            // in the order of digests, so that two pushes never wait for each other in a ring
            """
            insert into manifest_blob
              (repository_id, manifest_digest, ordinal, blob_digest, raw_digest, media_type, size)
            select ?, ?, l.n - 1, l.linked, l.raw, l.type, l.size
            from unnest(?::bytea[], ?::bytea[], ?::text[], ?::bigint[])
                 with ordinality l(linked, raw, type, size, n)
            order by l.raw
            """)
        .param(repositoryId)
        .param(manifest.bytes())
        .param(
            blobs.stream()
                .map(it -> linked.contains(it.digest()) ? it.digest().bytes() : null)
                .toArray(byte[][]::new))
        .param(bytes(digests(blobs)))
        .param(blobs.stream().map(Descriptor::mediaType).toArray(String[]::new))
        .param(blobs.stream().map(Descriptor::size).toArray(Long[]::new))
        .update();
  }

  private void insertChildren(long repositoryId, Digest index, List<Descriptor> children) {
    if (children.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into manifest_child
              (repository_id, parent, ordinal, child, raw_digest, media_type, size, platform)
            select ?, ?, l.n - 1, l.child, l.child, l.type, l.size, l.platform::jsonb
            from unnest(?::bytea[], ?::text[], ?::bigint[], ?::text[])
                 with ordinality l(child, type, size, platform, n)
            order by l.child
            """)
        .param(repositoryId)
        .param(index.bytes())
        .param(bytes(digests(children)))
        .param(children.stream().map(Descriptor::mediaType).toArray(String[]::new))
        .param(children.stream().map(Descriptor::size).toArray(Long[]::new))
        .param(children.stream().map(Descriptor::platform).toArray(String[]::new))
        .update();
  }

  private void move(long repositoryId, TagName tag, Digest digest, long pusherId) {
    takeTurns(repositoryId, List.of(tag.value()));
    byte[] old =
        jdbc.sql(
                """
                with before as (
                  select digest from tag where repository_id = :repository and name = :tag)
                insert into tag (repository_id, name, digest, sort_key, pushed_by, pushed_at)
                values (:repository, :tag, :digest, :sortKey, :pusher, clock_timestamp())
                on conflict (repository_id, name) do update
                set digest = excluded.digest, sort_key = excluded.sort_key,
                    pushed_by = excluded.pushed_by, pushed_at = clock_timestamp()
                returning (select digest from before) as old_digest
                """)
            .param("repository", repositoryId)
            .param("tag", tag.value())
            .param("digest", digest.bytes())
            .param("sortKey", VersionOrder.key(tag.value()))
            .param("pusher", pusherId)
            .query((row, index) -> new Old(row.getBytes("old_digest")))
            .single()
            .digest();
    if (old == null || !digest.equals(Digest.of(old))) {
      record(repositoryId, tag.value(), old, digest.bytes(), pusherId);
    }
  }

  private record Old(byte @Nullable [] digest) {}

  /** Those who move or delete one tag wait for each other: its history is one line without gaps. */
  private void takeTurns(long repositoryId, List<String> tags) {
    for (String tag : tags) {
      jdbc.sql("select count(*) from pg_advisory_xact_lock(hashtextextended(?, ?))")
          .param(tag)
          .param(repositoryId)
          .query(Long.class)
          .single();
    }
  }

  /** In one order for all, so that nobody waits in a ring. */
  private List<String> tagsOn(long repositoryId, Digest digest) {
    return jdbc.sql("select name from tag where repository_id = ? and digest = ? order by name")
        .param(repositoryId)
        .param(digest.bytes())
        .query((row, index) -> row.getString(1))
        .list();
  }

  private void record(
      long repositoryId,
      String tag,
      byte @Nullable [] from,
      byte @Nullable [] to,
      @Nullable Long actorId) {
    jdbc.sql(
            """
            insert into tag_event (repository_id, name, old_digest, new_digest, actor_id, at)
            values (:repository, :tag, :from, :to, :actor, clock_timestamp())
            """)
        .param("repository", repositoryId)
        .param("tag", tag)
        .param("from", from)
        .param("to", to)
        .param("actor", actorId)
        .update();
  }

  private JdbcClient.StatementSpec select(String columns, long repositoryId, Reference reference) {
    return switch (reference) {
      case TagName tag ->
          jdbc.sql(
                  "select "
                      + columns
                      + """
                       from tag t
                      join manifest m on m.repository_id = t.repository_id and m.digest = t.digest
                      where t.repository_id = ? and t.name = ?
                      """)
              .param(repositoryId)
              .param(tag.value());
      case Digest digest ->
          jdbc.sql(
                  "select "
                      + columns
                      + " from manifest m where m.repository_id = ? and m.digest = ?")
              .param(repositoryId)
              .param(digest.bytes());
    };
  }

  private static StoredManifest read(ResultSet row) throws SQLException {
    return new StoredManifest(
        Digest.of(row.getBytes("digest")), row.getString("media_type"), row.getInt("size"));
  }

  private static List<Digest> digests(List<Descriptor> descriptors) {
    return descriptors.stream().map(Descriptor::digest).toList();
  }

  private static byte[][] bytes(Collection<Digest> digests) {
    return digests.stream().map(Digest::bytes).toArray(byte[][]::new);
  }
}
