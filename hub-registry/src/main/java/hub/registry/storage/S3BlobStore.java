package hub.registry.storage;

import hub.registry.storage.S3Session.Part;
import java.io.FilterInputStream;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

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
final class S3BlobStore implements BlobStore, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(S3BlobStore.class);

  private static final int MIB = 1024 * 1024;

  /** Size of a part, and of the disk that one upload needs here. */
  static final int PART = 8 * MIB;

  /** Parts other than the last may not be smaller. */
  static final int SMALLEST_PART = 5 * MIB;

  /** No store copies more at once. */
  private static final long LARGEST_COPY = 1024L * MIB;

  /**
   * Opened as they are needed. Where clients are not sent to the store, each that reads slowly has
   * one for as long as it reads: more than the web server lets in, so that some are left.
   */
  private static final int CONNECTIONS = 10_000;

  /**
   * How many parts are sent, copied or put together at once; the other connections are for all
   * else.
   */
  private static final int TURNS = 64;

  /** How many tails are in memory at once, while they are written to their rows. */
  private static final int MOST_TAILS = 12;

  /** How many keys one request may delete. */
  private static final int DELETE_BATCH = 1000;

  private static final byte[] NONE = {};

  private final String bucket;
  private final String description;
  private final boolean redirect;
  private final S3Client client;
  private final S3Presigner presigner;
  private final Spool spool;
  private final Semaphore turns = new Semaphore(TURNS);
  private final Semaphore tails;
  private final ExpectedMark expected = new ExpectedMark();

  S3BlobStore(S3Settings settings, Spool spool) {
    this.spool = spool;
    this.bucket = settings.bucket();
    this.description = settings.toString();
    this.redirect = settings.redirect();
    var credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
    var region = Region.of(settings.region());
    var configuration =
        S3Configuration.builder()
            .pathStyleAccessEnabled(settings.pathStyle())
            .chunkedEncodingEnabled(false)
            .build();
    var clients =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(configuration)
            // Not all stores know the checksums that the SDK would add by itself.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                Apache5HttpClient.builder()
                    .maxConnections(CONNECTIONS)
                    .connectionTimeout(Duration.ofSeconds(5))
                    .socketTimeout(Duration.ofSeconds(60)));
    var presigners =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(credentials)
            .serviceConfiguration(configuration);
    if (settings.endpoint() != null) {
      clients.endpointOverride(settings.endpoint());
      presigners.endpointOverride(settings.endpoint());
    }
    this.client = clients.build();
    this.presigner = presigners.build();
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
      return new Writer(key, S3Session.read(from.session()), part);
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
    complete(key, old);
    verifyAtLeast(key, size);
    S3Session session = begin(newKey, null);
    long pieces = Math.ceilDiv(size, LARGEST_COPY);
    long start = 0;
    for (long piece = 1; piece <= pieces; piece++) {
      long end = size * piece / pieces;
      session = session.with(copyPart(key, start, end, newKey, session));
      start = end;
    }
    return new Progress(progress.length(), session.text(), progress.tail());
  }

  private Part copyPart(String key, long start, long end, String newKey, S3Session session)
      throws IOException {
    var result =
        call(() ->
                inTurn(
                    () ->
                        client.uploadPartCopy(
                            request ->
                                request
                                    .sourceBucket(bucket)
                                    .sourceKey(key)
                                    .copySourceRange("bytes=%d-%d".formatted(start, end - 1))
                                    .destinationBucket(bucket)
                                    .destinationKey(newKey)
                                    .uploadId(session.uploadId())
                                    .partNumber(session.nextNumber()))))
            .copyPartResult();
    return new Part(end - start, bare(result.eTag()), null);
  }

  @Override
  public void abandon(String key, Progress progress) throws IOException {
    S3Session session = S3Session.read(progress.session());
    if (session != null) {
      abort(key, session.uploadId());
    }
  }

  @Override
  public int abandonUnfinished(Instant before, Predicate<String> isNamed) throws IOException {
    return call(
        () -> {
          int count = 0;
          for (var upload :
              client.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads()) {
            if (upload.initiated().isBefore(before) && !isNamed.test(upload.key())) {
              client.abortMultipartUpload(
                  request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
              count++;
            }
          }
          return count;
        });
  }

  private void abort(String key, String uploadId) throws IOException {
    try {
      client.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(uploadId));
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        throw failure(e);
      }
    } catch (SdkException e) {
      throw failure(e);
    }
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
          client.getObject(
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
      throw failure(e);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  /** Drops the connection where it is closed early: reading the rest may take long. */
  private static final class ObjectStream extends FilterInputStream {

    private final ResponseInputStream<GetObjectResponse> object;
    private boolean ended;

    ObjectStream(ResponseInputStream<GetObjectResponse> object) {
      super(object);
      this.object = object;
    }

    @Override
    public int read() throws IOException {
      int read = object.read();
      ended |= read < 0;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      int read = object.read(bytes, offset, count);
      ended |= read < 0;
      return read;
    }

    @Override
    public void close() throws IOException {
      if (!ended) {
        ended = object.read() < 0;
      }
      if (ended) {
        object.close();
      } else {
        object.abort();
      }
    }
  }

  @Override
  public OptionalLong size(String key) throws IOException {
    try {
      return OptionalLong.of(
          client.headObject(request -> request.bucket(bucket).key(key)).contentLength());
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        expected.require(this);
        return OptionalLong.empty();
      }
      throw failure(e);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  @Override
  public Optional<Path> file(String key) {
    return Optional.empty();
  }

  @Override
  public Optional<URI> presign(String key, Duration lifetime) {
    if (!redirect) {
      return Optional.empty();
    }
    var signed =
        presigner.presignGetObject(
            request ->
                request
                    .signatureDuration(lifetime)
                    .getObjectRequest(object -> object.bucket(bucket).key(key)));
    return Optional.of(URI.create(signed.url().toString()));
  }

  @Override
  public void delete(String key) throws IOException {
    call(() -> client.deleteObject(request -> request.bucket(bucket).key(key)));
  }

  @Override
  public List<String> deleteAll(Collection<String> keys) {
    var kept = new ArrayList<String>();
    var all = List.copyOf(keys);
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
    var objects = keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    try {
      var errors =
          client
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
    return call(
        () ->
            client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .filter(object -> !object.key().startsWith("."))
                .map(
                    object ->
                        new StoredObject(object.key(), object.size(), object.lastModified())));
  }

  @Override
  public Optional<String> mark() throws IOException {
    try {
      return Optional.of(
          client
              .getObjectAsBytes(request -> request.bucket(bucket).key(MARK))
              .asUtf8String()
              .strip());
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw failure(e);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  @Override
  public void mark(String mark) throws IOException {
    call(
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(MARK), RequestBody.fromString(mark + "\n")));
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
    call(
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(".health"), RequestBody.fromBytes(NONE)));
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
  }

  /**
   * @param checksum what each part will come with; null where parts will be copied
   */
  private S3Session begin(String key, @Nullable ChecksumAlgorithm checksum) throws IOException {
    return S3Session.begun(
        call(() ->
                client.createMultipartUpload(
                    request ->
                        request
                            .bucket(bucket)
                            .key(key)
                            .contentType("application/octet-stream")
                            .checksumAlgorithm(checksum)))
            .uploadId());
  }

  /** Also where it was complete before: its answer may have been lost, or our row. */
  private void complete(String key, S3Session session) throws IOException {
    try {
      inTurn(
          () ->
              client.completeMultipartUpload(
                  request ->
                      request
                          .bucket(bucket)
                          .key(key)
                          .uploadId(session.uploadId())
                          .multipartUpload(session.completed())));
    } catch (S3Exception e) {
      if (e.statusCode() != 404) {
        throw failure(e);
      }
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  /** A request that sealed it, and whose rows were never written, may have brought more. */
  private void verifyAtLeast(String key, long size) throws IOException {
    OptionalLong stored = size(key);
    if (stored.isEmpty() || stored.getAsLong() < size) {
      throw new IOException("%s has %s bytes and not %d".formatted(key, stored, size));
    }
  }

  private void verifySize(String key, long size) throws IOException {
    OptionalLong stored = size(key);
    if (stored.isEmpty() || stored.getAsLong() != size) {
      throw new IOException("%s has %s bytes and not %d".formatted(key, stored, size));
    }
  }

  private final class Writer implements BlobWriter {

    private final String key;
    private final boolean continues;
    private final SpooledPart part;
    private @Nullable S3Session session;
    private boolean ended;
    private boolean holdsTail;

    Writer(String key, @Nullable S3Session session, SpooledPart part) {
      this.key = key;
      this.session = session;
      this.continues = session != null;
      this.part = part;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int done = 0;
      while (done < count) {
        if (part.size() == PART) {
          sendPart();
        }
        int fits = Math.min(count - done, PART - part.size());
        part.add(bytes, offset + done, fits);
        done += fits;
      }
    }

    /** What a store would not take as a part is told as the tail. */
    @Override
    public Progress pause() throws IOException {
      if (part.size() >= SMALLEST_PART) {
        sendPart();
      }
      byte[] tail = tail();
      ended = true;
      S3Session now = session;
      return now == null
          ? new Progress(tail.length, null, tail)
          : new Progress(now.size() + tail.length, now.text(), tail);
    }

    /** Counted among the tails until this is closed. */
    private byte[] tail() throws IOException {
      if (part.size() > 0) {
        tails.acquireUninterruptibly();
        holdsTail = true;
      }
      return part.bytes();
    }

    @Override
    public boolean seal() throws IOException {
      S3Session now = session;
      if (now == null) {
        putWhole();
      } else {
        try {
          now = part.size() > 0 ? sendPart() : now;
        } catch (IOException e) {
          // Put together before, it takes no more parts; some stores just hang up then.
          if (continues && size(key).equals(OptionalLong.of(now.size() + part.size()))) {
            ended = true;
            return false;
          }
          throw e;
        }
        complete(key, now);
        verifySize(key, now.size());
      }
      ended = true;
      return true;
    }

    private void putWhole() throws IOException {
      call(
          () ->
              inTurn(
                  () ->
                      client.putObject(
                          request ->
                              request
                                  .bucket(bucket)
                                  .key(key)
                                  .contentType("application/octet-stream")
                                  .checksumCRC32C(part.crc()),
                          content())));
      verifySize(key, part.size());
    }

    private S3Session sendPart() throws IOException {
      S3Session now = session == null ? begin(key, ChecksumAlgorithm.CRC32_C) : session;
      session = now;
      var request =
          UploadPartRequest.builder()
              .bucket(bucket)
              .key(key)
              .uploadId(now.uploadId())
              .partNumber(now.nextNumber());
      String crc = now.isChecked() ? part.crc() : null;
      if (crc == null) {
        request.contentMD5(part.md5());
      } else {
        request.checksumCRC32C(crc);
      }
      String etag = call(() -> inTurn(() -> client.uploadPart(request.build(), content()))).eTag();
      S3Session grown = now.with(new Part(part.size(), bare(etag), crc));
      session = grown;
      part.clear();
      return grown;
    }

    /** May be read again: a request that fails is tried three times. */
    private RequestBody content() {
      return RequestBody.fromContentProvider(part::open, part.size(), "application/octet-stream");
    }

    /** What no row will ever tell of is not left in the store. */
    @Override
    public void close() throws IOException {
      if (holdsTail) {
        tails.release();
      }
      part.close();
      if (!ended && !continues && session != null) {
        abort(key, session.uploadId());
      }
    }
  }

  private static String bare(String etag) {
    return etag.replace("\"", "");
  }

  /**
   * For requests that take long. Too many at once would have to wait for a connection, which the
   * client does for some seconds only.
   */
  private <T> T inTurn(Supplier<T> request) {
    turns.acquireUninterruptibly();
    try {
      return request.get();
    } finally {
      turns.release();
    }
  }

  private static <T> T call(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private static IOException failure(SdkException e) {
    return new IOException("the store says: " + e.getMessage(), e);
  }
}
