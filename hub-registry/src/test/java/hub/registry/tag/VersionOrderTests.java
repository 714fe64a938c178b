package hub.registry.tag;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registry.ArtifactKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags as real images have them, each list in the order in which people look for one. */
class VersionOrderTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // python
        "latest 3.15.0rc1 3.15.0rc1-trixie 3.15.0b2 3.15.0a7 3.15-rc 3.14.7 3.14.7-alpine"
            + " 3.14.7-alpine3.23 3.14.7-alpine3.22 3.14.7-slim 3.14.7-slim-bookworm"
            + " 3.14.7-slim-trixie 3.14.7-windowsservercore 3.14.7-windowsservercore-ltsc2025"
            + " 3.14.7-windowsservercore-ltsc2022 3.14.6 3.14 3.14-slim 3.13.15 3.9 3 3-slim"
            + " alpine slim slim-bookworm",
        // postgres
        "latest 18.6 18.6-alpine 18.6-trixie 18 18-alpine 18rc1 18beta1 17.10 17.9 9.6 alpine"
            + " alpine3.22 alpine3.9 bookworm trixie",
        // dotnet
        "10.0.1 10.0.0 10.0.0-alpine3.22 10.0.0-rc.2.25502.107 10.0.0-rc.1 10.0.0-preview.7"
            + " 10.0.0-preview.7-alpine 10.0.0-preview.6 9.0.6",
        // node, and what is made each night
        "26.1.0 26.1.0-canary20261101 26.1.0-canary20261031 26.1.0-nightly20261101 26.1.0-dev.2"
            + " 26.0.0",
        // openjdk
        "27-ea-28-jdk 27-ea-27-jdk 26.0.1 26 26-jdk 26-jdk-slim 8u392-b08 8u392-b07 8u92",
        // minio, temurin, matlab, debian, couchbase, alpine's variants
        "RELEASE.2025-09-07T16-13-09Z RELEASE.2025-04-22T22-12-26Z RELEASE.2024-11-07T00-52-20Z",
        "jdk-21.0.10_7 jdk-21.0.2_13 jdk-21.0.2_9 jdk-17.0.9_9 jre-21.0.10_7",
        "r2025a r2024b r2024a",
        "bookworm bookworm-20260803 bookworm-20260803-slim bookworm-20251020 bookworm-20250317"
            + " bookworm-slim trixie trixie-20260803",
        "8.0.1 community community-8.0.0 enterprise enterprise-8.0.0 enterprise-7.6.10"
            + " enterprise-7.6.2",
        "alpine3.22 alpine3.20 alpine3.9",
        // SemVer's own example, and dates, and builds
        "1.0.0 1.0.0-rc.1 1.0.0-beta.11 1.0.0-beta.2 1.0.0-beta 1.0.0-alpha.beta 1.0.0-alpha.1"
            + " 1.0.0-alpha",
        "2.0.0-milestone.2 2.0.0-beta.3 2.0.0-ea.1 1.9.0.Final 1.9.0-SNAPSHOT",
        "11.0.0 11.0.0-M24 11.0.0-M20 10.1.40",
        "2026.11.28 2026.11.9 2025-11-28 2025-11-9",
        "v2.0.0 v2.0.0-rc.10 v2.0.0-rc.2 v0.0.106 v0.0.103 v0.0.91",
        "1.29.3-2 1.29.3-1 1.29.3 1.29.3-perl 1.29",
        "1.0.0_build.6 1.0.0_build.5",
        "1.1.1w 1.1.1a 1.1.1",
        "edge main nightly-20261101 nightly-20261031 pr-124 pr-99",
      })
  void tagsStandAsPeopleLookForThem(String inOrder) {
    List<String> expected = List.of(inOrder.split(" "));
    var tags = new ArrayList<>(expected);
    Collections.shuffle(tags, new Random(7));
    tags.sort(downwards());
    assertThat(tags).isEqualTo(expected);
  }

  @Test
  void whatToolsKeepBesideAnImageComesLast() {
    String digest = "sha256-" + "0".repeat(64);
    for (String helper :
        List.of(digest, digest + ".sig", digest + ".att", digest + ".image-locations.imgpkg")) {
      assertThat(key(helper)).isLessThan(VersionOrder.HELPERS_END);
    }
    assertThat(VersionOrder.key("latest", ArtifactKind.CACHE)).isLessThan(VersionOrder.HELPERS_END);
    assertThat(VersionOrder.key("1.0", ArtifactKind.SBOM)).isLessThan(VersionOrder.HELPERS_END);
    for (String image : List.of("sha256-abc", "sha-1a2b3c4", "_", "0", "latest", "z", "Z")) {
      assertThat(key(image)).isGreaterThanOrEqualTo(VersionOrder.OLD_END);
    }
  }

  @Test
  void onlyVersionsAreTakenForVersionsAndOnlyEarlyOnesForEarly() {
    for (String version : List.of("latest", "1", "v1.0", "18.6-alpine", "2025-01-01")) {
      assertThat(key(version)).isGreaterThanOrEqualTo(VersionOrder.VERSIONS);
      assertThat(key(version)).doesNotContainPattern(VersionOrder.PRE_RELEASE);
    }
    for (String early : List.of("2.0.0-rc.1", "3.15.0a7", "18beta1", "27-ea-28", "v2-dev")) {
      assertThat(key(early)).containsPattern(VersionOrder.PRE_RELEASE);
    }
    for (String name : List.of("alpine3.22", "jdk-21", "zesty", "version-2")) {
      assertThat(key(name)).isLessThan(VersionOrder.VERSIONS);
    }
  }

  @Test
  void theLongestTagsFitIntoAnIndexInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("fa-IR"));
      for (String part : List.of("1.", "a1", "1a", "-", "1-a.", "9")) {
        String tag = ("1" + part.repeat(128)).substring(0, 128);
        assertThat(key(tag)).hasSizeLessThan(1000).matches("\\p{ASCII}*");
      }
    } finally {
      Locale.setDefault(before);
    }
    assertThat(key("1." + "9".repeat(100))).isGreaterThan(key("1.10")).isGreaterThan(key("1.9"));
    assertThat(key("1.07")).isEqualTo(key("1.7"));
  }

  private static String key(String tag) {
    return VersionOrder.key(tag, ArtifactKind.IMAGE);
  }

  /** As the database sorts them: by the text, and where those are the same by the name. */
  private static Comparator<String> downwards() {
    return Comparator.comparing(VersionOrderTests::key)
        .thenComparing(Comparator.naturalOrder())
        .reversed();
  }
}
