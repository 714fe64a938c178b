package hub.registry.blob;

import hub.db.StartRefused;
import hub.registry.store.BlobStore;
import hub.registry.store.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Knows the storage again by a mark in it, before anybody is served. A volume that is not mounted
 * looks like an empty store: every blob would be closed off for lost, and pushes would go onto the
 * wrong disk. And the bytes of another hub look like what a crash has left, and would be deleted.
 */
@Component
class StorageMark implements InitializingBean {

  private final JdbcClient jdbc;
  private final BlobStore store;

  StorageMark(JdbcClient jdbc, BlobStore store) {
    this.jdbc = jdbc;
    this.store = store;
  }

  private record Row(String mark, boolean planted) {}

  /**
   * Looks for the mark, or leaves it at the first start. Any number of nodes may do so at once, and
   * be stopped at it: all of them leave the same.
   *
   * @throws StartRefused where this is not the storage that the database knows
   */
  @Override
  public void afterPropertiesSet() {
    Row row =
        jdbc.sql("select mark::text, planted_at is not null from storage_mark")
            .query((found, index) -> new Row(found.getString(1), found.getBoolean(2)))
            .single();
    try {
      store.expect(row.planted() ? found(row.mark()) : planted(row.mark()));
    } catch (IOException e) {
      throw new StartRefused(
          "The storage (%s) cannot be read or written: %s.".formatted(store.description(), e), e);
    }
  }

  private String found(String mark) throws IOException {
    String found =
        mark(mark).orElseThrow(() -> missed("has no mark, which the database knows it by", mark));
    if (!found.equals(mark)) {
      throw foreign(mark);
    }
    return found;
  }

  /**
   * The mark of a new hub, of one that is older than marks, or of one that was restored from a
   * backup of that time. The last two know their storage by its bytes, and keep the mark that it
   * may have.
   */
  private String planted(String mark) throws IOException {
    List<String> sample = sample();
    boolean ours = sample.isEmpty() ? isFree() : holdsMostOf(sample);
    Optional<String> found = mark(mark);
    if (!ours && !found.equals(Optional.of(mark))) {
      throw sample.isEmpty()
          ? foreign(mark)
          : missed("does not hold the blobs that the database names", mark);
    }
    if (found.isEmpty()) {
      store.mark(mark);
    }
    String kept = found.orElse(mark);
    jdbc.sql("update storage_mark set mark = ?::uuid, planted_at = now() where planted_at is null")
        .param(kept)
        .update();
    return kept;
  }

  private Optional<String> mark(String known) throws IOException {
    Optional<String> found = store.mark();
    if (found.isPresent() && !isMark(found.get())) {
      throw missed("has a mark that cannot be read", known);
    }
    return found;
  }

  /** As the database writes it, and so as the store is asked for it later. */
  private static boolean isMark(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Old and new: a power cut, or a backup that is older than the rows, takes the newest, and those
   * may lie below the mount point of a version that knew no marks. It also closed off what it
   * missed.
   */
  private List<String> sample() {
    return jdbc.sql(
            """
            (select storage_key from blob where quarantined_at is null or damage = 'missing'
             order by storage_key limit 5)
            union
            (select storage_key from blob where quarantined_at is null or damage = 'missing'
             order by storage_key desc limit 5)
            """)
        .query((row, index) -> row.getString(1))
        .list();
  }

  private boolean holdsMostOf(List<String> keys) throws IOException {
    int held = 0;
    for (String key : keys) {
      held += store.size(key).isPresent() ? 1 : 0;
    }
    return 2 * held > keys.size();
  }

  /** Where the database names no blob: nobody's, or with what is left of uploads. */
  private boolean isFree() throws IOException {
    if (store.mark().isPresent()) {
      return false;
    }
    boolean named =
        jdbc.sql("select exists (select from upload) or exists (select from blob_trash)")
            .query(Boolean.class)
            .single();
    if (named) {
      return true;
    }
    try (Stream<StoredObject> objects = store.list()) {
      return objects.findAny().isEmpty();
    }
  }

  private StartRefused missed(String what, String mark) {
    return new StartRefused(
        "The storage (%s) %s: mount or name the one that holds the images; or, if it is lost for good, write %s into %s there."
            .formatted(store.description(), what, mark, BlobStore.MARK));
  }

  private StartRefused foreign(String mark) {
    return new StartRefused(
        "The storage (%s) belongs to another database: give this hub its own, or the database that belongs to these bytes; or, if they are this one's all the same, write %s into %s there."
            .formatted(store.description(), mark, BlobStore.MARK));
  }
}
