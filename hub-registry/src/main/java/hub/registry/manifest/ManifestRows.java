package hub.registry.manifest;

import hub.registry.Digest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of manifests and of what they refer to. */
@Component
class ManifestRows {

  private final JdbcClient jdbc;

  ManifestRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Adds a manifest, in the transaction of its push.
   *
   * @return false where it is here already, and nothing was added
   */
  boolean insert(Push push, Checked checked) {
    ManifestDocument document = push.document();
    long repositoryId = push.repository().id();
    AboutManifest about = checked.about();
    int rows =
        jdbc.sql(
                """
                insert into manifest
                  (repository_id, digest, media_type, artifact_type, size, body, subject,
                   config_digest, annotations, total_bytes, platform, about, about_form, kind,
                   pushed_by)
                values
                  (:repository, :digest, :type, :artifact, :size, :body, :subject,
                   :config, :annotations::jsonb, :total, :platform, :about::jsonb, :form, :kind,
                   :pusher)
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
            .param("platform", platform(document, checked))
            .param("about", about == null ? null : about.text())
            .param("form", about == null ? 0 : AboutManifest.FORM)
            .param("kind", (about == null ? document.kind() : about.kind()).text())
            .param("pusher", push.pusher().id())
            .update();
    if (rows > 0) {
      insertBlobs(repositoryId, push.digest(), document, checked.present());
      insertChildren(repositoryId, push.digest(), document.children(), checked.present());
      return true;
    }
    return false;
  }

  /** Only what an image says: others may mean another thing by it. */
  private static @Nullable String platform(ManifestDocument document, Checked checked) {
    Descriptor config = document.config();
    AboutManifest about = checked.about();
    return about != null && config != null && MediaTypes.isImageConfiguration(config.mediaType())
        ? about.configuration().platform()
        : null;
  }

  private void insertBlobs(
      long repositoryId, Digest manifest, ManifestDocument document, Set<Digest> present) {
    List<Descriptor> blobs = document.blobs();
    if (blobs.isEmpty()) {
      return;
    }
    jdbc.sql(
            // in the order of digests, so that two pushes never end in a deadlock
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
        // 0 is the configuration, which an index does not have
        .param("first", document.config() == null ? 0 : 1)
        .param("present", present(blobs, present))
        .param("raw", Descriptor.bytes(blobs))
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
              (repository_id, parent, ordinal, child, raw_digest, media_type, size, platform,
               artifact_type)
            select :repository, :index, l.n - 1,
                   case when l.present then l.raw
                        else (select m.digest from manifest m
                              where m.repository_id = :repository and m.digest = l.raw) end,
                   l.raw, l.type, l.size, l.platform::jsonb, l.artifact
            from unnest(:present::boolean[], :raw::bytea[], :types::text[], :sizes::bigint[],
                        :platforms::text[], :artifacts::text[])
                 with ordinality l(present, raw, type, size, platform, artifact, n)
            order by l.raw
            """)
        .param("repository", repositoryId)
        .param("index", index.bytes())
        .param("present", present(children, present))
        .param("raw", Descriptor.bytes(children))
        .param("types", children.stream().map(Descriptor::mediaType).toArray(String[]::new))
        .param("sizes", children.stream().map(Descriptor::size).toArray(Long[]::new))
        .param("platforms", children.stream().map(Descriptor::platform).toArray(String[]::new))
        .param("artifacts", children.stream().map(Descriptor::artifactType).toArray(String[]::new))
        .update();
  }

  private static Boolean[] present(List<Descriptor> descriptors, Set<Digest> present) {
    return descriptors.stream().map(it -> present.contains(it.digest())).toArray(Boolean[]::new);
  }
}
