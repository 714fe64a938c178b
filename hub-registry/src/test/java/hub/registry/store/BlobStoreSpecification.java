package hub.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of bytes must do; a store passes it by extending this. */
public abstract class BlobStoreSpecification {

  private static final int MIB = 1024 * 1024;

  private final String key = BlobStore.newKey(UUID.randomUUID());
  private final String other = BlobStore.newKey(UUID.randomUUID());

  /** The store, which holds whatever the tests before have left. */
  protected abstract BlobStore store();

  /** Lengths on both sides of where S3 cuts parts. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5 * MIB - 1, 5 * MIB, 8 * MIB, 8 * MIB + 1, 17 * MIB})
  void keepsWhatIsWrittenAtOnce(int length) throws IOException {
    byte[] content = content(length);

    write(key, content);

    assertThat(read(store().open(key))).isEqualTo(content);
    assertThat(store().size(key)).hasValue(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300_000, 6 * MIB, 9 * MIB})
  void goesOnWhereAnotherWriterPaused(int length) throws IOException {
    byte[] content = content(3 * length);

    Progress progress = Progress.NOTHING;
    for (int start = 0; start < content.length; start += length) {
      progress = append(key, progress, content, start, length);
      assertThat(progress.length()).isEqualTo(start + length);
    }
    seal(key, progress);

    assertThat(read(store().open(key))).isEqualTo(content);
  }

  @Test
  void dropsWhatNobodyWasToldOf() throws IOException {
    byte[] content = content(7 * MIB);
    Progress told = append(key, Progress.NOTHING, content, 0, 6 * MIB);
    append(key, told, content(9 * MIB), 0, 9 * MIB);

    Progress whole = append(key, told, content, 6 * MIB, MIB);
    seal(key, whole);

    assertThat(read(store().open(key))).isEqualTo(content);
  }

  @Test
  void leavesNothingOfAWriterThatOnlyCloses() throws IOException {
    try (BlobWriter writer = store().append(key, Progress.NOTHING)) {
      writer.write(content(9 * MIB), 0, 9 * MIB);
    }
    store().delete(key);

    assertThat(store().size(key)).isEmpty();
    assertThat(
            store()
                .abandonUnfinished(
                    Instant.now().plus(Duration.ofHours(1)), named -> !named.equals(key)))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 6 * MIB, 18 * MIB})
  void movesWhatIsNotSealedAndLetsItBeRead(int length) throws IOException {
    byte[] content = content(length + 100);
    Progress progress = append(key, Progress.NOTHING, content, 0, length);

    Progress moved = store().move(key, progress, other);
    int stored = length - progress.tail().length;
    byte[] readBack = stored == 0 ? new byte[0] : read(store().open(key, 0, stored));
    store().delete(key);
    seal(other, append(other, moved, content, length, 100));

    assertThat(readBack).isEqualTo(Arrays.copyOf(content, stored));
    assertThat(read(store().open(other))).isEqualTo(content);
  }

  @Test
  void canBeSealedAgainWhereTheAnswerWasLost() throws IOException {
    byte[] content = content(9 * MIB);
    Progress progress = append(key, Progress.NOTHING, content, 0, content.length);

    seal(key, progress);
    if (progress.tail().length == 0) {
      seal(key, progress);
    }

    assertThat(read(store().open(key))).isEqualTo(content);
  }

  @Test
  void givesTheRangeThatIsAskedFor() throws IOException {
    byte[] content = content(9 * MIB);
    write(key, content);

    assertThat(read(store().open(key, 0, 1))).isEqualTo(Arrays.copyOf(content, 1));
    assertThat(read(store().open(key, 8 * MIB - 1, 3)))
        .isEqualTo(Arrays.copyOfRange(content, 8 * MIB - 1, 8 * MIB + 2));
    assertThat(read(store().open(key, 9 * MIB - 5, Long.MAX_VALUE)))
        .isEqualTo(Arrays.copyOfRange(content, 9 * MIB - 5, 9 * MIB));
    assertThat(read(store().open(key, 9 * MIB - 5, 100))).hasSize(5);
    assertThat(read(store().open(key, 9 * MIB, 1))).isEmpty();
    assertThat(read(store().open(key, 5, 0))).isEmpty();
  }

  @Test
  void canBeLeftInTheMiddleOfReading() throws IOException {
    write(key, content(17 * MIB));

    try (InputStream bytes = store().open(key)) {
      assertThat(bytes.read()).isNotNegative();
    }

    assertThat(store().size(key)).hasValue(17 * MIB);
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    assertThat(store().size(key)).isEmpty();
    assertThatThrownBy(() -> store().open(key)).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store().open(key, 5, 5)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void deletesAndForgivesWhatIsGoneAlready() throws IOException {
    write(key, content(10));

    store().delete(key);
    store().delete(key);

    assertThat(store().size(key)).isEmpty();
  }

  @Test
  void deletesManyAtOnce() throws IOException {
    write(key, content(10));
    write(other, content(10));

    List<String> kept = store().deleteAll(List.of(key, other, BlobStore.newKey(UUID.randomUUID())));

    assertThat(kept).isEmpty();
    assertThat(store().size(key)).isEmpty();
    assertThat(store().size(other)).isEmpty();
  }

  @Test
  void listsWhatItHolds() throws IOException {
    Instant before = Instant.now().minusSeconds(5);
    write(key, content(10));
    write(other, content(20));
    store().check();

    try (var objects = store().list()) {
      var found = objects.filter(it -> it.key().equals(key) || it.key().equals(other)).toList();
      assertThat(found).extracting(StoredObject::size).containsExactlyInAnyOrder(10L, 20L);
      assertThat(found).allMatch(it -> it.modified().isAfter(before));
    }
    try (var objects = store().list()) {
      assertThat(objects).allMatch(it -> it.key().matches("\\d{4}/\\d\\d/\\d\\d/[0-9a-f-]{36}"));
    }
  }

  @Test
  void isKnownByItsLastMarkWhichNoListShows() throws IOException {
    store().mark("the first");
    store().mark("the second");

    assertThat(store().mark()).hasValue("the second");
    try (var objects = store().list()) {
      assertThat(objects).extracting(StoredObject::key).doesNotContain(BlobStore.MARK);
    }
  }

  @Test
  void isAwayWhereItHasNotTheMarkThatIsExpected() throws IOException {
    store().mark("another's");
    write(other, content(10));
    store().expect("ours");
    try {
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> store().size(key),
              () -> store().open(key),
              () -> store().list(),
              () -> store().check())) {
        assertThatThrownBy(use).isInstanceOf(StorageAway.class);
      }
      assertThat(store().deleteAll(List.of(key))).containsExactly(key);
      assertThat(store().size(other)).as("what is there is there").hasValue(10);
    } finally {
      store().expect("another's");
    }
    assertThat(store().size(key)).isEmpty();
    assertThat(store().deleteAll(List.of(key))).isEmpty();
  }

  protected final byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  protected final void write(String where, byte[] content) throws IOException {
    try (BlobWriter writer = store().append(where, Progress.NOTHING)) {
      for (int start = 0; start < content.length; start += 300_000) {
        writer.write(content, start, Math.min(300_000, content.length - start));
      }
      writer.seal();
    }
  }

  protected final Progress append(String where, Progress from, byte[] content, int start, int count)
      throws IOException {
    try (BlobWriter writer = store().append(where, from)) {
      writer.write(content, start, count);
      return writer.pause();
    }
  }

  protected final void seal(String where, Progress progress) throws IOException {
    try (BlobWriter writer = store().append(where, progress)) {
      writer.seal();
    }
  }

  public static byte[] read(InputStream bytes) throws IOException {
    try (bytes) {
      return bytes.readAllBytes();
    }
  }
}
