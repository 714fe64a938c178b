package hub.registry.browse;

import hub.registry.Digest;
import hub.repositories.RepositoryName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which official image another one builds on: the one whose layers are, all of them, the first
 * layers of the other. Of several, the one with the most.
 */
@Component
class BaseImages {

  private final JdbcClient jdbc;

  BaseImages(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An official image that another one builds on.
   *
   * @param name {@code debian:bookworm}
   * @param repositoryId where it is
   * @param digest of its manifest
   * @param layers how many of the other's layers are its own
   */
  record Base(String name, long repositoryId, Digest digest, int layers) {}

  /** How many steps made a base; 0 where it has no history. */
  int steps(Base base) {
    return jdbc.sql(
            """
            select case when jsonb_typeof(about -> 'history') = 'array'
                        then jsonb_array_length(about -> 'history') else 0 end
            from manifest where repository_id = ? and digest = ?
            """)
        .param(base.repositoryId())
        .param(base.digest().bytes())
        .query(Integer.class)
        .optional()
        .orElse(0);
  }

  /** An image of a repository. */
  record Image(long repositoryId, Digest digest) {}

  /** The base of each of these images of a repository; those without one are left out. */
  Map<Digest, Base> of(long repositoryId, Collection<Digest> images) {
    Map<Digest, Base> bases = new HashMap<>();
    of(images.stream().map(it -> new Image(repositoryId, it)).toList())
        .forEach((image, base) -> bases.put(image.digest(), base));
    return bases;
  }

  /** The same of images of many repositories, in one query. */
  Map<Image, Base> of(Collection<Image> images) {
    Map<Image, Base> bases = new HashMap<>();
    if (images.isEmpty()) {
      return bases;
    }
    List<Image> wanted = images.stream().distinct().toList();
    jdbc.sql(
            """
            select i.repository_id as image_repository, i.digest, base.name, base.repository_id,
                   base.base_digest, base.layers
            from unnest(:repositories::bigint[], :images::bytea[]) i(repository_id, digest)
            cross join lateral (
              select r.name || ':' || t.name as name, r.id as repository_id,
                     theirs.manifest_digest as base_digest, whole.layers
              from manifest_blob first
              join repository r on r.namespace_id = (select id from account where name = :library)
                and r.visibility = 'public' and not r.draft and r.id <> i.repository_id
              join manifest_blob theirs on theirs.repository_id = r.id
                and theirs.blob_digest = first.blob_digest and theirs.ordinal = 1
              join lateral (
                select count(*) as layers,
                       coalesce(bool_and(o.blob_digest is not null), false) as same
                from manifest_blob b
                left join manifest_blob o
                  on o.repository_id = i.repository_id and o.manifest_digest = i.digest
                  and o.ordinal = b.ordinal and o.blob_digest = b.blob_digest
                where b.repository_id = theirs.repository_id
                  and b.manifest_digest = theirs.manifest_digest and b.ordinal > 0
              ) whole on whole.same
              join tag t on t.repository_id = r.id
                and (t.digest = theirs.manifest_digest
                     or t.digest in (select parent from manifest_child c
                                     where c.repository_id = r.id
                                       and c.child = theirs.manifest_digest))
              where first.repository_id = i.repository_id and first.manifest_digest = i.digest
                and first.ordinal = 1
              order by whole.layers desc, t.pushed_at desc, t.name
              limit 1
            ) base
            """)
        .param("images", wanted.stream().map(it -> it.digest().bytes()).toArray(byte[][]::new))
        .param("repositories", wanted.stream().map(Image::repositoryId).toArray(Long[]::new))
        .param("library", RepositoryName.LIBRARY)
        .query(
            row -> {
              bases.put(
                  new Image(row.getLong("image_repository"), Digest.of(row.getBytes("digest"))),
                  new Base(
                      row.getString("name"),
                      row.getLong("repository_id"),
                      Digest.of(row.getBytes("base_digest")),
                      row.getInt("layers")));
            });
    return bases;
  }
}
