package hub.registry.store.s3;

import hub.registry.store.BlobStore;
import hub.registry.store.BlobWriter;
import hub.registry.store.ExpectedMark;
import hub.registry.store.Progress;
import hub.registry.store.StorageAway;
import hub.registry.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Bytes as objects of one bucket, each below the key that it has for good: in parts as they come,
 * so nothing is copied when an upload is finished. A small blob is one object put at once.
 *
 * <p>Each part goes with its CRC-32C, which the store verifies; when a key is sealed, the parts are
 * named by their tags and checksums, and the length of the whole is compared. Where parts were
 * copied, those that follow go with their MD5.
 *
 * <p>A part gathers in a file of the {@link Spool} and goes to the store once it is whole, so
 * clients that send slowly hold up nobody, however many they are.
 *
 * <p>The largest blob has 10,000 parts of 8 MiB: 78 GiB.
 */
public final class S3BlobStore implements BlobStore, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(S3BlobStore.class);

  private static final int MIB = 1024 * 1024;

  /** Size of a part, and of the disk that one upload needs here. */
  static final int PART = 8 * MIB;

  /** Parts other than the last may not be smaller. */
  static final int SMALLEST_PART = 5 * MIB;

  /** How many tails are in memory at once, while they are written to their rows. */
  private static final int MOST_TAILS = 12;

  /** How many keys one request may delete. */
  private static final int DELETE_BATCH = 1000;

  private static final byte[] NONE = {};

  private final S3Connection store;
  private final MultipartUploads uploads;
  private final String bucket;
  private final String description;
  private final boolean redirect;
  private final Spool spool;
  private final Semaphore tails;
  private final ExpectedMark expected = new ExpectedMark();

  /** Asks nothing of the bucket yet. Close it. */
  public S3BlobStore(S3Settings settings, Spool spool) {
    this.store = new S3Connection(settings);
    this.uploads = new MultipartUploads(store);
    this.bucket = settings.bucket();
    this.description = settings.toString();
    this.redirect = settings.redirect();
    this.spool = spool;
    long fit = Runtime.getRuntime().maxMemory() / 8 / SMALLEST_PART;
    this.tails = new Semaphore(Math.clamp(fit, 2, MOST_TAILS));
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public long shortestPart() {
    return SMALLEST_PART;
  }

  @Override
  public BlobWriter append(String key, Progress from) throws IOException {
    SpooledPart part = spool.newPart();
    try {
      part.add(from.tail(), 0, from.tail().length);
      return new S3Writer(this, uploads, tails, key, S3Session.read(from.session()), part);
    } catch (IOException | RuntimeException e) {
      part.close();
      throw e;
    }
  }

  @Override
  public Progress move(String key, Progress progress, String newKey) throws IOException {
    S3Session old = S3Session.read(progress.session());
    if (old == null) {
      return progress;
    }
    long size = old.size();
    uploads.complete(key, old);
    verifyAtLeast(key, size);
    S3Session session = uploads.copy(key, size, newKey);
    return new Progress(progress.length(), session.text(), progress.tail());
  }

  @Override
  public void abandon(String key, Progress progress) throws IOException {
    S3Session session = S3Session.read(progress.session());
    if (session != null) {
      uploads.abort(key, session);
    }
  }

  @Override
  public int abandonUnfinished(Instant before, Predicate<String> isNamed) throws IOException {
    return uploads.abortUnfinished(before, isNamed);
  }

  @Override
  public InputStream open(String key, long start, long length) throws IOException {
    if (length == 0) {
      return InputStream.nullInputStream();
    }
    boolean whole = start == 0 && length == Long.MAX_VALUE;
    String last = length == Long.MAX_VALUE ? "" : String.valueOf(start + length - 1);
    try {
      return new ObjectStream(
          store
              .client()
              .getObject(
                  request -> {
                    request.bucket(bucket).key(key);
                    if (!whole) {
                      request.range("bytes=" + start + "-" + last);
                    }
                  }));
    } catch (S3Exception e) {
      if (e.statusCode() == 416) {
        return InputStream.nullInputStream();
      }
      if (e.statusCode() == 404) {
        expected.require(this);
        throw new NoSuchFileException(key);
      }
      throw S3Connection.failure(e);
    } catch (SdkException e) {
      throw S3Connection.failure(e);
    }
  }

  @Override
  public OptionalLong size(String key) throws IOException {
    try {
      return OptionalLong.of(
          store.client().headObject(request -> request.bucket(bucket).key(key)).contentLength());
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        expected.require(this);
        return OptionalLong.empty();
      }
      throw S3Connection.failure(e);
    } catch (SdkException e) {
      throw S3Connection.failure(e);
    }
  }

  @Override
  public Optional<Path> file(String key) {
    return Optional.empty();
  }

  @Override
  public Optional<URI> presign(String key, Duration lifetime) {
    return redirect ? Optional.of(store.presign(key, lifetime)) : Optional.empty();
  }

  @Override
  public void delete(String key) throws IOException {
    S3Connection.call(
        () -> store.client().deleteObject(request -> request.bucket(bucket).key(key)));
  }

  @Override
  public List<String> deleteAll(Collection<String> keys) {
    List<String> kept = new ArrayList<>();
    List<String> all = List.copyOf(keys);
    try {
      expected.require(this);
    } catch (IOException | StorageAway e) {
      return all;
    }
    for (int start = 0; start < all.size(); start += DELETE_BATCH) {
      kept.addAll(deleteBatch(all.subList(start, Math.min(all.size(), start + DELETE_BATCH))));
    }
    return kept;
  }

  private List<String> deleteBatch(List<String> keys) {
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    try {
      List<S3Error> errors =
          store
              .client()
              .deleteObjects(
                  request ->
                      request.bucket(bucket).delete(delete -> delete.objects(objects).quiet(true)))
              .errors();
      errors.forEach(error -> log.warn("{} could not be deleted: {}", error.key(), error.code()));
      return errors.stream().map(S3Error::key).toList();
    } catch (SdkException e) {
      log.warn("{} objects could not be deleted", keys.size(), e);
      return keys;
    }
  }

  @Override
  public Stream<StoredObject> list() throws IOException {
    expected.require(this);
    return S3Connection.call(
        () ->
            store
                .client()
                .listObjectsV2Paginator(request -> request.bucket(bucket))
                .contents()
                .stream()
                .filter(object -> !object.key().startsWith("."))
                .map(
                    object ->
                        new StoredObject(object.key(), object.size(), object.lastModified())));
  }

  @Override
  public Optional<String> mark() throws IOException {
    try {
      return Optional.of(
          store
              .client()
              .getObjectAsBytes(request -> request.bucket(bucket).key(MARK))
              .asUtf8String()
              .strip());
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw S3Connection.failure(e);
    } catch (SdkException e) {
      throw S3Connection.failure(e);
    }
  }

  @Override
  public void mark(String mark) throws IOException {
    S3Connection.call(
        () ->
            store
                .client()
                .putObject(
                    request -> request.bucket(bucket).key(MARK),
                    RequestBody.fromString(mark + "\n")));
  }

  @Override
  public void expect(String mark) {
    expected.expect(mark);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void check() throws IOException {
    spool.newPart().close();
    expected.require(this);
    S3Connection.call(
        () ->
            store
                .client()
                .putObject(
                    request -> request.bucket(bucket).key(".health"), RequestBody.fromBytes(NONE)));
  }

  @Override
  public void close() {
    store.close();
  }

  /** Puts a small blob as one object. */
  void putWhole(String key, SpooledPart part) throws IOException {
    S3Connection.call(
        () ->
            store.inTurn(
                () ->
                    store
                        .client()
                        .putObject(
                            request ->
                                request
                                    .bucket(bucket)
                                    .key(key)
                                    .contentType("application/octet-stream")
                                    .checksumCRC32C(part.crc()),
                            MultipartUploads.content(part))));
    verifySize(key, part.size());
  }

  /** A request that sealed it, and whose rows were never written, may have brought more. */
  private void verifyAtLeast(String key, long size) throws IOException {
    OptionalLong stored = size(key);
    if (stored.isEmpty() || stored.getAsLong() < size) {
      throw new IOException("%s has %s bytes and not %d".formatted(key, stored, size));
    }
  }

  void verifySize(String key, long size) throws IOException {
    OptionalLong stored = size(key);
    if (stored.isEmpty() || stored.getAsLong() != size) {
      throw new IOException("%s has %s bytes and not %d".formatted(key, stored, size));
    }
  }
}
