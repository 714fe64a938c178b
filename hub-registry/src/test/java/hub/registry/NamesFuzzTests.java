package hub.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import hub.repositories.InvalidRepositoryName;
import hub.repositories.RepositoryName;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Names, tags and digests: whatever comes, they are right, or refused with a reason. */
class NamesFuzzTests {

  static Stream<String> references() {
    return Stream.of(
        "latest",
        "6.0.10-alpine",
        "-no",
        "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "sha512:" + "0".repeat(128),
        "sha256:" + "G".repeat(64),
        "md5:1");
  }

  @MethodSource("references")
  @FuzzTest
  void aReferenceIsReadOrRefused(@NotNull String text) {
    Reference reference;
    try {
      reference = Reference.parse(text);
    } catch (InvalidDigest | InvalidTagName e) {
      assertThat(e.getMessage()).hasSizeLessThan(400);
      return;
    }
    assertThat(reference.toString()).isEqualTo(text).hasSizeLessThanOrEqualTo(135);
    if (reference instanceof Digest digest) {
      assertThat(Digest.of(digest.bytes())).isEqualTo(digest);
    }
  }

  static Stream<String> names() {
    return Stream.of(
        "coffee", "ana/coffee", "ana/a..b", "Ana/coffee", "ana//c", "a/b/c", "ana/c__d");
  }

  @MethodSource("names")
  @FuzzTest
  void aRepositoryNameIsReadOrRefused(@NotNull String text) {
    RepositoryName name;
    try {
      name = RepositoryName.parse(text);
    } catch (InvalidRepositoryName e) {
      assertThat(e.getMessage()).hasSizeLessThan(400);
      return;
    }
    assertThat(RepositoryName.parse(name.toString())).isEqualTo(name);
    assertThat(name.toString()).matches("[a-z0-9._-]+/[a-z0-9._-]+").doesNotContain("..");
  }
}
