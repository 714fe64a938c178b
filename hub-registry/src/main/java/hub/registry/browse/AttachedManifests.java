package hub.registry.browse;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.manifest.MediaTypes;
import hub.registry.manifest.Referrers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is attached to a manifest: signatures, attestations, bills of materials. It names the
 * manifest as its subject; or is listed under the tag that clients without the referrers API keep
 * for it; or has one of the tags that cosign makes of its digest.
 */
@Component
public class AttachedManifests {

  /** More are not shown; the registry lists them all. */
  public static final int MOST = 50;

  /** So many of each image of a list are looked at. */
  private static final int MOST_OF_EACH = 10;

  private final JdbcClient jdbc;

  AttachedManifests(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A manifest that tells something of another one.
   *
   * @param artifactType by which clients tell it; null where it gives none
   */
  public record Attached(String digest, ArtifactKind kind, @Nullable String artifactType) {}

  /** What is attached to each of these, of one repository, {@link #MOST} at most. */
  public List<Attached> to(long repositoryId, List<String> digests) {
    Map<String, Attached> attached = new TreeMap<>();
    read(repositoryId, digests, MOST, (_, it) -> attached.put(it.digest(), it));
    return attached.values().stream().limit(MOST).toList();
  }

  /**
   * The same for each of them, as many as are found at once, for lists: such as have none are left
   * out.
   */
  public Map<String, List<Attached>> toEach(long repositoryId, Collection<String> digests) {
    Map<String, List<Attached>> attached = new HashMap<>();
    read(
        repositoryId,
        digests,
        MOST_OF_EACH,
        (subject, it) -> attached.computeIfAbsent(subject, _ -> new ArrayList<>()).add(it));
    return attached;
  }

  /**
   * Reads what is attached, beside the digest of what it is attached to.
   *
   * @param most so many of each are looked at, by each of the ways
   */
  private void read(
      long repositoryId,
      Collection<String> digests,
      int most,
      BiConsumer<String, Attached> consumer) {
    if (digests.isEmpty()) {
      return;
    }
    List<Digest> subjects = digests.stream().distinct().map(Digest::parse).toList();
    jdbc.sql(
            """
            select s.digest as subject, a.*
            from unnest(:subjects::bytea[], :names::text[]) s(digest, name)
            cross join lateral (
              (select m.digest, m.media_type, m.kind, m.artifact_type
               from manifest m
               where m.repository_id = :repository and m.subject = s.digest
               order by m.digest limit :most)
              union
              (select m.digest, m.media_type, m.kind, m.artifact_type
               from tag t
               join manifest_child c on c.repository_id = t.repository_id and c.parent = t.digest
               join manifest m on m.repository_id = c.repository_id and m.digest = c.child
               where t.repository_id = :repository and t.name = s.name
               order by c.ordinal limit :most)
              union
              (select m.digest, m.media_type, m.kind, m.artifact_type
               from tag t
               join manifest m on m.repository_id = t.repository_id and m.digest = t.digest
               where t.repository_id = :repository
                 and t.name in (s.name || '.sig', s.name || '.att', s.name || '.sbom'))
            ) a
            """)
        .param("repository", repositoryId)
        .param("subjects", Digest.bytesOf(subjects))
        .param("names", subjects.stream().map(Referrers::fallbackTag).toArray(String[]::new))
        .param("most", most)
        .query(
            row -> {
              consumer.accept(Digest.of(row.getBytes("subject")).toString(), attached(row));
            });
  }

  private static Attached attached(ResultSet row) throws SQLException {
    return new Attached(
        Digest.of(row.getBytes("digest")).toString(),
        ArtifactKind.ofRow(
            row.getString("kind"),
            MediaTypes.isIndex(row.getString("media_type")),
            row.getString("artifact_type")),
        row.getString("artifact_type"));
  }
}
