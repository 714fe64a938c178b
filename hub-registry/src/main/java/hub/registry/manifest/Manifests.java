package hub.registry.manifest;

import hub.registry.Digest;
import hub.registry.GarbageSettings;
import hub.registry.Reference;
import hub.registry.TagName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The manifests of repositories, byte for byte as they were pushed. */
@Component
public class Manifests {

  private static final String JUST_PUSHED_BY =
      "case when %1$s.pushed_at > now() - interval '1 minute' then %1$s.pushed_by end";

  private final JdbcClient jdbc;
  private final double lease;

  Manifests(JdbcClient jdbc, GarbageSettings settings) {
    this.jdbc = jdbc;
    this.lease = settings.lease().toMillis() / 1000.0;
  }

  /**
   * A manifest with its bytes.
   *
   * @param supplement whether it is about another one, as signatures are, or of no platform, as
   *     what BuildKit attests: nothing that anybody runs
   * @param justPushedBy the account that pushed it, or moved the tag to it, within the last minute;
   *     null where that was before
   */
  public record Content(
      StoredManifest manifest, byte[] body, boolean supplement, @Nullable Long justPushedBy) {}

  /** What is known of a manifest, without its bytes. */
  public Optional<StoredManifest> find(long repositoryId, Reference reference) {
    return select("m.digest, m.media_type, m.size", repositoryId, reference)
        .query((row, index) -> read(row))
        .optional();
  }

  /** What a tag names, or a digest where its manifest is here. */
  Optional<Digest> digest(long repositoryId, Reference reference) {
    return find(repositoryId, reference).map(StoredManifest::digest);
  }

  /** A manifest as it was pushed. */
  public Optional<Content> content(long repositoryId, Reference reference) {
    String pushedBy =
        reference instanceof TagName
            ? "coalesce("
                + JUST_PUSHED_BY.formatted("t")
                + ", "
                + JUST_PUSHED_BY.formatted("m")
                + ")"
            : JUST_PUSHED_BY.formatted("m");
    return select(
            "m.digest, m.media_type, m.size, m.body, m.subject is not null or"
                + " m.platform is not distinct from 'unknown/unknown' as supplement, "
                + pushedBy
                + " as just_pushed_by",
            repositoryId,
            reference)
        .query(
            (row, index) ->
                new Content(
                    read(row),
                    row.getBytes("body"),
                    row.getBoolean("supplement"),
                    row.getObject("just_pushed_by", Long.class)))
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
}
