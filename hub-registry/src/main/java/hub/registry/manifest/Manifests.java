package hub.registry.manifest;

import hub.accounts.Caller;
import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.ImagePushed;
import hub.registry.Reference;
import hub.registry.RepositoryGone;
import hub.registry.TagName;
import hub.registry.storage.BlobDamaged;
import hub.registry.storage.Blobs;
import hub.registry.storage.StoredBlob;
import hub.repositories.RepositoryRef;
import hub.repositories.push.Drafts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

  /** How often a push or a deletion goes on that others keep crossing. */
  private static final int MOST_TRIES = 10;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Blobs blobs;
  private final Drafts drafts;
  private final ApplicationEventPublisher events;
  private final double lease;

  Manifests(
      JdbcClient jdbc,
      TransactionTemplate transaction,
      Blobs blobs,
      Drafts drafts,
      ApplicationEventPublisher events,
      GarbageSettings settings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.blobs = blobs;
    this.drafts = drafts;
    this.events = events;
    this.lease = settings.lease().toMillis() / 1000.0;
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
   * Keeps a manifest and moves tags to it, in one transaction with all that follows from it. When
   * this returns, it is committed.
   *
   * @param tags none for a push by digest alone
   * @return what it names and the repository does not have: children of an index, or some of the
   *     layers of an image. Whatever of it is pushed later is linked then.
   * @throws ManifestReferencesUnknown where what it can not do without is not here yet
   * @throws ManifestInvalid where it says wrong sizes
   * @throws hub.repositories.push.PushRefused where the first manifest may not make the repository
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  public List<Digest> push(
      Caller caller,
      RepositoryRef repository,
      Collection<TagName> tags,
      Digest digest,
      ManifestDocument document,
      byte[] body) {
    Caller.Identity pusher = Objects.requireNonNull(caller.account(), "nobody pushes anonymously");
    Push push = new Push(caller, pusher, repository, sorted(tags), digest, document, body);
    Checked first = check(repository.id(), document);
    try {
      commit(push, first);
      return first.missing();
    } catch (DataIntegrityViolationException | ConcurrencyFailureException e) {
      return pushAgain(push, first);
    }
  }

  /** Something was deleted in between, or two pushes met: looks again. */
  private List<Digest> pushAgain(Push push, Checked first) {
    for (int tries = 1; ; tries++) {
      Checked again = check(push.repository().id(), push.document());
      List<Digest> vanished =
          again.missing().stream().filter(it -> !first.missing().contains(it)).toList();
      if (!vanished.isEmpty()) {
        // It was here when the push relied on it: no sparse manifest, but one that came too late.
        throw new ManifestReferencesUnknown(vanished);
      }
      try {
        commit(push, again);
        return again.missing();
      } catch (DataIntegrityViolationException still) {
        if (tries == MOST_TRIES) {
          throw new RepositoryGone(still);
        }
      } catch (ConcurrencyFailureException still) {
        if (tries == MOST_TRIES) {
          throw still;
        }
      }
    }
  }

  /** All that one push brings. */
  private record Push(
      Caller caller,
      Caller.Identity pusher,
      RepositoryRef repository,
      List<TagName> tags,
      Digest digest,
      ManifestDocument document,
      byte[] body) {}

  /** In one order for all, so that nobody waits in a ring. */
  private static List<TagName> sorted(Collection<TagName> tags) {
    return tags.stream().distinct().sorted(Comparator.comparing(TagName::value)).toList();
  }

  private void commit(Push push, Checked checked) {
    transaction.executeWithoutResult(
        status -> {
          RepositoryRef repository = push.repository();
          drafts.publish(push.caller(), repository);
          // Before any manifest is locked, as by who deletes one.
          takeTurns(repository.id(), push.tags().stream().map(TagName::value).toList());
          if (!checked.missing().isEmpty()) {
            awaitWhatIsOnItsWay(repository.id());
          }
          insert(push, checked);
          for (TagName tag : push.tags()) {
            move(repository.id(), tag, push.digest(), push.pusher().id());
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
          if (push.tags().isEmpty()) {
            tell(push, null);
          }
          push.tags().forEach(tag -> tell(push, tag.value()));
        });
  }

  private void tell(Push push, @Nullable String tag) {
    events.publishEvent(
        new ImagePushed(
            push.repository().id(),
            push.repository().name(),
            tag,
            push.digest().toString(),
            push.document().mediaType(),
            push.pusher().id(),
            push.pusher().name(),
            Instant.now()));
  }

  /**
   * Waits for those who bring blobs and manifests to this repository right now, and keeps others
   * until this transaction ends: what is missing is then seen by one side or the other.
   */
  private void awaitWhatIsOnItsWay(long repositoryId) {
    jdbc.sql("select count(*) from pg_advisory_xact_lock(hashtextextended('sparse', ?))")
        .param(repositoryId)
        .query(Long.class)
        .single();
  }

  /**
   * Takes a tag away; the manifest stays.
   *
   * @throws ManifestUnknown where there is no such tag
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  public void deleteTag(Caller caller, long repositoryId, TagName tag) {
    transaction.executeWithoutResult(
        status -> {
          hold(repositoryId);
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
   * @throws RepositoryGone where the repository was deleted meanwhile
   */
  public void delete(Caller caller, long repositoryId, Digest digest) {
    for (int tries = 1; ; tries++) {
      try {
        deleteOnce(caller, repositoryId, digest);
        return;
      } catch (DataIntegrityViolationException e) {
        // Or a push of the same manifest came in between, with a tag: the next look sees it too.
        if (isListed(repositoryId, digest) || tries == MOST_TRIES) {
          throw new ManifestInUse(digest);
        }
      } catch (ConcurrencyFailureException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private boolean isListed(long repositoryId, Digest digest) {
    return jdbc.sql(
            "select exists (select from manifest_child where repository_id = ? and child = ?)")
        .param(repositoryId)
        .param(digest.bytes())
        .query(Boolean.class)
        .single();
  }

  private void deleteOnce(Caller caller, long repositoryId, Digest digest) {
    transaction.executeWithoutResult(
        status -> {
          hold(repositoryId);
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

  /**
   * What a manifest refers to, as far as it is here.
   *
   * @param present blobs and children that the repository has
   * @param missing what it can do without, for now
   */
  private record Checked(
      Set<Digest> present, List<Digest> missing, long totalBytes, @Nullable String platform) {}

  private Checked check(long repositoryId, ManifestDocument document) {
    Map<Digest, StoredBlob> linked = new HashMap<>();
    blobs
        .findAll(repositoryId, digests(document.blobs()))
        .forEach(blob -> linked.put(blob.digest(), blob));
    List<Digest> missing = new ArrayList<>();
    long total = 0;
    for (Descriptor descriptor : document.blobs()) {
      StoredBlob blob = linked.get(descriptor.digest());
      if (blob == null) {
        if (!descriptor.elsewhere()) {
          missing.add(descriptor.digest());
          total += descriptor.size();
        }
      } else if (blob.size() != descriptor.size()) {
        throw new ManifestInvalid(
            descriptor.digest() + " has " + blob.size() + " bytes, not " + descriptor.size());
      } else {
        total += blob.size();
      }
    }
    refuseDamaged(repositoryId, missing);
    refuseWhatNobodyCouldUse(document, linked.keySet(), missing);
    Set<Digest> present = new HashSet<>(linked.keySet());
    total += findChildren(repositoryId, document, present);
    for (Descriptor child : document.children()) {
      if (!present.contains(child.digest())) {
        missing.add(child.digest());
      }
    }
    return new Checked(
        present, missing.stream().distinct().toList(), total, platform(document, linked));
  }

  /** What is linked and damaged is not left out on purpose: it must be sent again. */
  private void refuseDamaged(long repositoryId, List<Digest> missing) {
    List<Digest> damaged = missing.isEmpty() ? List.of() : blobs.damaged(repositoryId, missing);
    if (!damaged.isEmpty()) {
      throw new ManifestReferencesUnknown(damaged);
    }
  }

  /**
   * An image may lack some of its layers: who pulls through a mirror, or keeps only what has
   * changed, means it so. One that lacks its configuration, or every layer, or an index that lacks
   * blobs of its own, is a push that went wrong.
   */
  private static void refuseWhatNobodyCouldUse(
      ManifestDocument document, Set<Digest> here, List<Digest> missing) {
    if (missing.isEmpty()) {
      return;
    }
    Descriptor config = document.config();
    boolean sparse =
        config != null
            && here.contains(config.digest())
            && document.layers().stream().anyMatch(layer -> here.contains(layer.digest()));
    if (!sparse) {
      throw new ManifestReferencesUnknown(missing.stream().distinct().toList());
    }
  }

  /** Adds those that are here, and tells how many bytes they are. */
  private long findChildren(long repositoryId, ManifestDocument document, Set<Digest> present) {
    if (document.children().isEmpty()) {
      return 0;
    }
    long[] total = {0};
    jdbc.sql(
            """
            select digest, total_bytes from manifest where repository_id = ? and digest = any(?)
            """)
        .param(repositoryId)
        .param(bytes(new HashSet<>(digests(document.children()))))
        .query(
            row -> {
              present.add(Digest.of(row.getBytes("digest")));
              total[0] += row.getLong("total_bytes");
            });
    return total[0];
  }

  private @Nullable String platform(ManifestDocument document, Map<Digest, StoredBlob> linked) {
    Descriptor config = document.config();
    StoredBlob configuration = config == null ? null : linked.get(config.digest());
    if (config == null
        || configuration == null
        || !MediaTypes.isImageConfiguration(config.mediaType())) {
      return null;
    }
    try {
      return blobs
          .readSmall(configuration, MAX_CONFIGURATION)
          .map(ImageConfiguration::parse)
          .map(ImageConfiguration::platform)
          .orElse(null);
    } catch (BlobDamaged e) {
      throw new ManifestReferencesUnknown(List.of(config.digest()));
    }
  }

  private void insert(Push push, Checked checked) {
    ManifestDocument document = push.document();
    long repositoryId = push.repository().id();
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
            .param("repository", repositoryId)
            .param("digest", push.digest().bytes())
            .param("type", document.mediaType())
            .param("artifact", document.artifactType())
            .param("size", push.body().length)
            .param("body", push.body())
            .param("subject", document.subject() == null ? null : document.subject().bytes())
            .param("config", document.config() == null ? null : document.config().digest().bytes())
            .param("annotations", document.annotations())
            .param("total", checked.totalBytes())
            .param("platform", checked.platform())
            .param("pusher", push.pusher().id())
            .update();
    if (rows > 0) {
      insertBlobs(repositoryId, push.digest(), document, checked.present());
      insertChildren(repositoryId, push.digest(), document.children(), checked.present());
      return;
    }
    // A new row holds the repository by its key; without one nothing has yet.
    hold(repositoryId);
    if (!renew(repositoryId, push.digest())) {
      throw new ConcurrencyFailureException(push.digest() + " was collected in between");
    }
  }

  /**
   * Keeps a repository until this transaction ends, or waits for who deletes it. Before any row in
   * it is locked: who deletes it locks first that and then what is in it, and a row of a tag's
   * history asks for the repository last of all. So neither waits for the other in a ring.
   */
  private void hold(long repositoryId) {
    jdbc.sql("select id from repository where id = ? for key share")
        .param(repositoryId)
        .query(Long.class)
        .optional()
        .orElseThrow(RepositoryGone::new);
  }

  /**
   * Keeps a manifest for a push that has just been told that it is here: its retention begins anew,
   * also where a tag or an index holds it now, as those may go before the push is through. Writes
   * only where half of a lease is over since the last time.
   *
   * @return false where the manifest was collected since it was found
   */
  public boolean renew(long repositoryId, Digest digest) {
    return jdbc.sql(
            // Only where the collector may be near, the row is locked: that keeps it off, or waits
            // for it. Else this only reads.
            """
            with old as (
              select coalesce(max(free_at) < now() - make_interval(secs => :lease / 2), true) as due
              from gc_candidate
              where kind = 'manifest' and repository_id = :repository and digest = :digest),
            held as (
              select m.digest from manifest m, old
              where m.repository_id = :repository and m.digest = :digest and old.due
              for key share of m),
            renewed as (
              insert into gc_candidate (kind, repository_id, digest, free_at)
              select 'manifest', :repository, digest, now() from held)
            select case when old.due then exists (select from held)
                        else exists (select from manifest
                                     where repository_id = :repository and digest = :digest) end
            from old
            """)
        .param("repository", repositoryId)
        .param("digest", digest.bytes())
        .param("lease", lease)
        .query(Boolean.class)
        .single();
  }

  private void insertBlobs(
      long repositoryId, Digest manifest, ManifestDocument document, Set<Digest> present) {
    List<Descriptor> blobs = document.blobs();
    if (blobs.isEmpty()) {
      return;
    }
    jdbc.sql(
            // in the order of digests, so that two pushes never wait for each other in a ring
            """
            insert into manifest_blob
              (repository_id, manifest_digest, ordinal, blob_digest, raw_digest, media_type, size)
            select :repository, :manifest, l.n - :first,
                   case when l.present then l.raw
                        else (select rb.digest from repository_blob rb
                              where rb.repository_id = :repository and rb.digest = l.raw) end,
                   l.raw, l.type, l.size
            from unnest(:present::boolean[], :raw::bytea[], :types::text[], :sizes::bigint[])
                 with ordinality l(present, raw, type, size, n)
            order by l.raw
            """)
        .param("repository", repositoryId)
        .param("manifest", manifest.bytes())
        // 0 is the configuration, which an index has not
        .param("first", document.config() == null ? 0 : 1)
        .param("present", present(blobs, present))
        .param("raw", bytes(digests(blobs)))
        .param("types", blobs.stream().map(Descriptor::mediaType).toArray(String[]::new))
        .param("sizes", blobs.stream().map(Descriptor::size).toArray(Long[]::new))
        .update();
  }

  private void insertChildren(
      long repositoryId, Digest index, List<Descriptor> children, Set<Digest> present) {
    if (children.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into manifest_child
              (repository_id, parent, ordinal, child, raw_digest, media_type, size, platform)
            select :repository, :index, l.n - 1,
                   case when l.present then l.raw
                        else (select m.digest from manifest m
                              where m.repository_id = :repository and m.digest = l.raw) end,
                   l.raw, l.type, l.size, l.platform::jsonb
            from unnest(:present::boolean[], :raw::bytea[], :types::text[], :sizes::bigint[],
                        :platforms::text[])
                 with ordinality l(present, raw, type, size, platform, n)
            order by l.raw
            """)
        .param("repository", repositoryId)
        .param("index", index.bytes())
        .param("present", present(children, present))
        .param("raw", bytes(digests(children)))
        .param("types", children.stream().map(Descriptor::mediaType).toArray(String[]::new))
        .param("sizes", children.stream().map(Descriptor::size).toArray(Long[]::new))
        .param("platforms", children.stream().map(Descriptor::platform).toArray(String[]::new))
        .update();
  }

  private static Boolean[] present(List<Descriptor> descriptors, Set<Digest> present) {
    return descriptors.stream().map(it -> present.contains(it.digest())).toArray(Boolean[]::new);
  }

  /** By whose turn it is. */
  private void move(long repositoryId, TagName tag, Digest digest, long pusherId) {
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
      // No tag has a colon, so none takes the lock that 'sparse' is.
      jdbc.sql("select count(*) from pg_advisory_xact_lock(hashtextextended('tag:' || ?, ?))")
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

  static StoredManifest read(ResultSet row) throws SQLException {
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
