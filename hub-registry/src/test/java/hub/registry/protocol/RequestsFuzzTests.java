package hub.registry.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.InRange;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Paths, queries and ranges: whatever comes, no more is thrown than the protocol knows. */
class RequestsFuzzTests {

  static Stream<Arguments> ranges() {
    return Stream.of(
        arguments("bytes=0-0", 1L),
        arguments("bytes=500-0", 1000L),
        arguments("bytes=-5", 3L),
        arguments("bytes=5-", 5L),
        arguments("bytes=0-999999999999999999", Long.MAX_VALUE),
        arguments("bytes=0-1,3-4", 9L));
  }

  @MethodSource("ranges")
  @FuzzTest
  void aRangeLiesInsideTheBlobOrIsRefused(
      @NotNull String header, @InRange(min = 0, max = Long.MAX_VALUE) long size) {
    Optional<ByteRange> range;
    try {
      range = ByteRange.parse(header, size);
    } catch (RegistryFailure e) {
      assertThat(e.status()).isEqualTo(416);
      return;
    }
    range.ifPresent(
        it -> {
          assertThat(it.start()).isBetween(0L, size - 1);
          assertThat(it.end()).isBetween(it.start() + 1, size);
        });
  }

  static Stream<String> paths() {
    return Stream.of(
        "",
        "_catalog",
        "ana/coffee/manifests/latest",
        "ana/blobs/uploads/blobs/uploads/",
        "a%2Fb/tags/list",
        "%00/blobs/%zz",
        "users/login");
  }

  @MethodSource("paths")
  @FuzzTest
  void aPathIsTakenApartWithoutHarm(@NotNull String rest) {
    RegistryPath path = RegistryPath.parse("/v2/" + rest);
    if (path != null) {
      assertThat(path.name().length() + path.last().length()).isLessThanOrEqualTo(rest.length());
    }
  }

  static Stream<String> queries() {
    return Stream.of("n=10&last=a%20b", "n", "&&=&", "scope=a+b&scope=%zz", "digest=%00");
  }

  @MethodSource("queries")
  @FuzzTest
  void aQueryIsReadOrRefused(@NotNull String query) {
    for (String name : new String[] {"n", "last", "digest", "scope"}) {
      try {
        assertThat(RegistryRequest.queryAll(query, name)).hasSizeLessThanOrEqualTo(query.length());
      } catch (RegistryFailure e) {
        assertThat(e.status()).isEqualTo(400);
      }
    }
  }
}
