package hub.registry.garbage;

import hub.registry.Digest;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps people from blobs whose bytes are not the ones that the digest names. They look absent, so
 * that the next push of an image that needs one sends it again; that, or good bytes put back at its
 * key, ends it.
 */
@Component
class Quarantine {

  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

  private final JdbcClient jdbc;

  Quarantine(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What is wrong with bytes. */
  enum Damage {
    /** There are none. */
    MISSING,
    /** They are more or fewer. */
    SIZE,
    /** They are others. */
    DIGEST
  }

  /**
   * Closes a blob off, unless it has got other bytes meanwhile.
   *
   * @return whether that is news
   */
  boolean close(StoredRow blob, Damage damage) {
    String word = damage.name().toLowerCase(Locale.ROOT);
    boolean news =
        jdbc.sql(
                    """
                    update blob
                    set quarantined_at = now(), damage = ?, verified_at = now()
                    where digest = ? and storage_key = ? and quarantined_at is null
                    """)
                .param(word)
                .param(blob.digest().bytes())
                .param(blob.key())
                .update()
            > 0;
    if (news) {
      log.atError()
          .addKeyValue("digest", blob.digest())
          .addKeyValue("key", blob.key())
          .addKeyValue("damage", word)
          .log("A blob is damaged and closed off; restore its bytes, or push it again");
    }
    return news;
  }

  /** Notes that the bytes of a blob are good, and lets people have it again. */
  void confirm(StoredRow blob) {
    jdbc.sql(
            """
            update blob set verified_at = now(), quarantined_at = null, damage = null
            where digest = ? and storage_key = ?
            """)
        .param(blob.digest().bytes())
        .param(blob.key())
        .update();
    if (blob.quarantined()) {
      log.atInfo().addKeyValue("digest", blob.digest()).log("A damaged blob is good again");
    }
  }

  /** A row of {@code blob}. */
  record StoredRow(Digest digest, long size, String key, boolean quarantined) {}
}
