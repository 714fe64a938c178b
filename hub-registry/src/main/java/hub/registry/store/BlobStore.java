package hub.registry.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where the bytes of blobs are. A key is {@code yyyy/mm/dd/<uuidv7>}: chosen when an upload begins,
 * written in place, never renamed and never used again. So deleting a key cannot hit bytes that
 * were uploaded again, and a crash leaves only bytes that no row names.
 *
 * <p>Nothing here knows of digests, repositories or rows. All methods may be called by many threads
 * at once; one key is written by one thread at a time. Where bytes or a place for them are missing,
 * a store looks for the mark that it is {@link #expect expected} to have, and throws {@link
 * StorageAway} where that is missing too.
 */
public interface BlobStore {

  /** Where the {@link #mark() mark} is: no blob has this key, and no list shows it. */
  String MARK = ".hub-storage";

  /** The key of an upload that begins now. */
  static String newKey(UUID upload) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return "%04d/%02d/%02d/%s"
        .formatted(today.getYear(), today.getMonthValue(), today.getDayOfMonth(), upload);
  }

  /**
   * Whether several nodes write here. Then the progress that a writer has told lasts whatever
   * happens to its node, and bytes cannot be read before they are sealed or moved. Where it is not,
   * one process at a time writes here, unsealed bytes can be read, and a power cut may take some.
   */
  boolean isShared();

  /**
   * How many bytes a part of an upload should have at least, unless it is the last; 0 where any
   * number will do. Shorter ones are taken too, at a cost.
   */
  long shortestPart();

  /**
   * Goes on with a key where it ends. What the store holds behind it came from a request that was
   * never acknowledged, and is dropped.
   *
   * @throws IOException where the store cannot be written, or holds less than that
   */
  BlobWriter append(String key, Progress from) throws IOException;

  /**
   * Takes what has been written to an unsealed key over to a new one, where it goes on. Of the old
   * one nothing comes any more; all but the tail can be read from it, until it is deleted.
   *
   * @return the progress of the new key, which is as long as that of the old
   */
  Progress move(String key, Progress progress, String newKey) throws IOException;

  /**
   * Forgets what has been written to a key that will never be sealed, as far as that is not {@link
   * #delete deleted by key}.
   */
  void abandon(String key, Progress progress) throws IOException;

  /**
   * Abandons everything unsealed that was begun before a time, and whose key is not named any more.
   *
   * @return how many
   */
  int abandonUnfinished(Instant before, Predicate<String> isNamed) throws IOException;

  /**
   * The bytes of a sealed key.
   *
   * @param start the first byte, counted from 0
   * @param length how many; reaching past the end is no error, the stream then ends early
   * @throws java.nio.file.NoSuchFileException where there is nothing below this key
   */
  InputStream open(String key, long start, long length) throws IOException;

  /** All bytes of a sealed key. See {@link #open(String, long, long)}. */
  default InputStream open(String key) throws IOException {
    return open(key, 0, Long.MAX_VALUE);
  }

  /** How many bytes a key holds; empty where there is nothing below it. */
  OptionalLong size(String key) throws IOException;

  /** The file that holds a key's bytes, for sending it without copying; empty where none does. */
  Optional<Path> file(String key);

  /**
   * An address at which whoever has it may fetch a sealed key without asking us, for so long; empty
   * where this store gives none.
   */
  Optional<URI> presign(String key, Duration lifetime);

  /** Deletes the bytes of a key; nothing happens where there are none. */
  void delete(String key) throws IOException;

  /**
   * Deletes many, in as few requests as the store allows. One that does not go keeps no other.
   *
   * @return those that could not be deleted
   */
  List<String> deleteAll(Collection<String> keys);

  /**
   * Every key there is, of whatever age, in no promised order, fetched as the stream is read. Close
   * it. A failure on the way is thrown as {@link java.io.UncheckedIOException}.
   */
  Stream<StoredObject> list() throws IOException;

  /** The mark in this store, by which the database knows it; empty where it has none. */
  Optional<String> mark() throws IOException;

  /** Puts a mark into this store, in the place of any other. When this returns, it lasts. */
  void mark(String mark) throws IOException;

  /** From now on, a store without this mark is not this one, which is {@link StorageAway away}. */
  void expect(String mark);

  /** One line for the operator: what keeps the bytes, and where. */
  String description();

  /**
   * Tries whether bytes can be written.
   *
   * @throws IOException that says why not
   */
  void check() throws IOException;
}
