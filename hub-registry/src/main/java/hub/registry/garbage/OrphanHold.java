package hub.registry.garbage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps a scan from taking a store away that belongs to another database. A crash leaves bytes
 * without rows of some uploads; a database that is empty, older than the store, or another hub's
 * leaves so many that somebody has to look first.
 */
@Component
class OrphanHold {

  private static final Logger log = LoggerFactory.getLogger(OrphanHold.class);

  /** So many may be of uploads that one crash has cut, however small the store is. */
  private static final int FEW = 20;

  /** Of so many that the store holds, one may be without a row. */
  private static final int SHARE = 10;

  /** So long a release holds, should the scan that it is for not run at once. */
  private static final String RELEASE = "interval '2 days'";

  private final JdbcClient jdbc;

  OrphanHold(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What a scan would take away.
   *
   * @param listed how many objects the store holds
   */
  record Unnamed(long objects, long bytes, long listed) {}

  /** Whether these must stay, which is noted then for the operator. */
  boolean keeps(Unnamed unnamed) {
    if (unnamed.objects() <= FEW || unnamed.objects() * SHARE <= unnamed.listed()) {
      return false;
    }
    boolean released =
        jdbc.sql(
                """
                insert into orphan_hold (found_at, objects, bytes, listed)
                values (now(), :objects, :bytes, :listed)
                on conflict (id) do update
                set found_at = excluded.found_at, objects = excluded.objects,
                    bytes = excluded.bytes, listed = excluded.listed
                returning coalesce(released_at > now() - %s, false)
                """
                    .formatted(RELEASE))
            .param("objects", unnamed.objects())
            .param("bytes", unnamed.bytes())
            .param("listed", unnamed.listed())
            .query(Boolean.class)
            .single();
    if (!released) {
      log.atWarn()
          .addKeyValue("orphans", unnamed.objects())
          .addKeyValue("bytes", unnamed.bytes())
          .addKeyValue("objects", unnamed.listed())
          .log(
              "The database knows nothing of so much of the store that none of it is deleted."
                  + " If this is an older, an empty or another hub's database, stop the hub and"
                  + " restore the right one; if the bytes may go, say so at /admin/storage");
    }
    return !released;
  }

  /** Notes that there is nothing to decide any more. */
  void end() {
    jdbc.sql("delete from orphan_hold").update();
  }
}
