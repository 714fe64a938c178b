package hub.registry.blob;

import hub.registry.Digest;
import hub.registry.store.BlobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Withholds blobs whose bytes are not the ones that the digest names. They look absent, so that the
 * next push of an image that needs one sends it again. That push, or good bytes put back at the
 * key, ends the quarantine.
 */
@Component
public class Quarantine {

  private static final Logger log = LoggerFactory.getLogger(Quarantine.class);

  private final JdbcClient jdbc;
  private final BlobStore store;

  Quarantine(JdbcClient jdbc, BlobStore store) {
    this.jdbc = jdbc;
    this.store = store;
  }

  /** What is wrong with bytes. */
  public enum Damage {
    /** There are none. */
    MISSING,
    /** They are more or fewer. */
    SIZE,
    /** They are others. */
    DIGEST;

    /** As the database knows it: {@code missing}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Closes a blob off, unless it has got other bytes meanwhile.
   *
   * @return whether that is news
   */
  public boolean close(StoredRow blob, Damage damage) {
    String word = damage.text();
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
          .log("A blob is damaged and in quarantine; restore its bytes, or push it again");
    }
    return news;
  }

  /**
   * Makes sure that as many bytes are stored as there should be, and closes the blob off where not.
   *
   * @throws BlobDamaged where they are more or fewer, or none
   * @throws IOException where the store does not answer, which says nothing of the bytes
   */
  public void requireBytes(StoredBlob blob) throws IOException {
    OptionalLong size = store.size(blob.storageKey());
    if (size.isEmpty() || size.getAsLong() != blob.size()) {
      close(
          new StoredRow(blob.digest(), blob.size(), blob.storageKey(), false),
          size.isEmpty() ? Damage.MISSING : Damage.SIZE);
      throw new BlobDamaged(blob.digest());
    }
  }

  /** Notes that the bytes of a blob are good, and serves it again. */
  public void confirm(StoredRow blob) {
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

  /**
   * Serves a blob again whose bytes are back, and has them read soon.
   *
   * @param scrubEvery how long ago the last look must be for it to be due
   */
  public void reopen(StoredRow blob, Duration scrubEvery) {
    int reopened =
        jdbc.sql(
                """
                update blob
                set quarantined_at = null, damage = null,
                    verified_at = now() - make_interval(secs => ?) - interval '1 day'
                where digest = ? and storage_key = ? and damage = 'missing'
                """)
            .param(scrubEvery.toSeconds())
            .param(blob.digest().bytes())
            .param(blob.key())
            .update();
    if (reopened > 0) {
      log.atInfo().addKeyValue("digest", blob.digest()).log("A missing blob is there again");
    }
  }

  /** A row of {@code blob}. */
  public record StoredRow(Digest digest, long size, String key, boolean quarantined) {}
}
