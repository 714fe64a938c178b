package hub.registry.browse;

import hub.registry.ArtifactKind;
import hub.registry.Digest;
import hub.registry.InvalidDigest;
import hub.registry.manifest.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** An index whole, as its page shows it: what it lists, here or not. */
@Component
public class IndexDetails {

  private final JdbcClient jdbc;

  IndexDetails(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  private record Row(
      String mediaType, ArtifactKind kind, @Nullable String artifactType, byte[] body) {}

  private record Child(ArtifactKind kind, @Nullable String artifactType, long bytes) {

    /** Attestations have the type of an image's configuration, which tells nothing of them. */
    @Nullable String ownType() {
      return ArtifactKind.of(false, artifactType, null, List.of()) == ArtifactKind.IMAGE
          ? null
          : artifactType;
    }
  }

  /** An index by digest ({@code sha256:…}). Empty where there is none, or no index. */
  public Optional<IndexDetail> find(long repositoryId, String digest) {
    Digest parsed;
    try {
      parsed = Digest.parse(digest);
    } catch (InvalidDigest e) {
      return Optional.empty();
    }
    return jdbc.sql(
            """
            select media_type, kind, artifact_type, body from manifest
            where repository_id = ? and digest = ? and media_type = any(?)
            """)
        .param(repositoryId)
        .param(parsed.bytes())
        .param(MediaTypes.indexes())
        .query(
            (row, index) ->
                new Row(
                    row.getString("media_type"),
                    ArtifactKind.ofRow(row.getString("kind"), true, row.getString("artifact_type")),
                    row.getString("artifact_type"),
                    row.getBytes("body")))
        .optional()
        .map(row -> detail(repositoryId, parsed, row));
  }

  private IndexDetail detail(long repositoryId, Digest digest, Row row) {
    ManifestText text = ManifestText.parse(row.body());
    Map<String, Child> children = children(repositoryId, digest);
    Set<String> files = files(repositoryId, digest);
    List<ManifestEntry> entries =
        text.manifests().stream().map(it -> entry(it, children, files)).toList();
    return new IndexDetail(
        digest.toString(),
        row.mediaType(),
        row.kind(),
        row.artifactType(),
        bytes(repositoryId, digest),
        entries,
        text.listed(),
        text.annotations(),
        text.subject(),
        new String(row.body(), StandardCharsets.UTF_8));
  }

  private static ManifestEntry entry(
      ManifestText.Entry entry, Map<String, Child> children, Set<String> files) {
    Child child = children.get(entry.digest());
    boolean manifest = MediaTypes.isManifest(entry.mediaType());
    ArtifactKind kind = manifest ? kind(entry, child) : null;
    return new ManifestEntry(
        entry.digest(),
        entry.mediaType(),
        entry.title(),
        kind,
        entry.artifactType() != null || child == null ? entry.artifactType() : child.ownType(),
        entry.platform(),
        child == null ? entry.size() : child.bytes(),
        manifest,
        child != null || files.contains(entry.digest()),
        entry.about());
  }

  /** An entry of an artifact type is no image, even where its manifest looks like one. */
  private static @Nullable ArtifactKind kind(ManifestText.Entry entry, @Nullable Child child) {
    boolean index = MediaTypes.isIndex(entry.mediaType());
    if (entry.artifactType() != null) {
      ArtifactKind said = ArtifactKind.of(index, entry.artifactType(), null, List.of());
      return said == ArtifactKind.OTHER && child != null && child.kind() != ArtifactKind.IMAGE
          ? child.kind()
          : said;
    }
    return child != null ? child.kind() : index ? ArtifactKind.INDEX : null;
  }

  /** What is here of it and of what it lists: a layer that several images share counts once. */
  private long bytes(long repositoryId, Digest index) {
    return jdbc.sql(
            """
            select coalesce(sum(size), 0)
            from (
              select distinct b.raw_digest, b.size
              from (select child as digest from manifest_child
                    where repository_id = :repository and parent = :index and child is not null
                      and ordinal < :most
                    union
                    select :index::bytea) m
              join manifest_blob b
                on b.repository_id = :repository and b.manifest_digest = m.digest
                and b.blob_digest is not null
            ) blobs
            """)
        .param("repository", repositoryId)
        .param("index", index.bytes())
        .param("most", ManifestText.MOST_ENTRIES)
        .query(Long.class)
        .single();
  }

  private Map<String, Child> children(long repositoryId, Digest index) {
    Map<String, Child> children = new HashMap<>();
    jdbc.sql(
            """
            select m.digest, m.media_type, m.kind, m.artifact_type, m.total_bytes
            from manifest_child c
            join manifest m on m.repository_id = c.repository_id and m.digest = c.child
            where c.repository_id = ? and c.parent = ? and c.ordinal < ?
            """)
        .param(repositoryId)
        .param(index.bytes())
        .param(ManifestText.MOST_ENTRIES)
        .query(
            row -> {
              children.put(
                  Digest.of(row.getBytes("digest")).toString(),
                  new Child(
                      ArtifactKind.ofRow(
                          row.getString("kind"),
                          MediaTypes.isIndex(row.getString("media_type")),
                          row.getString("artifact_type")),
                      row.getString("artifact_type"),
                      row.getLong("total_bytes")));
            });
    return children;
  }

  /** What is listed and is no manifest, as far as it is here: the caches of builders do that. */
  private Set<String> files(long repositoryId, Digest index) {
    Set<String> files = new HashSet<>();
    jdbc.sql(
            """
            select blob_digest from manifest_blob
            where repository_id = ? and manifest_digest = ? and blob_digest is not null
            order by ordinal limit ?
            """)
        .param(repositoryId)
        .param(index.bytes())
        .param(ManifestText.MOST_ENTRIES)
        .query(
            row -> {
              files.add(Digest.of(row.getBytes("blob_digest")).toString());
            });
    return files;
  }
}
