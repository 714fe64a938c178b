package hub.registry.blob;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import hub.registry.Digest;
import hub.registry.store.BlobStoreSpecification;
import hub.registry.store.s3.S3BlobStore;
import hub.registry.store.s3.S3Settings;
import hub.registry.store.s3.Spool;
import hubtesting.FreshDatabase;
import hubtesting.VersityGateway;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Two nodes over one bucket and one upload. The slow one has its claim taken over in the middle of
 * a request, and comes back when the other has gone on.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@FreshDatabase
class UploadTakeoverTests {

  private static final int PIECE = 6 * 1024 * 1024;
  private static final String BUCKET = "hub-" + UUID.randomUUID();

  @TempDir static Path directory;

  private static S3BlobStore store;

  @Autowired JdbcClient jdbc;
  @Autowired UploadRows rows;

  private final byte[] layer = random(1, 2 * PIECE);
  private final byte[] rest = Arrays.copyOfRange(layer, PIECE, 2 * PIECE);

  /** As long as the layer, and something else from its middle on. */
  private final byte[] otherLayer = random(2, 2 * PIECE);

  private final StalledBody lateBody =
      new StalledBody(
          Arrays.copyOfRange(otherLayer, PIECE, PIECE + 1),
          Arrays.copyOfRange(otherLayer, PIECE + 1, 2 * PIECE));

  private Uploads slow;
  private Uploads quick;

  /** The first half of the layer has come, to the quick node, as a part in the bucket. */
  private Upload upload;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry registry) {
    registry.add("hub.data-dir", directory::toString);
  }

  @BeforeAll
  static void aBucket() throws IOException {
    VersityGateway.get().makeBucket(BUCKET);
    store =
        new S3BlobStore(
            new S3Settings(
                VersityGateway.get().endpoint(),
                "us-east-1",
                BUCKET,
                VersityGateway.ACCESS_KEY,
                VersityGateway.SECRET_KEY,
                true,
                true,
                ""),
            Spool.in(directory.resolve("spool")));
  }

  @AfterAll
  static void disconnect() {
    // Where the store's program is missing, the test was skipped before this was opened.
    if (store != null) {
      store.close();
    }
  }

  @BeforeEach
  void twoNodesAndAnUpload() {
    System.arraycopy(layer, 0, otherLayer, 0, PIECE);
    slow = new Uploads(rows, new WriterClaims(rows), store);
    quick = new Uploads(rows, new WriterClaims(rows), store);
    long account =
        jdbc.sql("select id from account where name = 'library'").query(Long.class).single();
    long repository =
        jdbc.sql(
                """
                insert into repository (namespace_id, name, visibility) values (?, 'app', 'public')
                on conflict (namespace_id, name) do update set visibility = 'public' returning id
                """)
            .param(account)
            .query(Long.class)
            .single();
    upload =
        quick.append(
            quick.start(repository, account),
            bytes(Arrays.copyOf(layer, PIECE)),
            OptionalLong.of(0));
  }

  @Test
  void keepTheBytesThatWereCommittedFromALateWriter() throws Exception {
    var late = slowBegins(Digest.sha256(otherLayer));
    letItsClaimRunOut();

    Upload grown = quick.append(upload, bytes(rest), OptionalLong.of(PIECE));
    goesOnInVain(late);

    assertThat(committed(grown)).isEqualTo(Digest.sha256(layer));
  }

  @Test
  void keepThemAlsoWhereOneTookOverAndLeftItToAnother() throws Exception {
    var late = slowBegins(Digest.sha256(otherLayer));
    letItsClaimRunOut();
    var third = new Uploads(rows, new WriterClaims(rows), store);
    assertThatThrownBy(() -> third.append(upload, bytes(rest), OptionalLong.of(1)))
        .isInstanceOf(UploadOutOfOrder.class);

    Upload grown = quick.append(upload, bytes(rest), OptionalLong.of(PIECE));
    goesOnInVain(late);

    assertThat(committed(grown)).isEqualTo(Digest.sha256(layer));
  }

  @Test
  void endWithABlobThoughTheLateWriterHasOtherBytesThanItsDigestNames() throws Exception {
    var late = slowBegins(Digest.sha256(layer));
    UUID slowWriter = writer();
    letItsClaimRunOut();
    Digest half = Digest.sha256(Arrays.copyOf(layer, PIECE));
    var nothingMore = new StalledBody(new byte[0], new byte[0]);
    var finish =
        inBackground(() -> quick.finish(upload, nothingMore, OptionalLong.of(PIECE), half));
    await().until(() -> !writer().equals(slowWriter));

    goesOnInVain(late);
    nothingMore.goOn();

    StoredBlob blob = finish.get(1, MINUTES);
    assertThat(stored(blob)).isEqualTo(half);
  }

  /** It has read what is here, under a key of its own, and waits for its client. */
  private Future<StoredBlob> slowBegins(Digest digest) {
    var late = inBackground(() -> slow.finish(upload, lateBody, OptionalLong.of(PIECE), digest));
    await().until(() -> !key().equals(upload.storageKey()));
    return late;
  }

  private static <T> Future<T> inBackground(Callable<T> request) {
    var running = new FutureTask<>(request);
    Thread.ofVirtual().start(running);
    return running;
  }

  private void goesOnInVain(Future<StoredBlob> late) {
    lateBody.goOn();
    assertThatThrownBy(() -> late.get(1, MINUTES)).isInstanceOf(ExecutionException.class);
  }

  private String key() {
    return jdbc.sql("select storage_key from upload where id = ?")
        .param(upload.id())
        .query(String.class)
        .single();
  }

  private UUID writer() {
    return jdbc.sql("select writer from upload where id = ?")
        .param(upload.id())
        .query(UUID.class)
        .single();
  }

  private void letItsClaimRunOut() {
    int rows =
        jdbc.sql(
                """
                update upload set writer_until = now() - interval '1 second'
                where id = ? and writer is not null
                """)
            .param(upload.id())
            .update();
    assertThat(rows).isOne();
  }

  private Digest committed(Upload grown) throws IOException {
    return stored(
        quick.finish(grown, bytes(new byte[0]), OptionalLong.empty(), Digest.sha256(layer)));
  }

  /** The digest of what lies in the bucket. */
  private static Digest stored(StoredBlob blob) throws IOException {
    return Digest.sha256(BlobStoreSpecification.read(store.open(blob.storageKey())));
  }

  private static byte[] random(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static InputStream bytes(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  /** Of whose bytes some come at once, and the others when they are let. */
  private static final class StalledBody extends InputStream {

    private final InputStream atOnce;
    private final InputStream later;
    private final CountDownLatch goesOn = new CountDownLatch(1);

    StalledBody(byte[] atOnce, byte[] later) {
      this.atOnce = bytes(atOnce);
      this.later = bytes(later);
    }

    void goOn() {
      goesOn.countDown();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      if (atOnce.available() > 0) {
        return atOnce.read(into, offset, count);
      }
      try {
        goesOn.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      return later.read(into, offset, count);
    }
  }
}
