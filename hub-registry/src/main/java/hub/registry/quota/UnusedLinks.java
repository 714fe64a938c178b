package hub.registry.quota;

import hub.registry.Digest;
import hub.registry.GarbageSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Blobs that no manifest of their repository uses: what a push brought that was refused or broken
 * off, and what a deleted image left. The collector takes them when their lease is over, which
 * protects pushes under way. Where their namespace is short of room, they go before that: those
 * whose lease is half over, since nobody asked for them that long, and those that were given up,
 * which is told by a lease cut to that. Who asks for one once more renews its whole lease.
 */
@Component
class UnusedLinks {

  /** So many go at once, and so many are given up. */
  private static final int MOST = 1_000;

  private static final String IS_UNUSED =
      """
      not exists (select from manifest_blob m
                  where m.repository_id = l.repository_id and m.blob_digest = l.digest)
      """;

  /** Below half of the lease, so that whoever asks renews it. */
  private static final String HALF = "now() + make_interval(secs => :lease / 2 - 1)";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final double lease;

  UnusedLinks(JdbcClient jdbc, TransactionTemplate transaction, GarbageSettings settings) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.lease = settings.lease().toMillis() / 1000.0;
  }

  /**
   * Ends links of a namespace that nobody needs, where that may be enough.
   *
   * @param bytes how many are wanted
   * @return false where it is not, and nothing was done
   */
  boolean free(long namespaceId, long bytes) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              List<Link> links = lock(namespaceId);
              Map<Digest, Long> sizes = new HashMap<>();
              links.forEach(link -> sizes.put(link.digest(), link.size()));
              if (sizes.values().stream().mapToLong(Long::longValue).sum() < bytes) {
                return false;
              }
              return end(links) > 0;
            }));
  }

  private record Link(long repositoryId, Digest digest, long size) {}

  /** Rows that others hold are theirs. */
  private List<Link> lock(long namespaceId) {
    return jdbc.sql(
            """
            select l.repository_id, l.digest, b.size
            from repository r
            join repository_blob l on l.repository_id = r.id
            join blob b on b.digest = l.digest
            where r.namespace_id = :namespace and l.lease_until <= %s and %s
            order by l.lease_until limit :most
            for update of l skip locked
            """
                .formatted(HALF, IS_UNUSED))
        .param("namespace", namespaceId)
        .param("lease", lease)
        .param("most", MOST)
        .query((row, _) -> new Link(row.getLong(1), Digest.of(row.getBytes(2)), row.getLong(3)))
        .list();
  }

  /** Looks again, now that no manifest can add a reference, as the collector does. */
  private int end(List<Link> links) {
    return jdbc.sql(
            """
            delete from repository_blob l
            using unnest(:repositories::bigint[], :digests::bytea[]) f (repository_id, digest)
            where l.repository_id = f.repository_id and l.digest = f.digest and %s
            """
                .formatted(IS_UNUSED))
        .param("repositories", links.stream().map(Link::repositoryId).toArray(Long[]::new))
        .param("digests", links.stream().map(it -> it.digest().bytes()).toArray(byte[][]::new))
        .update();
  }

  /**
   * Gives up what a repository has and does not use: the push that brought it has failed. Should
   * another be under way there, it loses what it has brought only where room gets short before its
   * manifest comes.
   *
   * @return whether there was anything
   */
  boolean giveUp(long repositoryId) {
    return cut("true", repositoryId, List.of());
  }

  /** The same of some that a deleted manifest used. */
  boolean giveUp(long repositoryId, Collection<Digest> digests) {
    return cut("l.digest = any(:digests::bytea[])", repositoryId, digests);
  }

  /** Rows that others hold are being renewed. */
  private boolean cut(String which, long repositoryId, Collection<Digest> digests) {
    return jdbc.sql(
                """
                with unused as (
                  select l.repository_id, l.digest from repository_blob l
                  where l.repository_id = :repository and l.lease_until > %1$s and %2$s and %3$s
                  limit :most
                  for no key update of l skip locked)
                update repository_blob l set lease_until = %1$s
                from unused u
                where l.repository_id = u.repository_id and l.digest = u.digest
                """
                    .formatted(HALF, which, IS_UNUSED))
            .param("repository", repositoryId)
            .param("digests", Digest.bytesOf(digests))
            .param("lease", lease)
            .param("most", MOST)
            .update()
        > 0;
  }
}
